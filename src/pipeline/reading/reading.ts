/** What reading leaves for the engines and for grounding: pages in order, what was not read, and every line addressable as a segment. */
import type { Line, Page } from '../../contracts/response.ts';

/** What of a file could not be read, and why. */
export interface Unread {
  /** Into the files of the request, then its texts. */
  readonly file_index: number;
  /** 1-based within its file; null: the whole file. */
  readonly page_no: number | null;
  /** A sentence for people. */
  readonly reason: string;
}

export interface Reading {
  readonly pages: readonly Page[];
  readonly unread: readonly Unread[];
}

/** One line of a page. Its id is what engines cite and provenance shows. */
export interface Segment {
  /** `p{page}_l{line}`: page counts from 1 over all files and texts, line from 0 on its page. */
  readonly id: string;
  readonly page: Page;
  /** 1-based over all files and texts. */
  readonly pageIndex: number;
  readonly line: Line;
}

const segments = new WeakMap<Reading, readonly Segment[]>();

/** The lines of a reading, in order; the same reading gives the same list. */
export function segmentsOf(reading: Reading): readonly Segment[] {
  let known = segments.get(reading);
  if (known === undefined) {
    known = reading.pages.flatMap((page, index) =>
      page.lines.map((line, n): Segment => ({ id: `p${index + 1}_l${n}`, page, pageIndex: index + 1, line })),
    );
    segments.set(reading, known);
  }
  return known;
}

/** Confidence of a recognised word: below, one in nine is right. */
export const WEAK = 0.7;

/** True for text that was recognised in a picture, where a letter may be misread. */
export const isRecognised = ({ line }: Segment): boolean => line.words.some(({ confidence }) => confidence < 1);

/** What read the pages, each once: `pdf-text`, `ocr`, `pdf-text+ocr`, `text`. */
export const originsOf = ({ pages }: Reading): string[] => [...new Set(pages.map(({ origin }) => origin))];
