/** Texts that go on below: an address, a note. */
import { LINE_GAP } from './blocks.ts';
import { type Candidate, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';
import { isLabelled, type Matches } from './places.ts';

/** A longer text is no value. */
const MOST_LINES = 30;

/** The candidate with the lines that follow closely below its first one, up to a blank line or another label. */
export function withLinesBelow(document: Document, matches: Matches, candidate: Candidate): Candidate {
  const [first] = candidate.spots;
  if (first === undefined) return candidate;
  const { cell, start } = first;
  const left = leftOf(cell, start - cell.start);
  const lines: Cell[] = [];
  let bottom = cell.y1;
  for (const next of document.layout.below(cell, Number.POSITIVE_INFINITY)) {
    if (next.y0 > bottom + LINE_GAP * Math.max(next.em, cell.em) || lines.length >= MOST_LINES) break;
    // In line with the value, or with the label that the value stands behind.
    if (Math.abs(next.x0 - left) > next.em && Math.abs(next.x0 - cell.x0) > next.em) continue;
    if (isLabelled(matches, next)) break;
    lines.push(next);
    bottom = next.y1;
  }
  if (lines.length === 0) return candidate;
  // The stop at the end of a first line is a part of the text when it goes on.
  const head = cell.text.slice(start - cell.start).trimEnd();
  const texts = lines.map(({ text }) => text.trimEnd());
  const spots = lines.map((line, i) => spotOf(line, { start: 0, end: texts[i]?.length ?? 0 }));
  return { ...candidate, text: [head, ...texts].join('\n'), spots: [{ ...first, end: start + head.length }, ...spots] };
}

/** Where a place in a cell's text stands on the page: letters are taken to be equally wide. */
function leftOf({ x0, x1, text }: Cell, at: number): number {
  return x0 + ((x1 - x0) * at) / Math.max(1, text.length);
}
