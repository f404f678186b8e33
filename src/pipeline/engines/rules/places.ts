/** Where a label leads: behind it in its cell, right of it in its row, to the line after it, below it in its column. */
import type { Value } from '../../kinds/kind.ts';
import { findBoxes } from '../../kinds/ticks.ts';
import { oneOf, oneOfDates } from '../../locales/vocabulary.ts';
import { LINE_GAP } from './blocks.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import { isFiller, withoutCircumstances } from './fillers.ts';
import { type LabelMatch, tailEnd } from './labels.ts';
import { aligned, type Cell, sideways } from './layout.ts';
import type { LeafPlan } from './plan.ts';
import { readValues } from './readers.ts';

/** Labels of every cell, remarks left out; by the cell's index. */
export type Matches = readonly (readonly LabelMatch[])[];

export interface Placed {
  readonly cell: Cell;
  readonly value: Value;
  readonly features: Features;
  /** Of a text the lines below, in which it may go on. */
  readonly lines?: readonly Cell[];
}

/** Widest gap between a heading and the first value below it, and between values of a column, in heights of the text. */
const COLUMN_GAP = 3.5;

export const MOST_ROWS = 60;
/** Values of other fields that stand between a heading and its own. */
const MOST_ABOVE = 1;
/** The kind of words without a form, and lines that one of them has under its heading. */
const TEXT = 'text';
const MOST_STACKED = 3;
/** A line that says itself what it is: "Country of issue: Ireland". */
const NAMED = /^\p{L}[^:]{1,40}:(?:\s|$)/u;

/** What stands between the two dates of a range. */
export const RANGE = new RegExp(String.raw`^\s*(?:(?:-|–|—|${oneOfDates('range')})(?:\s+|$)?){1,2}$`, 'iu');

/** Words that make the label after them a remark: "(inkl. USt.)". */
const QUALIFIER = new RegExp(String.raw`%\s*(?:${oneOf('of')})(?:\s\p{L}+)?\s*$|(?:^|[^\p{L}])(?:${oneOf('remark')})\.?[\s\d.,%]*$`, 'iu');

/** True for a label that only qualifies another one. */
export function isRemark({ cell, start, label }: LabelMatch): boolean {
  return !label.phrase && start > 0 && QUALIFIER.test(cell.text.slice(Math.max(0, start - 24), start));
}

/** A short word between others is a preposition, though it may head a block elsewhere: "Change of address to Vienna". */
const SHORT_LABEL = 4;
export const isPreposition = ({ position, cell, start, end }: LabelMatch): boolean =>
  position === 'middle' &&
  end - start <= SHORT_LABEL &&
  /\p{L}\s+$/u.test(cell.text.slice(0, start)) &&
  /^\s+\p{L}/u.test(cell.text.slice(end));

/** Where the next label of the cell starts: what follows is its, not ours. "bis" inside a range is no label there. */
export function nextLabel(matches: Matches, match: LabelMatch): number {
  const later = (matches[match.cell.index] ?? []).filter(
    (other) =>
      !other.label.phrase &&
      other.start >= match.end &&
      other.position !== 'compound' &&
      !isRemark(other) &&
      !isPreposition(other) &&
      !RANGE.test(other.label.text),
  );
  return later.reduce((first, { start }) => Math.min(first, start), match.cell.text.length);
}

/** Between a factor and the other. */
const TIMES = /^\s*[x×*·]\s*$/i;
/** Between the amounts of a row: words, a bracket or a slash begin a remark on the one before ("incl. 20.00 VAT", "(net 100.00)"). */
const BESIDE = /^[\s.:;,=+|_•…→>-]*$/;

/** The values in [from, to) as long as nothing but fillers stands before them, and nothing that makes the next one a remark between them. */
export function leading(document: Document, leaf: LeafPlan, cell: Cell, from: number, to: number): Value[] {
  let values: Value[] = [];
  let at = from;
  let reckoned = false;
  for (const value of readValues(document, leaf, cell, from, to)) {
    const between = withoutCircumstances(document, cell, at, value.start, leaf.kind);
    if (leaf.kind.numeric === true && values.length > 0) {
      // "2 x 50,00 = 100,00": what is reckoned with is no value of the label, its result is.
      reckoned ||= TIMES.test(between);
      if (!reckoned && !BESIDE.test(between)) break;
      if (/=\s*$/.test(between)) [values, reckoned] = [[], false];
    } else if (!isFiller(between)) break;
    values.push(value);
    at = value.end;
  }
  return reckoned ? [] : values;
}

export function restIsFiller(document: Document, leaf: LeafPlan, cell: Cell, from: number): boolean {
  return isFiller(withoutCircumstances(document, cell, from, cell.text.length, leaf.kind));
}

/** The ticked option behind a label; null where no boxes stand there. */
export function tickedBeside(
  document: Document,
  matches: Matches,
  leaf: LeafPlan,
  cell: Cell,
  from: number,
  to: number,
): Omit<Placed, 'features'>[] | null {
  const right = to < cell.text.length ? [] : document.layout.right(cell);
  const end = right.findIndex((other) => isLabelled(matches, other));
  const beside = right.slice(0, end < 0 ? right.length : end).map((other) => ({ cell: other, from: 0, to: other.text.length }));
  const row = [{ cell, from, to }, ...beside];
  if (!row.some(({ cell: at, from: first, to: last }) => findBoxes(at.text, first, last).length > 0)) return null;
  const found = row.flatMap(({ cell: at, from: first, to: last }) =>
    readValues(document, leaf, at, first, last).map((value) => ({ cell: at, value })),
  );
  return found.slice(0, 1);
}

/** True where the cell begins with a label, or announces a value by a colon at its end. */
export function isLabelled(matches: Matches, cell: Cell): boolean {
  if (/[^\s:]\s?[:：]\s*$/.test(cell.text)) return true;
  return (matches[cell.index] ?? []).some(
    ({ position, label, start }) => position === 'start' && !label.phrase && (start <= 3 || !/[\p{L}\d]/u.test(cell.text.slice(0, start))),
  );
}

export function rightOf(document: Document, matches: Matches, leaf: LeafPlan, cell: Cell): Omit<Placed, 'features'>[] {
  const found: Omit<Placed, 'features'>[] = [];
  for (const other of document.layout.right(cell)) {
    if (isLabelled(matches, other)) break;
    const values = leading(document, leaf, other, 0, other.text.length);
    found.push(...values.map((value) => ({ cell: other, value })));
    if (values.length > 0 && !leaf.kind.numeric === true && leaf.kind.ranged !== true) break;
    if (values.length === 0 && !restIsFiller(document, leaf, other, 0)) break;
    if (found.length >= MOST_ROWS) break;
  }
  return found;
}

/** The line a sentence goes on in. */
export function lineAfter(document: Document, cell: Cell): Cell | null {
  const next = document.layout.below(cell, cell.em).find((other) => other.x0 <= cell.x1 && other.x1 >= cell.x0 - cell.em);
  return next === undefined || next.x0 > cell.x0 + 2 * cell.em ? null : next;
}

/** The line close below that a text may go on in: in line with it, and no label of anything. */
export function goesOnIn(document: Document, matches: Matches, cell: Cell): Cell | null {
  const next = document.layout.below(cell, LINE_GAP * cell.em).find((other) => Math.abs(other.x0 - cell.x0) <= cell.em);
  return next === undefined || isLabelled(matches, next) || NAMED.test(next.text) ? null : next;
}

/** The value at the start of the line after, where a sentence goes on there. */
export function nextLine(document: Document, leaf: LeafPlan, cell: Cell): Omit<Placed, 'features'>[] {
  const next = lineAfter(document, cell);
  return next === null ? [] : firstFrom(document, leaf, next, 0);
}

/** The value after the rest of a label that the line after brings. */
export function afterTail(document: Document, leaf: LeafPlan, cell: Cell, tail: string): Omit<Placed, 'features'>[] {
  const next = lineAfter(document, cell);
  const from = next === null ? null : tailEnd(next, tail);
  return next === null || from === null ? [] : firstFrom(document, leaf, next, from);
}

function firstFrom(document: Document, leaf: LeafPlan, cell: Cell, from: number): Omit<Placed, 'features'>[] {
  return leading(document, leaf, cell, from, cell.text.length)
    .slice(0, 1)
    .map((value) => ({ cell, value }));
}

/** The values in the column under a heading: one for most kinds, all for amounts. */
export function below(document: Document, matches: Matches, leaf: LeafPlan, heading: Cell): Placed[] {
  const headings = document.layout.beside(heading);
  const found: Placed[] = [];
  let bottom = heading.y1;
  let others = 0;
  for (const other of document.layout.below(heading, Number.POSITIVE_INFINITY)) {
    const em = Math.max(other.em, heading.em);
    if (other.y0 > bottom + COLUMN_GAP * em || found.length >= MOST_ROWS) break;
    if (!isUnder(other, heading, headings)) continue;
    if (isLabelled(matches, other) || (leaf.kind.name === TEXT && NAMED.test(other.text))) break;
    // Of letters that stand apart it cannot be told where a word ends.
    if (leaf.kind.name === TEXT && other.spaced && document.layout.right(other)[0]?.spaced === true) break;
    const [value] = leading(document, leaf, other, 0, other.text.length);
    if (value === undefined) {
      if (restIsFiller(document, leaf, other, 0)) continue;
      // One column may hold two numbers, one above the other: what has a form of its own is the one of its field.
      if (leaf.kind.withoutLabel === 'only' && found.length === 0 && others < MOST_ABOVE) {
        others += 1;
        continue;
      }
      break;
    }
    found.push({ cell: other, value, features: {} });
    bottom = Math.max(bottom, other.y1);
    if (!leaf.kind.numeric === true && found.length > (leaf.kind.name === TEXT ? MOST_STACKED : 1)) break;
  }
  if (leaf.kind.name === TEXT) return stackOf(found);
  // Several dates or numbers under one heading are a table's column, none of them the document's.
  if (!leaf.kind.numeric === true) return found.length === 1 ? found : [];
  const total = columnTotal(found);
  return found.map((placed, i) => ({
    ...placed,
    features: featuresOf({ not_last: total === null && found.length > 1, not_total: total !== null && i !== total }),
  }));
}

/** A text that lines close below each other make up, each of them one more place; none where the column goes on: that is a table. */
function stackOf(column: readonly Placed[]): Placed[] {
  const [first, ...more] = column;
  if (first === undefined || column.length > MOST_STACKED) return [];
  const lines: Cell[] = [];
  for (const { cell } of more) {
    const above = lines.at(-1) ?? first.cell;
    if (cell.y0 - above.y1 > LINE_GAP * cell.em || Math.abs(cell.x0 - above.x0) > cell.em) break;
    lines.push(cell);
  }
  return lines.length < more.length ? [] : [{ ...first, lines }];
}

/** True where a cell stands under this heading rather than under one of its neighbours. */
function isUnder(cell: Cell, heading: Cell, neighbours: readonly Cell[]): boolean {
  const distance = sideways(cell, heading);
  if (distance > 4 * Math.max(cell.em, heading.em)) return false;
  if (neighbours.length === 0) return distance === 0 && (aligned(cell, heading) || cell.x0 >= heading.x0 - heading.em);
  return neighbours.every((other) => {
    const rival = sideways(cell, other);
    if (rival !== distance) return rival > distance;
    return middleDistance(cell, heading) <= middleDistance(cell, other);
  });
}

const middleDistance = (a: Cell, b: Cell) => Math.abs(a.x0 + a.x1 - b.x0 - b.x1);

/** The place of the last amount when it is the sum of those above it; null otherwise. */
function columnTotal(column: readonly Placed[]): number | null {
  if (column.length < 3) return null;
  const amounts = column.map(({ value }) => Math.round(Number(value.text) * 1e4));
  const last = amounts.pop() ?? 0;
  return amounts.reduce((sum, amount) => sum + amount, 0) === last ? column.length - 1 : null;
}
