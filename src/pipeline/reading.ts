/** What reading leaves for the engines and for grounding: pages in order, and every line addressable as a segment. */
import type { Line, Page } from '../contracts/response.ts';

/** One line of a page. Its id is what engines cite and provenance shows. */
export interface Segment {
  /** `p{page}_l{line}`: page counts from 1 over all files and texts, line from 0 on its page. */
  readonly id: string;
  readonly page: Page;
  /** 1-based over all files and texts. */
  readonly pageIndex: number;
  readonly line: Line;
}

export interface Reading {
  readonly pages: readonly Page[];
  readonly segments: readonly Segment[];
  /** Names of what read the pages: `pdf-text`, `text`. */
  readonly engines: readonly string[];
}

export function readingOf(pages: readonly Page[], engines: readonly string[]): Reading {
  const segments = pages.flatMap((page, index) =>
    page.lines.map((line, n): Segment => ({ id: `p${index + 1}_l${n}`, page, pageIndex: index + 1, line })),
  );
  return { pages, segments, engines };
}
