/** From a label to the values it may name: after it in its cell, right of it in its row, below it in its column. */
import type { Value } from '../../kinds/kind.ts';
import { oneOf, oneOfDates } from '../../locales/vocabulary.ts';
import type { Document } from './document.ts';
import { isFiller, withoutCircumstances } from './fillers.ts';
import { type LabelMatch, tailEnd } from './labels.ts';
import { aligned, type Cell, sideways } from './layout.ts';
import type { LeafPlan } from './plan.ts';
import { readValues } from './readers.ts';

/** A place in a segment's text, UTF-16 units. */
export interface Spot {
  readonly cell: Cell;
  readonly start: number;
  readonly end: number;
}

export interface Candidate {
  /** The value's canonical form. */
  readonly text: string;
  /** 0–1: how sure the place of the value makes it. */
  readonly score: number;
  readonly spots: readonly Spot[];
  readonly label: Spot | null;
  /** Readings nothing in the document rules out. */
  readonly others: readonly string[];
}

/**
 * What each circumstance takes from a candidate's score of 1. Set by looking at invoices and statements of many makers, so that
 * the order of likelihood comes out: a labelled form field, then a phrase in a sentence, then a column, then what stands alone.
 */
const COST = {
  rank: 0.004,
  mostRank: 0.16,
  notAtStart: 0.1,
  inSentence: 0.22,
  phrase: 0.06,
  loose: 0.08,
  right: 0.02,
  below: 0.1,
  nextLine: 0.08,
  /** In a row or column of amounts, those that are not its last: bases and parts rather than totals. */
  notLast: 0.15,
  /** From the top to the foot of a page, for what belongs to the head. */
  low: 0.2,
  page: 0.03,
  mostPage: 0.12,
} as const;

/** Widest gap between a heading and the first value below it, and between values of a column, in heights of the text. */
const COLUMN_GAP = 3.5;
const MOST_ROWS = 60;
/** What stands between the two dates of a range. */
export const RANGE = new RegExp(String.raw`^\s*(?:(?:-|–|—|${oneOfDates('range')})(?:\s+|$)?){1,2}$`, 'iu');
/** Words that make the label after them a remark: "(inkl. USt.)". */
const QUALIFIER = new RegExp(String.raw`%\s*(?:${oneOf('of')})(?:\s\p{L}+)?\s*$|(?:^|[^\p{L}])(?:${oneOf('remark')})\.?[\s\d.,%]*$`, 'iu');

/** Labels of every cell, remarks left out; by the cell's index. */
export type Matches = readonly (readonly LabelMatch[])[];

/** True for a label that only qualifies another one. */
export function isRemark({ cell, start, label }: LabelMatch): boolean {
  return !label.phrase && start > 0 && QUALIFIER.test(cell.text.slice(Math.max(0, start - 24), start));
}

/** The spot of a span in a cell. */
export function spotOf(cell: Cell, { start, end }: { readonly start: number; readonly end: number }): Spot {
  return { cell, start: cell.start + start, end: cell.start + end };
}

/** The candidates for a leaf that one match of its labels leads to. */
export function candidatesAt(document: Document, matches: Matches, leaf: LeafPlan, match: LabelMatch): Candidate[] {
  const base = baseScore(leaf, match);
  if (base === null) return [];
  const label = spotOf(match.cell, match);
  const make = (cell: Cell, value: Value, cost: number): Candidate => {
    const page =
      Math.min(COST.mostPage, COST.page * (cell.page - 1)) + (leaf.field.place !== null ? COST.low * document.layout.depth(cell) : 0);
    return { text: value.text, score: base - cost - value.doubt - page, spots: [spotOf(cell, value)], label, others: value.others };
  };
  const { cell, end } = match;
  if (match.pending !== null)
    return afterTail(document, leaf, cell, match.pending).map(({ cell: at, value }) => make(at, value, COST.nextLine));
  const limit = nextLabel(matches, match);
  const here = leading(document, leaf, cell, end, limit);
  const several = leaf.kind.numeric === true;
  const open = limit === cell.text.length && restIsFiller(document, leaf, cell, here.at(-1)?.end ?? end);
  if (leaf.kind.numbered === true && match.label.phrase && here.some((value) => !isNumbered(match, value))) return [];
  if (here.length > 0 && !several && leaf.kind.ranged !== true) return here.slice(0, 1).map((value) => make(cell, value, 0));
  if (match.position === 'middle' && !match.label.phrase && here.length === 0 && !(leaf.kind.selfEvident === true && open)) return [];

  const row: Placed[] = here.map((value) => ({ cell, value, cost: 0 }));
  if (open && !match.label.phrase) row.push(...rightOf(document, matches, leaf, cell).map((placed) => ({ ...placed, cost: COST.right })));
  if (row.length > 0) return pick(leaf, match, matches, row).map(({ cell: at, value, cost }) => make(at, value, cost));
  if (!open) return [];
  if (match.label.phrase || match.position === 'middle') {
    return nextLine(document, leaf, cell).map(({ cell: at, value }) => make(at, value, COST.nextLine));
  }
  return below(document, matches, leaf, cell).map(({ cell: at, value, cost }) => make(at, value, cost + COST.below));
}

const NUMBERED = new RegExp(String.raw`[#№]|(?<!\p{L})(?:${oneOf('number')})(?!\p{L})`, 'iu');
/** After "Rechnung" alone, without "Nr." or "#", only what looks like a number of a series is one: not "Invoice 30 days". */
function isNumbered({ label, start, end, cell }: LabelMatch, { text }: Value): boolean {
  if (NUMBERED.test(`${label.text} ${cell.text.slice(start, end)}`)) return true;
  return text.length >= 4 && !/^(?:19|20)\d\d$/.test(text) && !/^\p{L}{4,}[-/]?\d{0,2}$/u.test(text);
}

interface Placed {
  readonly cell: Cell;
  readonly value: Value;
  readonly cost: number;
}

/** Below what any label is worth: says a value only where arithmetic asks for exactly this one. */
const MENTIONED = 0.3;

/**
 * The last amount of a row with a label of the leaf in whatever place: no answer by itself, but it may be the one that a sum
 * still lacks.
 */
export function mentionedAt(document: Document, leaf: LeafPlan, match: LabelMatch): Candidate[] {
  if (leaf.kind.name !== 'amount' || match.label.phrase || match.pending !== null) return [];
  for (const cell of [match.cell, ...document.layout.right(match.cell)].slice(0, MOST_ROWS).reverse()) {
    const value = readValues(document, leaf, cell, cell === match.cell ? match.end : 0).findLast(({ text }) => text.includes('.'));
    if (value === undefined) continue;
    return [{ text: value.text, score: MENTIONED, spots: [spotOf(cell, value)], label: spotOf(match.cell, match), others: [] }];
  }
  return [];
}

/** What a label's own form and place are worth; null where it is no label of this leaf at all. */
function baseScore(leaf: LeafPlan, match: LabelMatch): number | null {
  const { label, position, loose, cell, start, end } = match;
  let score = 1 - Math.min(COST.mostRank, label.rank * COST.rank);
  // "USt. %" heads a column of rates.
  if (leaf.kind.name === 'amount' && /^[\s.:(-]*%/.test(cell.text.slice(end))) return null;
  if (label.phrase) score -= COST.phrase;
  if (loose) score -= COST.loose;
  if (position === 'compound') {
    if (!leaf.kind.selfEvident === true) return null;
    score -= COST.notAtStart;
  } else if (position === 'break') score -= label.phrase ? 0 : COST.notAtStart;
  else if (position === 'middle' && !label.phrase) {
    // Short words stand in any sentence; long and double ones name what they say.
    if (!leaf.kind.selfEvident === true && end - start < 8) return null;
    if (!/[\p{L}\d]\s/u.test(cell.text.slice(0, start))) return null;
    score -= COST.inSentence;
  }
  return score;
}

/** Where the next label of the cell starts: what follows is its, not ours. "bis" inside a range is no label there. */
function nextLabel(matches: Matches, match: LabelMatch): number {
  const later = (matches[match.cell.index] ?? []).filter(
    (other) =>
      !other.label.phrase && other.start >= match.end && other.position !== 'compound' && !isRemark(other) && !RANGE.test(other.label.text),
  );
  return later.reduce((first, { start }) => Math.min(first, start), match.cell.text.length);
}

/** The values in [from, to) as long as nothing but fillers stands before and between them. */
function leading(document: Document, leaf: LeafPlan, cell: Cell, from: number, to: number): Value[] {
  const values: Value[] = [];
  let at = from;
  for (const value of readValues(document, leaf, cell, from, to)) {
    const between = withoutCircumstances(document, cell, at, value.start, leaf.kind);
    // A range keeps its second date, "bis" and all; other words end the label's say.
    if (!isFiller(between)) break;
    values.push(value);
    at = value.end;
  }
  return values;
}

function restIsFiller(document: Document, leaf: LeafPlan, cell: Cell, from: number): boolean {
  return isFiller(withoutCircumstances(document, cell, from, cell.text.length, leaf.kind));
}

/** True where the cell begins with a label, or announces a value by a colon at its end. */
function isLabelled(matches: Matches, cell: Cell): boolean {
  if (/[^\s:]\s?:\s*$/.test(cell.text)) return true;
  return (matches[cell.index] ?? []).some(({ position, label, start }) => position === 'start' && !label.phrase && start <= 3);
}

function rightOf(document: Document, matches: Matches, leaf: LeafPlan, cell: Cell): Omit<Placed, 'cost'>[] {
  const found: Omit<Placed, 'cost'>[] = [];
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

/** Of the values in a label's row: all amounts, the last one first in rank; of a range of dates the end asked for; else the first. */
function pick(leaf: LeafPlan, match: LabelMatch, matches: Matches, row: readonly Placed[]): Placed[] {
  if (leaf.kind.numeric === true)
    return row.map((placed, i) => ({ ...placed, cost: placed.cost + (i < row.length - 1 ? COST.notLast : 0) }));
  const [first, second] = row;
  if (first === undefined) return [];
  if (leaf.kind.ranged !== true) return [first];
  const isRange = second !== undefined && rangeBetween(first, second);
  const { range: part } = leaf.field;
  if (part === null) return isRange ? [] : [first];
  if (isRange) return [part === 'start' ? first : second];
  // One date after a label that stands for both ends is neither.
  const shared = (matches[match.cell.index] ?? []).some((other) => other.start === match.start && other.label.field !== match.label.field);
  return shared ? [] : [first];
}

function rangeBetween(first: Placed, second: Placed): boolean {
  if (first.cell.index === second.cell.index) return RANGE.test(first.cell.text.slice(first.value.end, second.value.start));
  const between = first.cell.text.slice(first.value.end) + second.cell.text.slice(0, second.value.start);
  return between.trim() === '' || RANGE.test(between);
}

/** The line a sentence goes on in. */
function lineAfter(document: Document, cell: Cell): Cell | null {
  const next = document.layout.below(cell, cell.em).find((other) => other.x0 <= cell.x1 && other.x1 >= cell.x0 - cell.em);
  return next === undefined || next.x0 > cell.x0 + 2 * cell.em ? null : next;
}

/** The value at the start of the line after, where a sentence goes on there. */
function nextLine(document: Document, leaf: LeafPlan, cell: Cell): Omit<Placed, 'cost'>[] {
  const next = lineAfter(document, cell);
  return next === null ? [] : firstFrom(document, leaf, next, 0);
}

/** The value after the rest of a label that the line after brings. */
function afterTail(document: Document, leaf: LeafPlan, cell: Cell, tail: string): Omit<Placed, 'cost'>[] {
  const next = lineAfter(document, cell);
  const from = next === null ? null : tailEnd(next, tail);
  return next === null || from === null ? [] : firstFrom(document, leaf, next, from);
}

function firstFrom(document: Document, leaf: LeafPlan, cell: Cell, from: number): Omit<Placed, 'cost'>[] {
  return leading(document, leaf, cell, from, cell.text.length)
    .slice(0, 1)
    .map((value) => ({ cell, value }));
}

/** The values in the column under a heading: one for most kinds, all for amounts. */
function below(document: Document, matches: Matches, leaf: LeafPlan, heading: Cell): Placed[] {
  const headings = document.layout.beside(heading);
  const found: Placed[] = [];
  let bottom = heading.y1;
  for (const other of document.layout.below(heading, Number.POSITIVE_INFINITY)) {
    const em = Math.max(other.em, heading.em);
    if (other.y0 > bottom + COLUMN_GAP * em || found.length >= MOST_ROWS) break;
    if (!isUnder(other, heading, headings)) continue;
    if (isLabelled(matches, other)) break;
    const [value] = leading(document, leaf, other, 0, other.text.length);
    if (value === undefined) {
      if (restIsFiller(document, leaf, other, 0)) continue;
      break;
    }
    found.push({ cell: other, value, cost: 0 });
    bottom = Math.max(bottom, other.y1);
    if (!leaf.kind.numeric === true && found.length > 1) break;
  }
  // Several dates or numbers under one heading are a table's column, none of them the document's.
  if (!leaf.kind.numeric === true) return found.length === 1 ? found : [];
  const total = columnTotal(found);
  return found.map((placed, i) => ({
    ...placed,
    cost: total === null ? (found.length > 1 ? COST.notLast : 0) : i === total ? 0 : 2 * COST.notLast,
  }));
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
