/** What the words of its row say of an amount: a total, a tax, what was handed over, what came back. */
import { foldedWords } from '../../locales/vocabulary.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { Cell } from './layout.ts';

/** An amount with decimals, what its row says of it, and where it stands. */
export interface RowAmount {
  readonly cell: Cell;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly cents: number;
  readonly features: Features;
  /** Bits of {@link IS}. */
  readonly is: number;
}

/** What the words of a row may say, a bit each. */
const IS = {
  total: 1,
  subtotal: 2,
  rounding: 4,
  change: 8,
  tendered: 16,
  count: 32,
  discount: 64,
  tax: 128,
  remark: 256,
  without: 512,
} as const;

/** Folded word → bits of what it may say. */
const MEANINGS = new Map<string, number>();
for (const name of ['total', 'subtotal', 'rounding', 'change', 'tendered', 'count', 'discount', 'tax', 'remark', 'without'] as const)
  for (const word of foldedWords(name)) if (word.length > 1) MEANINGS.set(word, meaning(word) | IS[name]);

function meaning(word: string | undefined): number {
  return word === undefined ? 0 : (MEANINGS.get(word) ?? 0);
}

const CENTS = 100;
/** Rows of a table of taxes: more rates stand on no receipt. */
const MOST_TAX_ROWS = 8;

/** The amounts of a document that have decimals, by reading order, each with what its row says. */
export function rowAmountsOf(document: Document): readonly RowAmount[] {
  const found: RowAmount[] = [];
  const seen = new Set<number>();
  let taxRows = 0;
  for (const cell of document.cells) {
    if (seen.has(cell.index)) continue;
    const row = document.layout.row(cell);
    for (const { index } of row) seen.add(index);
    const read = readRow(document, row);
    // A heading of taxes, and the rows below it, each a rate and its amounts.
    if (read.length === 0) taxRows = row.length > 1 && (meaningsOf(row) & IS.tax) !== 0 ? MOST_TAX_ROWS : taxRows - 1;
    const inTable = taxRows > 0 && read.length > 1;
    if (read.length > 0) taxRows = inTable ? taxRows - 1 : 0;
    found.push(...read.map((amount) => (inTable ? { ...amount, features: { ...amount.features, tax_table: 1 } } : amount)));
  }
  return withPayment(found);
}

/** The amounts of one row; the words since the one before are an amount's own, else those of the row's beginning. */
function readRow(document: Document, row: readonly Cell[]): RowAmount[] {
  const found: RowAmount[] = [];
  if (!row.some((cell) => document.amounts(cell).some(({ text }) => text.includes('.')))) return found;
  let own = 0;
  let since = 0;
  for (const cell of row) {
    const { words, starts } = cell.folded;
    let at = 0;
    for (const { start, end, text } of document.amounts(cell)) {
      for (; (starts[at] ?? Number.POSITIVE_INFINITY) < start; at++) since |= meaning(words[at]);
      if (!text.includes('.')) continue;
      if (since !== 0) own = since;
      since = 0;
      found.push({ cell, start, end, text, cents: Math.round(Number(text) * CENTS), features: meant(own), is: own });
      while ((starts[at] ?? Number.POSITIVE_INFINITY) < end) at++;
    }
    for (; at < words.length; at++) since |= meaning(words[at]);
  }
  const last = found.length - 1;
  return found.map((amount, i) => (i < last ? { ...amount, features: { ...amount.features, before_last: 1 } } : amount));
}

function meaningsOf(row: readonly Cell[]): number {
  let all = 0;
  for (const { folded } of row) for (const word of folded.words) all |= meaning(word);
  return all;
}

/** By bits; a document has few combinations of them. */
const meanings = new Map<number, Features>();

function meant(is: number): Features {
  let features = meanings.get(is);
  if (features === undefined) {
    features = featuresMeant((bit) => (is & bit) !== 0);
    meanings.set(is, features);
  }
  return features;
}

function featuresMeant(says: (bit: number) => boolean): Features {
  const taxed = says(IS.tax);
  return featuresOf({
    row_total: says(IS.total),
    row_subtotal: says(IS.subtotal),
    row_rounding: says(IS.rounding) && !says(IS.total),
    rounded_total: says(IS.rounding) && says(IS.total),
    row_change: says(IS.change),
    row_tendered: says(IS.tendered),
    row_count: says(IS.count),
    row_discount: says(IS.discount),
    row_without_tax: taxed && says(IS.without),
    row_with_tax: taxed && says(IS.remark) && !says(IS.without),
    row_tax: taxed && !says(IS.remark),
  });
}

/** With what the amounts are to each other. */
function withPayment(amounts: readonly RowAmount[]): RowAmount[] {
  const isChange = ({ is }: RowAmount) => (is & IS.change) !== 0;
  const isHanded = ({ is }: RowAmount) => (is & (IS.tendered | IS.total | IS.change)) === IS.tendered;
  const outside = (one: RowAmount) => isChange(one) || isHanded(one);
  const handed = amounts.filter(isHanded).map(({ cents }) => cents);
  const change = amounts.filter(isChange).map(({ cents }) => cents);
  const paid = new Set(handed.flatMap((cents) => (change.length === 0 ? [cents] : change.map((back) => cents - back))));
  const rounded = amounts.some(isRounding);
  const largest = amounts.filter((one) => !outside(one)).reduce((most, { cents }) => Math.max(most, cents), 0);
  const isTotal = ({ features, is }: RowAmount) => (is & (IS.total | IS.change)) === IS.total && features.tax_table !== 1;
  const lastTotal = amounts.findLastIndex(isTotal);
  return amounts.map((amount, i) => {
    const next = amounts[i + 1];
    const related = {
      as_paid: paid.has(amount.cents),
      largest: amount.cents === largest,
      last_total: i === lastTotal,
      before_payment: next !== undefined && isHanded(next),
      before_rounding: next !== undefined && isRounding(next) && next.cents !== 0,
      rounds: rounded && isRounded(amounts.slice(Math.max(0, i - MOST_SUMMED), i), amount.cents),
      sums_up: sumsUp(amounts, i),
    };
    return { ...amount, features: { ...amount.features, ...featuresOf(related) } };
  });
}

const isRounding = ({ is }: RowAmount): boolean => (is & IS.rounding) !== 0;
/** One of the amounts before, with a rounding after it added or taken off, is the total. */
function isRounded(before: readonly RowAmount[], total: number): boolean {
  return before.some((rounding, i) => {
    const by = Math.abs(rounding.cents);
    return isRounding(rounding) && by > 0 && by < CENTS && before.slice(0, i).some(({ cents }) => Math.abs(cents - total) === by);
  });
}

/** Amounts in a column that a total may sum up. */
const MOST_SUMMED = 12;

/** True for an amount that those just above it add up to, the last one perhaps taken off; a single one that it repeats is no sum. */
function sumsUp(amounts: readonly RowAmount[], at: number): boolean {
  const total = amounts[at]?.cents ?? 0;
  let sum = 0;
  let parts = 0;
  for (let i = at - 1; i >= Math.max(0, at - MOST_SUMMED); i--) {
    const { cents = 0, features } = amounts[i] ?? {};
    // Of a row the last amount is what it comes to.
    if (features?.before_last === 1) continue;
    sum += cents;
    if (cents !== 0) parts += 1;
    if (parts > 1 && sum === total) return true;
    const last = amounts[at - 1]?.cents ?? 0;
    if (parts > 1 && last > 0 && sum - 2 * last === total) return true;
  }
  return false;
}
