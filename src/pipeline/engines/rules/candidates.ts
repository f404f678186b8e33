/** From a label to the values it may name: after it in its cell, right of it in its row, below it in its column. */
import type { Value } from '../../kinds/kind.ts';
import { DEBIT, foldedWords, oneOf } from '../../locales/vocabulary.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { LabelMatch } from './labels.ts';
import type { Cell } from './layout.ts';
import {
  afterTail,
  below,
  goesOnIn,
  isPreposition,
  leading,
  type Matches,
  MOST_ROWS,
  nextLabel,
  nextLine,
  type Placed,
  RANGE,
  restIsFiller,
  rightOf,
  tickedBeside,
} from './places.ts';
import type { LeafPlan } from './plan.ts';
import { readValues } from './readers.ts';
import { together } from './together.ts';

/** A place in a segment's text, UTF-16 units. */
export interface Spot {
  readonly cell: Cell;
  readonly start: number;
  readonly end: number;
}

export interface Candidate {
  /** The value's canonical form. */
  readonly text: string;
  /** All that speaks for and against it. */
  readonly features: Features;
  readonly spots: readonly Spot[];
  readonly label: Spot | null;
  /** Readings nothing in the document rules out. */
  readonly others: readonly string[];
}

/** The spot of a span in a cell. */
export function spotOf(cell: Cell, { start, end }: { readonly start: number; readonly end: number }): Spot {
  return { cell, start: cell.start + start, end: cell.start + end };
}

/** The candidates for a leaf that one match of its labels leads to. */
export function candidatesAt(document: Document, matches: Matches, leaf: LeafPlan, match: LabelMatch): Candidate[] {
  const base = featuresOfLabel(leaf, match);
  if (base === null) return [];
  const label = spotOf(match.cell, match);
  const make = (cell: Cell, value: Value, place: Features): Candidate => ({
    text: signed(document, leaf, match.label.text, cell, value),
    features: { ...base, ...place, ...featuresOfValue(document, leaf, cell, value), ...featuresOfWords(matches, leaf, match, cell, value) },
    spots: [spotOf(cell, value)],
    label,
    others: value.others,
  });
  const { cell, end } = match;
  if (WITH_TAX.has(leaf.field.role) && WITHOUT_TAX.test(cell.text.slice(end, end + 40))) return [];
  if (match.pending !== null)
    return afterTail(document, leaf, cell, match.pending).map(({ cell: at, value }) => make(at, value, { next_line: 1 }));
  const limit = nextLabel(matches, match);
  if (leaf.kind.ticked === true) {
    const options = tickedBeside(document, matches, leaf, cell, end, limit);
    if (options !== null) return options.map(({ cell: at, value }) => make(at, value, {}));
  }
  const here = leading(document, leaf, cell, end, limit);
  const sure = here.some(({ others }) => others.length === 0);
  const joined = sure || leaf.kind.together === undefined ? null : together(document, matches, leaf, cell, end);
  if (joined !== null)
    return joined.map(({ text, parts }) => ({
      text,
      features: base,
      spots: parts.map((part) => spotOf(part.cell, part)),
      label,
      others: [],
    }));
  const several = leaf.kind.numeric === true;
  const open = limit === cell.text.length && restIsFiller(document, leaf, cell, here.at(-1)?.end ?? end);
  if (leaf.kind.numbered === true && match.label.phrase && here.some((value) => !isNumbered(match, value))) return [];
  if (here.length > 0 && !several && leaf.kind.ranged !== true)
    return here.slice(0, 1).flatMap((value) => withNext(document, matches, leaf, make(cell, value, {}), cell));
  if (match.position === 'middle' && !match.label.phrase && here.length === 0 && !(leaf.kind.selfEvident === true && open)) return [];

  const row: Placed[] = here.map((value) => ({ cell, value, features: {} }));
  if (open && !match.label.phrase)
    row.push(...rightOf(document, matches, leaf, cell).map((placed) => ({ ...placed, features: { right: 1 } })));
  if (row.length > 0)
    return pick(leaf, match, matches, row).flatMap(({ cell: at, value, features }) =>
      withNext(document, matches, leaf, make(at, value, features), at),
    );
  const heads = !open && isHeading(document, match, here.length > 0);
  if (!open && !heads) return [];
  if (match.label.phrase || match.position === 'middle') {
    return nextLine(document, leaf, cell).map(({ cell: at, value }) => make(at, value, { next_line: 1 }));
  }
  return below(document, matches, leaf, cell).flatMap(({ cell: at, value, features, lines = [] }) =>
    withLines(make(at, value, { ...features, below: 1, ...featuresOf({ longer_heading: heads }) }), at, lines),
  );
}

/** A text of a field's own, alone and with the line that it may go on in. */
function withNext(document: Document, matches: Matches, { kind, field }: LeafPlan, first: Candidate, cell: Cell): Candidate[] {
  if (kind.name !== 'text' || field.role !== null || field.multiline) return [first];
  const next = goesOnIn(document, matches, cell);
  return withLines(first, cell, next === null ? [] : [next]).map((candidate, i) =>
    i === 0 ? candidate : { ...candidate, features: { ...candidate.features, wraps: 1 } },
  );
}

/** The text alone, and with each line more. */
function withLines(first: Candidate, cell: Cell, lines: readonly Cell[]): Candidate[] {
  return Array.from({ length: lines.length + 1 }, (_, count): Candidate => {
    if (count === 0) return first;
    const more = lines.slice(0, count);
    return {
      ...first,
      text: [first.text, ...more.map(({ text }) => text.trim())].join(' '),
      features: {
        ...first.features,
        joined: 1,
        ...featuresOf({ same_case: more.every(({ text }) => isLoud(text) === isLoud(cell.text)) }),
      },
      spots: [...first.spots, ...more.map((line) => spotOf(line, { start: 0, end: line.text.trimEnd().length }))],
    };
  });
}

/** True for a text in capitals. */
export const isLoud = (text: string): boolean => text === text.toUpperCase();

/** True for a label that begins a longer heading, in a row of headings: "Trade date Time | Value date | Price". */
function isHeading(document: Document, { cell, position, label }: LabelMatch, answered: boolean): boolean {
  if (answered || position !== 'start' || label.phrase) return false;
  const row = document.layout.row(cell);
  return row.length > 1 && row.every(({ text }) => !/\d|[:：]\s*$/.test(text));
}

/** Words for a number of things, as units beside it. */
const NUMBERS = foldedWords('number');
const UNITS: ReadonlySet<string> = new Set([...foldedWords('quantity')].filter((word) => !NUMBERS.has(word)));
/** A currency between two numbers is as likely that of the second: "St. 15 EUR 66.50". */
const BETWEEN = /^\s?(?:\p{Lu}{3}|\p{Sc})\s?\d/u;
const LONGEST_PER = 12;
/** "per share", "a share", "/ share": the number beside it is a price. */
const PER = new RegExp(String.raw`(?:/|(?<!\p{L})(?:${oneOf('per')}))\s*$`, 'iu');

/** "Price per share" is no label of a field that counts shares. */
export const isPriceLabel = ({ cell, start }: LabelMatch): boolean => isPer(cell, start);
const isPer = ({ text }: Cell, start: number): boolean => PER.test(text.slice(Math.max(0, start - LONGEST_PER), start));

/** For a field that counts things: the numbers beside which a unit stands, "15 shares", "St. 20". */
export function countedIn(document: Document, leaf: LeafPlan): Candidate[] {
  if (!leaf.counts) return [];
  return document.cells.flatMap((cell) => {
    const { words, starts, ends } = cell.folded;
    const before = unitBefore(document, cell);
    if (!before && !words.some((word) => UNITS.has(word))) return [];
    return readValues(document, leaf, cell, 0).flatMap((value): Candidate[] => {
      const inCell = words.some((word, i) => {
        const [start, end] = [starts[i] ?? 0, ends[i] ?? 0];
        const gap = Math.min(Math.abs(start - value.end), Math.abs(value.start - end));
        return UNITS.has(word) && gap <= 2 && !isPer(cell, start);
      });
      const beside = inCell || (before && value.start === 0);
      const features = featuresOf({ unit: true, decimals: value.text.includes('.'), dated_row: isDated(document, cell) });
      if (!beside || (isMoney(document, cell, value.start) && !BETWEEN.test(cell.text.slice(value.end)))) return [];
      return [{ text: value.text, features, spots: [spotOf(cell, value)], label: null, others: value.others }];
    });
  });
}

/** A date stands in its row: one of several bookings. */
const isDated = (document: Document, cell: Cell): boolean =>
  document.layout.row(cell).some((other) => document.sight(other).dates.length > 0);

/** A unit alone stands left of the cell: "St.     20". */
function unitBefore(document: Document, cell: Cell): boolean {
  if (!/^\d/.test(cell.text)) return false;
  const left = document.layout.beside(cell).findLast(({ x1 }) => x1 <= cell.x0);
  if (left === undefined) return false;
  const { words } = left.folded;
  return UNITS.has(left.spaced ? words.join('') : words.length === 1 ? (words[0] ?? '') : '');
}

/** An amount with the sign of the mark that stands right of it in a column of its own: "100,00     S". */
export function signed(document: Document, { kind, field, directed }: LeafPlan, label: string, cell: Cell, { text, end }: Value): string {
  // A label of a field's own that says which way the money went: a minus says it once more.
  if (field.role === null && text.startsWith('-') && (directed || CHARGED.test(label))) return text.slice(1);
  if (kind.name !== 'amount' || !/^[1-9]|^0.*[1-9]/.test(text) || end < cell.text.trimEnd().length) return text;
  return DEBIT.includes(document.layout.right(cell)[0]?.text.trim() ?? '') ? `-${text}` : text;
}

const CHARGED = new RegExp(String.raw`(?<!\p{L})(?:${oneOf('charged')})(?!\p{L})`, 'iu');

/** "(excl. VAT)" behind the label of a total makes it another one. */
const WITHOUT_TAX = new RegExp(String.raw`^[\s([]*(?:${oneOf('without')})(?!\p{L})[\s.]*(?:${oneOf('tax')})(?!\p{L})`, 'iu');
/** The same where letters stand apart. */
const SPACED_WITHOUT_TAX = new RegExp(`^(?:${oneOf('without')})(?:${oneOf('tax')})`, 'iu');
/** True for a label that goes on in "before tax". */
export function saysBeforeTax({ text, spaced }: Cell, end: number): boolean {
  const rest = text.slice(end, end + 40);
  return spaced ? SPACED_WITHOUT_TAX.test(rest.replace(/\s+/g, '')) : WITHOUT_TAX.test(rest);
}

const WITH_TAX: ReadonlySet<string | null> = new Set(['total_gross', 'receipt_total']);

const NUMBERED = new RegExp(String.raw`[#№]|(?<!\p{L})(?:${oneOf('number')})(?!\p{L})`, 'iu');
/** After "Rechnung" alone, without "Nr." or "#", only what looks like a number of a series is one: not "Invoice 30 days". */
function isNumbered({ label, start, end, cell }: LabelMatch, { text }: Value): boolean {
  if (NUMBERED.test(`${label.text} ${cell.text.slice(start, end)}`)) return true;
  return text.length >= 4 && !/^(?:19|20)\d\d$/.test(text) && !/^\p{L}{4,}[-/]?\d{0,2}$/u.test(text);
}

/**
 * The last amount of a row with a label of the leaf in whatever place: no answer by itself, but it may be the one that a sum
 * still lacks.
 */
export function mentionedAt(document: Document, leaf: LeafPlan, match: LabelMatch): Candidate[] {
  if (leaf.kind.name !== 'amount' || match.label.phrase || match.pending !== null) return [];
  for (const cell of [match.cell, ...document.layout.right(match.cell)].slice(0, MOST_ROWS).reverse()) {
    const value = readValues(document, leaf, cell, cell === match.cell ? match.end : 0).findLast(({ text }) => text.includes('.'));
    if (value === undefined) continue;
    return [{ text: value.text, features: { mentioned: 1 }, spots: [spotOf(cell, value)], label: spotOf(match.cell, match), others: [] }];
  }
  return [];
}

/** Rank from which a label is the last of a long list. */
export const LAST_RANK = 40;
/** Pages from which it makes no difference any more. */
export const LAST_PAGE = 4;

/** What a label's own form and place say; null where it is no label of this leaf at all. */
function featuresOfLabel(leaf: LeafPlan, match: LabelMatch): Features | null {
  const { label, position, loose, cell, start, end } = match;
  // "USt. %" heads a column of rates.
  if (leaf.kind.name === 'amount' && /^[\s.:(-]*%/.test(cell.text.slice(end))) return null;
  if (position === 'compound' && leaf.kind.selfEvident !== true) return null;
  const sentence = position === 'middle' && !label.phrase;
  if (sentence) {
    // Short words stand in any sentence; long and double ones name what they say.
    if (leaf.kind.selfEvident !== true && end - start < 8) return null;
    if (leaf.kind.name === 'text' && !/^\s*[:：=]/.test(cell.text.slice(end))) return null;
    if (!/[\p{L}\d]\s/u.test(cell.text.slice(0, start))) return null;
  }
  return featuresOf({
    label: true,
    rank: Math.min(1, label.rank / LAST_RANK),
    other_label: label.other === true,
    phrase: label.phrase,
    loose,
    compound: position === 'compound',
    before_tax: leaf.kind.name === 'amount' && saysBeforeTax(cell, end),
    broken: position === 'break' && !label.phrase,
    sentence,
  });
}

/** Words and a colon between others name what follows: "Silver Fund Dividend : 4.20". */
const NAMES = /\p{L}\s?:\s/u;

/** What words behind a label say: those that hold another field's label are no value, those that no sign parts from it may go on in a sentence. */
function featuresOfWords(matches: Matches, { kind, index }: LeafPlan, match: LabelMatch, cell: Cell, { start, end }: Value): Features {
  if (kind.name !== 'text') return {};
  const isIn = (other: LabelMatch) =>
    other.label.field !== index && !other.label.phrase && other.start < end && other.end > start && !isPreposition(other);
  return featuresOf({
    has_label: (matches[cell.index] ?? []).some(isIn) || NAMES.test(cell.text.slice(start, end)),
    small: /^\p{Ll}{2}/u.test(cell.text.slice(start, end)),
    unparted: cell === match.cell && /^\s*$/.test(cell.text.slice(match.end, start)),
  });
}

/** What the value's own form and place say. */
function featuresOfValue(document: Document, leaf: LeafPlan, cell: Cell, { doubt, start }: Value): Features {
  return featuresOf({
    doubt,
    counted_money: leaf.counts && isMoney(document, cell, start),
    page: Math.min(1, (cell.page - 1) / LAST_PAGE),
    depth: leaf.field.place === null ? 0 : document.layout.depth(cell),
  });
}

const isMoney = (document: Document, cell: Cell, start: number): boolean => currencyAt(document, cell, start) !== null;

/** The currency beside an amount, in its cell or alone in the one before; null without one. */
export function currencyAt(document: Document, cell: Cell, start: number): string | null {
  const own = document.sight(cell).amounts.find((amount) => amount.start === start)?.currency ?? null;
  if (own !== null || start > 0) return own;
  const left = document.layout.beside(cell).findLast(({ x1 }) => x1 <= cell.x0);
  const [currency] = left === undefined ? [] : document.sight(left).currencies;
  return currency?.start === 0 && currency.end === left?.text.trimEnd().length ? currency.code : null;
}

/** Of the values in a label's row: all amounts, the last one first in rank; of a range of dates the end asked for; else the first. */
function pick(leaf: LeafPlan, match: LabelMatch, matches: Matches, row: readonly Placed[]): Placed[] {
  if (leaf.kind.numeric === true)
    return row.map((placed, i) => ({
      ...placed,
      features: { ...placed.features, ...featuresOf({ not_last: i < row.length - 1, counted_later: leaf.counts && i > 0 }) },
    }));
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
