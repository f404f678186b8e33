/** What a letter is about, where no label says it: the line above its greeting. */
import { oneOf } from '../../locales/vocabulary.ts';
import { LINE_GAP } from './blocks.ts';
import { type Candidate, isLoud, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import { featuresOf } from './features.ts';
import type { Cell } from './layout.ts';
import { isLabelled, type Matches } from './places.ts';

/** A line that greets: it begins with a greeting, and is no sentence. */
const GREETING = new RegExp(String.raw`^(?:${oneOf('greeting')})(?!\p{L})`, 'iu');
const LONGEST_GREETING = 60;
/** Lines between a subject and its greeting, in heights of the text. */
const GAP = 5;
const LONGEST = 160;

/** The line above the first greeting, alone and with the line it goes on from. */
export function subjectsAbove(document: Document, matches: Matches): Candidate[] {
  const greeting = document.cells.find(({ text, upright }) => upright && text.length <= LONGEST_GREETING && GREETING.test(text.trim()));
  if (greeting === undefined) return [];
  const above = document.cells
    .filter(
      (cell) =>
        cell.page === greeting.page && cell.upright && Math.abs(cell.x0 - greeting.x0) <= cell.em && cell.y1 <= greeting.y0 + 0.3 * cell.em,
    )
    .sort((a, b) => b.y0 - a.y0);
  const [last, before] = above;
  if (last === undefined || greeting.y0 - last.y1 > GAP * greeting.em || !maySay(document, matches, last)) return [];
  const single = subject([last]);
  const goesOn = before !== undefined && last.y0 - before.y1 <= LINE_GAP * last.em && maySay(document, matches, before);
  return goesOn ? [single, subject([before, last])] : [single];
}

/** It has letters, begins with no label, and stands alone in its row. */
const maySay = (document: Document, matches: Matches, cell: Cell): boolean =>
  /\p{L}{3}/u.test(cell.text) && cell.text.length <= LONGEST && !isLabelled(matches, cell) && document.layout.row(cell).length < 2;

function subject(lines: readonly Cell[]): Candidate {
  const [first] = lines;
  return {
    text: lines.map(({ text }) => text.trim()).join(' '),
    features: featuresOf({
      above_greeting: true,
      joined: lines.length > 1,
      same_case: lines.length > 1 && lines.every(({ text }) => isLoud(text) === isLoud(first?.text ?? '')),
      digits: lines.some(({ text }) => /\d/.test(text)),
    }),
    spots: lines.map((line) => spotOf(line, { start: 0, end: line.text.trimEnd().length })),
    label: null,
    others: [],
  };
}
