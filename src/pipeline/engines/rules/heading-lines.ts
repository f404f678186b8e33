/** Headings of several columns in one line, and their values in the line below: tables whose gaps were lost on the way to a text. */
import type { Value } from '../../kinds/kind.ts';
import { type Candidate, currencyAt, isLoud, saysBeforeTax, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { LabelMatch } from './labels.ts';
import type { Cell } from './layout.ts';
import { isLabelled, lineAfter, type Matches } from './places.ts';
import type { LeafPlan, Plan } from './plan.ts';
import { readValues } from './readers.ts';

/** Letters and digits of a line that its labels must make up, as a share: the rest heads columns that nobody asked for. */
const COVERED = 0.4;
/** Nothing is left of a line but marks. */
const ENDS = /^[^\p{L}\d]*$/u;
const WORDS = /[\p{L}\p{N}]/gu;
const lengthOf = (text: string): number => text.match(WORDS)?.length ?? 0;

interface Column {
  readonly leaf: LeafPlan;
  readonly match: LabelMatch;
}

/** The candidates that such lines hold, by place of the field in its plan. */
export function fromHeadingLines(document: Document, matches: Matches, plan: Plan): Map<number, Candidate[]> {
  const found = new Map<number, Candidate[]>();
  for (const cell of document.cells) {
    const last = lastOf(document, plan, matches, cell);
    if (last !== null) found.set(last.index, [...(found.get(last.index) ?? []), last.candidate]);
    const columns = columnsOf(plan, matches, cell);
    const values = columns.length === 0 ? null : lineAfter(document, cell);
    if (values === null) continue;
    for (const { column, candidates } of valuesUnder(document, matches, columns, values))
      found.set(column.leaf.index, [...(found.get(column.leaf.index) ?? []), ...candidates]);
  }
  return found;
}

/** The only label of a line of headings ends it: the last amount of the line below is its own, however many columns nobody asked for. */
function lastOf(
  document: Document,
  plan: Plan,
  matches: Matches,
  cell: Cell,
): { readonly index: number; readonly candidate: Candidate } | null {
  const [match, ...more] = matches[cell.index] ?? [];
  const leaf = match === undefined ? undefined : plan.leaves[match.label.field];
  if (match === undefined || leaf === undefined || more.some(({ end }) => end > match.end) || leaf.kind.name !== 'amount') return null;
  const rest = cell.text.slice(match.end);
  if (match.position === 'start' || match.label.phrase || !(ENDS.test(rest) || saysBeforeTax(cell, match.end)) || /\d/.test(cell.text))
    return null;
  const next = lineAfter(document, cell);
  if (next === null || isLabelled(matches, next)) return null;
  const line = document.layout.right(next).at(-1) ?? next;
  const value = readValues(document, leaf, line, 0).at(-1);
  if (value === undefined || !/^[^\p{L}\d]*(?:\p{Lu}{3})?[^\p{L}\d]*$/u.test(line.text.slice(value.end))) return null;
  return {
    index: leaf.index,
    candidate: candidate({ leaf, match }, line, value, featuresOfColumn(document, { leaf, match }, line, value)),
  };
}

function featuresOfColumn(document: Document, { leaf, match }: Column, cell: Cell, { start }: Value): Features {
  return featuresOf({
    counted_money: leaf.counts && currencyAt(document, cell, start) !== null,
    before_tax: leaf.kind.name === 'amount' && saysBeforeTax(match.cell, match.end),
  });
}

/** The fields that a line of headings names, from left to right, two at least; empty for any other line. */
function columnsOf(plan: Plan, matches: Matches, cell: Cell): Column[] {
  const all = matches[cell.index] ?? [];
  if (all.length < 2 || /\d{2}/.test(cell.text)) return [];
  const columns: Column[] = [];
  for (const match of all) {
    const leaf = plan.leaves[match.label.field];
    const last = columns.at(-1);
    if (leaf === undefined || match.label.phrase || leaf.party !== null) continue;
    // Within the label before stands one of another column only where that names both: "ISIN (WKN)".
    if (last !== undefined && match.start < last.match.end && match.end > last.match.end) continue;
    if (!columns.some((column) => column.leaf === leaf)) columns.push({ leaf, match });
  }
  if (columns.length < 2) return [];
  const covered = all.reduce((sum, { start, end }) => sum + lengthOf(cell.text.slice(start, end)), 0);
  return covered >= COVERED * lengthOf(cell.text) ? columns : [];
}

/** Values in the order of their headings: those before a text from the left, those behind it from the right, the text between them. */
function valuesUnder(
  document: Document,
  matches: Matches,
  columns: readonly Column[],
  line: Cell,
): { readonly column: Column; readonly candidates: Candidate[] }[] {
  const textAt = columns.findIndex(({ leaf }) => leaf.kind.name === 'text');
  const before = textAt < 0 ? columns : columns.slice(0, textAt);
  const behind = textAt < 0 ? [] : columns.slice(textAt + 1);
  const below = lineAfter(document, line);
  const next = below === null || isLabelled(matches, below) ? null : below;
  let [left, right] = [0, line.text.length];
  const found: { column: Column; candidates: Candidate[] }[] = [];
  const put = (column: Column, cell: Cell, value: Value) =>
    found.push({ column, candidates: [candidate(column, cell, value, featuresOfColumn(document, column, cell, value))] });
  for (const column of before) {
    const value = valuesIn(document, column.leaf, line, left, right)[0];
    if (value === undefined) continue;
    put(column, line, value);
    left = value.end;
  }
  let nextRight = next?.text.length ?? 0;
  for (const column of behind.toReversed()) {
    const value = valuesIn(document, column.leaf, line, left, right).at(-1);
    // One column may hold two values, one above the other.
    const lower = value !== undefined || next === null ? undefined : valuesIn(document, column.leaf, next, 0, nextRight).at(-1);
    if (value !== undefined) {
      put(column, line, value);
      right = value.start;
    } else if (lower !== undefined && next !== null) {
      put(column, next, lower);
      nextRight = lower.start;
    }
  }
  const text = columns[textAt];
  return text === undefined || found.length === 0
    ? found
    : [...found, { column: text, candidates: textsBetween(document, text, line, left, right, next, nextRight) }];
}

/** A code of the column behind the text, which nobody asked for. */
const CODE_BEHIND = /\s+(?=\S*\d)[\p{Lu}\d]{5,12}$/u;

/** The text of a line between two columns, alone and with the line it may go on in. */
function textsBetween(
  document: Document,
  column: Column,
  line: Cell,
  left: number,
  right: number,
  next: Cell | null,
  nextRight: number,
): Candidate[] {
  const [found] = readValues(document, column.leaf, line, left, right);
  if (found === undefined) return [];
  const stacked = right === line.text.length;
  const first = shortened(found, found.text.replace(/[\s([/]+$/, '').replace(stacked ? CODE_BEHIND : /$/, ''));
  const dated = document.sight(line).dates.some(({ start }) => start >= first.start && start < first.end);
  const single = candidate(column, line, first, featuresOf({ has_label: dated }));
  const more = next?.text.slice(0, nextRight).replace(/[\s([/]+$/, '') ?? '';
  if (next === null || more === '' || document.sight(next).amounts.some(({ currency }) => currency !== null)) return [single];
  const spots = [...single.spots, spotOf(next, { start: 0, end: more.length })];
  const features = { ...single.features, joined: 1, ...featuresOf({ same_case: isLoud(more) === isLoud(first.text) }) };
  return [single, { ...single, text: `${first.text} ${more.trim()}`, spots, features }];
}

const shortened = (value: Value, text: string): Value => ({ ...value, text, end: value.start + text.length });

/** The values of a field that stand in [from, to) of a line whole. */
function valuesIn(document: Document, leaf: LeafPlan, line: Cell, from: number, to: number): readonly Value[] {
  return readValues(document, leaf, line, from, to).filter(({ start, end }) => start >= from && end <= to);
}

function candidate({ match }: Column, cell: Cell, value: Value, features: Features): Candidate {
  return {
    text: value.text,
    features: { ...features, ...featuresOf({ heading_line: true, doubt: value.doubt }) },
    spots: [spotOf(cell, value)],
    label: spotOf(match.cell, match),
    others: value.others,
  };
}
