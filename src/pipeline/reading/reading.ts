/** What reading leaves for the engines and for grounding: pages in order, what was not read, and every line addressable as a segment. */
import type { Line, Page } from '../../contracts/response.ts';
import type { EInvoice } from '../e-invoices/e-invoice.ts';
import { asRead, type LineAsRead } from './as-read.ts';
import { slopeOfPage, straightener } from './slope.ts';

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
  /** The electronic invoices among the files and within them; absent: none, or they are not to be used. */
  readonly eInvoices?: readonly EInvoice[];
}

/** One line of a page, as it is read: on a page that lies askew with its boxes as on a straight one. Its id is what engines cite and provenance shows. */
export interface Segment extends LineAsRead {
  /** `p{page}_l{line}`: page counts from 1 over all files and texts, line from 0 on its page. */
  readonly id: string;
  readonly page: Page;
  /** 1-based over all files and texts. */
  readonly pageIndex: number;
  /** As it is on its page: as it was sent, or as it stands. */
  readonly sent: Line;
}

const segments = new WeakMap<Reading, readonly Segment[]>();

/** The lines of a reading, in order; the same reading gives the same list. */
export function segmentsOf(reading: Reading): readonly Segment[] {
  let known = segments.get(reading);
  if (known === undefined) {
    known = reading.pages.flatMap((page, index) => segmentsOfPage(page, index + 1));
    segments.set(reading, known);
  }
  return known;
}

function segmentsOfPage(page: Page, pageIndex: number): Segment[] {
  const slope = slopeOfPage(page);
  const straight = slope === 0 ? (line: Line) => line : straightener(page, slope);
  return page.lines.map((sent, n) => {
    const { line, origins } = asRead(sent);
    return { id: `p${pageIndex}_l${n}`, page, pageIndex, sent, line: straight(line), origins };
  });
}

/** The stretch [start, end) of a segment's line, in the line as sent. */
export function spanAsSent({ origins }: Segment, start: number, end: number): [start: number, end: number] {
  if (origins === null || start >= end) return [start, end];
  return [origins.starts[start] ?? start, origins.ends[end - 1] ?? end];
}

/** Confidence of a recognised word: below, one in nine is right. */
export const WEAK = 0.7;

/** True for text that was recognised in a picture, where a letter may be misread. */
export const isRecognised = ({ line }: Segment): boolean => line.words.some(({ confidence }) => confidence < 1);

/** What read the pages, each once: `pdf-text`, `ocr`, `pdf-text+ocr`, `text`. */
export const originsOf = ({ pages }: Reading): string[] => [...new Set(pages.map(({ origin }) => origin))];
