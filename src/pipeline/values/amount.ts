/** Amounts: numbers as people print them, in every usual grouping, with sign and currency, and where they stand in a text. */
import { alternation, CREDIT, DEBIT } from '../locales/vocabulary.ts';
import { type FoundCurrency, findCurrencies } from './currency.ts';
import { level } from './fold.ts';
import { matchesOf } from './matches.ts';

/** A number written in a text. */
export interface FoundAmount {
  /** [start, end) in UTF-16 units: the digits and what gives their sign (minus, parentheses, CR/DR, S/H), without the currency. */
  readonly start: number;
  readonly end: number;
  /** The likeliest reading as an exact decimal: optional `-`, digits, optional `.` and the decimals as written: "-1234.50". */
  readonly value: string;
  /** All readings, likeliest first: "1.234" is 1234 or 1.234; "12,00 S" (Soll) is −12.00 or, with another meaning of S, 12.00. */
  readonly readings: readonly string[];
  /** ISO 4217, when a currency stands directly before or after. */
  readonly currency: string | null;
  /** A `%` follows: a rate, not an amount. */
  readonly percent: boolean;
}

/**
 * A run of digits with separators inside. Blanks join groups of three only, or are torn into the number: before a separator, and
 * behind the one before decimals where thousands are grouped too. Each branch starts with another character or is bounded: linear.
 */
const RUN =
  /(?:\d|(?<![\p{L}\d.,])[.,]\d)(?:[.,']?\d|[ \u00a0]\d{3}(?!\d)|[ \u00a0][.,]\d{2,3}(?!\d)|(?<=[.']\d{3}),[ \u00a0]\d{2}(?![\d.,])|(?<=[,']\d{3})\.[ \u00a0]\d{2}(?![\d.,]))*/gu;
const HAS_BLANK = /[ \u00a0]/;
const TORN = /[ \u00a0](?=[.,])|(?<=[.,])[ \u00a0]/g;
/** "1. 234,50" is one number with a gap in it or two, "35, 99 €" too: nothing is said of them. */
const DOUBTFUL = /(?<![\d.,])\d{1,3}(?:([.,])[ \u00a0]\d{3}(?!\1)[.,]\d{2}|,[ \u00a0]\d{2}(?![\d.,]))(?!\d)/gu;

/** Of the blanks in a run those are left that group. */
const withoutTears = (run: string): string => (HAS_BLANK.test(run) ? run.replace(TORN, '') : run);

interface Parsed {
  readonly readings: readonly string[];
  /** Decimals stand in it, so that brackets and loose minus signs around it mean something. */
  readonly fraction: boolean;
}

/** Digits without leading zeros, and the fraction as it stands. */
function decimal(whole: string, fraction: string): string {
  const digits = (whole.startsWith('0') ? whole.replace(/^0+(?=\d)/, '') : whole) || '0';
  return fraction === '' ? digits : `${digits}.${fraction}`;
}

/** Groups after the first have three digits; in Indian grouping two, but for the last. */
function isGrouping(groups: readonly string[], separator: string): boolean {
  const [head = '', ...rest] = groups;
  if (!/^[1-9]\d{0,2}$/.test(head)) return false;
  if (rest.every((group) => group.length === 3)) return true;
  return separator === ',' && head.length <= 2 && rest.at(-1)?.length === 3 && rest.slice(0, -1).every((group) => group.length === 2);
}

/** The readings of digits with separators, blanks already allowed as grouping; null when it is no number (a date, a version). */
function parseDigits(token: string): Parsed | null {
  const separators = token.match(/\D/g) ?? [];
  const last = separators.at(-1);
  if (last === undefined) return { readings: [decimal(token, '')], fraction: false };
  const groups = token.split(last);
  const count = groups.length - 1;

  if (count === separators.length) {
    const [head = '', tail = ''] = groups;
    if (last === "'" || last === ' ' || last === '\u00a0' || count > 1)
      return isGrouping(groups, last) ? { readings: [decimal(groups.join(''), '')], fraction: false } : null;
    if (tail.length === 3 && isGrouping(groups, last))
      return { readings: [decimal(head + tail, ''), decimal(head, tail)], fraction: false };
    return { readings: [decimal(head, tail)], fraction: true };
  }
  // Two kinds: the last one parts the decimals and stands once, the other one groups.
  const grouping = separators[0] ?? '';
  if (count > 1 || (last !== '.' && last !== ',') || separators.some((unit) => unit !== last && unit !== grouping)) return null;
  const [whole = '', fraction = ''] = groups;
  const wholeGroups = whole.split(grouping);
  return isGrouping(wholeGroups, grouping) ? { readings: [decimal(wholeGroups.join(''), fraction)], fraction: true } : null;
}

const negate = (value: string) => (/^[0.]*$/.test(value) ? value : `-${value}`);

/** A text with its currencies by where they start and where they end, so that each amount looks at its own only. */
interface Line {
  readonly text: string;
  readonly byStart: ReadonlyMap<number, FoundCurrency>;
  readonly byEnd: ReadonlyMap<number, FoundCurrency>;
}

const NO_CURRENCIES: ReadonlyMap<number, FoundCurrency> = new Map();

function byPlace(currencies: readonly FoundCurrency[], edge: 'start' | 'end'): ReadonlyMap<number, FoundCurrency> {
  return currencies.length === 0 ? NO_CURRENCIES : new Map(currencies.map((currency) => [currency[edge], currency]));
}

const isBlank = (text: string, at: number): boolean => {
  const unit = text.charAt(at);
  return unit === ' ' || unit === '\u00a0';
};

/** The currency that ends at `at` (one blank allowed), or starts there. */
function currencyBefore({ text, byEnd }: Line, at: number): FoundCurrency | undefined {
  if (byEnd.size === 0) return undefined;
  return byEnd.get(at) ?? byEnd.get(isBlank(text, at - 1) ? at - 1 : at);
}
function currencyAfter({ text, byStart }: Line, at: number): FoundCurrency | undefined {
  if (byStart.size === 0) return undefined;
  return byStart.get(at) ?? byStart.get(isBlank(text, at) ? at + 1 : at);
}

/** The S of "S$" and "S/" is no mark. */
const MARK = new RegExp(String.raw`^[ \u00a0]?(${alternation([...DEBIT, ...CREDIT])})(?![\p{L}\d.$/])`, 'u');
const MARK_LENGTH = 1 + Math.max(...[...DEBIT, ...CREDIT].map(({ length }) => length)) + 1;
/** The mark at `at`, a blank before it allowed; undefined where none stands. */
const markAt = (text: string, at: number): string | undefined =>
  at === text.length ? undefined : MARK.exec(text.slice(at, at + MARK_LENGTH))?.[1];

const ALNUM = /[\p{L}\d]/u;

/** A sign before a number: where it starts, and whether a blank or its loose form leaves doubt. */
interface Sign {
  readonly start: number;
  readonly negative: boolean;
  readonly unsure: boolean;
}

/** The sign that ends at `edge`; null where a dash joins the number to something before it. */
function signBefore(line: Line, edge: number, fraction: boolean): Sign | null | undefined {
  const { text } = line;
  const blank = fraction && isBlank(text, edge - 1) ? 1 : 0;
  const start = edge - blank - 1;
  const sign = text.charAt(start);
  if (sign !== '-' && sign !== '+') return undefined;
  const loose = blank === 1;
  const ahead = text.charAt(start - 1);
  if (ALNUM.test(ahead) && currencyBefore(line, start)?.end !== start) return loose ? undefined : null;
  if (ahead === '-') return undefined;
  // "1,00 - 7,67" parts two amounts.
  if (loose && /\d[ \u00a0]$/.test(text.slice(Math.max(0, start - 2), start))) return undefined;
  return { start, negative: sign === '-', unsure: loose && sign === '-' };
}

/** True where the characters after a number make it a part of something longer. */
function goesOn(line: Line, to: number): boolean {
  if (to === line.text.length) return false;
  const next = line.text.charAt(to);
  const second = line.text.charAt(to + 1);
  if (ALNUM.test(next)) return currencyAfter(line, to) === undefined && markAt(line.text, to) === undefined;
  if (/[/:_-]/.test(next)) return ALNUM.test(second) && currencyAfter(line, to + 1) === undefined;
  return /[.,']/.test(next) && ALNUM.test(second);
}

/** A minus behind a blank, where nothing follows. */
const LOOSE_MINUS = /^[ \u00a0]-(?=[ \u00a0]*(?:$|\t| {2}))/;

/** [start, end) of brackets around an amount and its currency, blanks inside allowed; null without. */
function bracketAround(text: string, start: number, end: number): [number, number] | null {
  const opening = isBlank(text, start - 1) ? start - 2 : start - 1;
  const closing = isBlank(text, end) ? end + 1 : end;
  return text.charAt(opening) === '(' && text.charAt(closing) === ')' ? [opening, closing + 1] : null;
}

/** Nothing right before a number makes it a part of something longer. */
function standsAlone({ text }: Line, start: number, before: FoundCurrency | undefined): boolean {
  const last = text.charAt(start - 1);
  if (before?.end !== start && (last === '_' || ALNUM.test(last))) return false;
  return !/[/:.,'#@]/.test(last) || !/\d/.test(text.charAt(start - 2));
}

/** The amount at [start, end) with its surroundings, or null where these say that it is part of something else. */
function amountAt(line: Line, start: number, end: number): FoundAmount | null {
  const { text } = line;
  const parsed = parseDigits(withoutTears(text.slice(start, end)));
  if (parsed === null) return null;
  const before = currencyBefore(line, start);
  if (start > 0 && !standsAlone(line, start, before)) return null;
  const sign = signBefore(line, before?.start ?? start, parsed.fraction);
  if (sign === null) return null;

  const dashes = parsed.fraction || end === text.length ? null : /^[.,]--?(?![\d\p{L}])/u.exec(text.slice(end, end + 4));
  let to = end + (dashes?.[0].length ?? 0);
  if (goesOn(line, to)) return null;
  let from = sign?.start ?? start;
  let negative = sign?.negative ?? false;
  let unsure = sign?.unsure ?? false;
  const percent = to < text.length && /^[ \u00a0]?%/.test(text.slice(to, to + 2));
  const currency = before ?? (sign === undefined ? undefined : currencyBefore(line, sign.start)) ?? currencyAfter(line, to);
  const outer = before?.start ?? start;
  // Signs stand behind the number, or behind the currency behind it.
  const behind = currencyAfter(line, to)?.end ?? to;
  const ownMark = percent ? undefined : markAt(text, to);
  const mark = percent ? undefined : (ownMark ?? (behind === to ? undefined : markAt(text, behind)));
  const bracket = sign === undefined && parsed.fraction ? bracketAround(text, outer, behind) : null;
  if (sign === undefined && text.charAt(to) === '-') {
    negative = true;
    to += 1;
  } else if (sign === undefined && behind > to && /^-(?![-\p{L}\d])/u.test(text.slice(behind, behind + 2))) {
    negative = true;
    to = behind + 1;
  } else if (sign === undefined && parsed.fraction && behind < text.length && LOOSE_MINUS.test(text.slice(behind, behind + 6))) {
    negative = true;
    to = behind + 2;
  } else if (mark !== undefined && (parsed.fraction || mark.length > 1)) {
    to = text.indexOf(mark, ownMark === undefined ? behind : to) + mark.length;
    negative ||= DEBIT.includes(mark);
    // One letter may mean something else.
    unsure ||= mark.length === 1 && negative;
  } else if (bracket !== null) {
    [from, to, negative, unsure] = [bracket[0], bracket[1], true, true];
  }
  const readings = negative ? [...parsed.readings.map(negate), ...(unsure ? parsed.readings : [])] : parsed.readings;
  return { start: from, end: to, value: readings[0] ?? '', readings, currency: currency?.code ?? null, percent };
}

function doubtfulIn(line: Line): { readonly start: number; readonly end: number }[] {
  if (!/\d[.,][ \u00a0]\d/.test(line.text)) return [];
  return matchesOf(line.text, DOUBTFUL)
    .filter(({ 0: written, 1: grouping, index }) => grouping !== undefined || currencyAfter(line, index + written.length) !== undefined)
    .map(({ 0: written, index }) => ({ start: index, end: index + written.length }));
}

/**
 * All numbers in a text that stand alone (not parts of dates, times, account or reference numbers), in order of their start.
 * They overlap in one case only: an ordinary blank may group digits or part two numbers, so "3 234,56" gives 3234.56 first,
 * then 3 and 234.56. A tab always parts; no-break and thin blanks always group. Linear in the length of the text.
 * @param currencies those of the text, where they are known already.
 */
export function findAmounts(text: string, currencies: readonly FoundCurrency[] = findCurrencies(text)): FoundAmount[] {
  const flat = level(text);
  const line: Line = { text: flat, byStart: byPlace(currencies, 'start'), byEnd: byPlace(currencies, 'end') };
  const found: FoundAmount[] = [];
  const doubtful = doubtfulIn(line);
  for (const match of matchesOf(flat, RUN)) {
    const [run] = match;
    const start = match.index;
    if (doubtful.some((stretch) => stretch.start < start + run.length && stretch.end > start)) continue;
    const whole = amountAt(line, start, start + run.length);
    if (whole !== null) found.push(whole);
    if (!run.includes(' ') || run.search(TORN) >= 0) continue;
    const pieces = run.split(' ');
    let at = start;
    for (const piece of pieces) {
      const part = amountAt(line, at, at + piece.length);
      if (part !== null) found.push(part);
      at += piece.length + 1;
    }
  }
  return found;
}

/** The readings of a text that is one amount and nothing else but its currency; empty when it is not. */
export function parseAmount(text: string): readonly string[] {
  const flat = level(text).trim();
  for (const amount of findAmounts(flat)) {
    const rest = `${flat.slice(0, amount.start)} ${flat.slice(amount.end)}`;
    const unexplained = findCurrencies(rest).reduceRight((left, found) => left.slice(0, found.start) + left.slice(found.end), rest);
    if (/^[\s\u00a0+-]*$/.test(unexplained)) return amount.readings;
  }
  return [];
}

/** One spelling for equal decimals: no leading or trailing zeros, no "-0". "1234.50" → "1234.5". Takes {@link FoundAmount.value}s. */
export function canonicalDecimal(value: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(value) ?? [];
  const digits = whole.replace(/^0+/, '') || '0';
  const decimals = fraction.replace(/0+$/, '');
  const magnitude = decimals === '' ? digits : `${digits}.${decimals}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
}
