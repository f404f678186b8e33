/** A reading as the rules see it: cells, the values of each kind in a cell (found once), and how this document writes numbers and dates. */
import type { Reading } from '../../reading.ts';
import { type FoundAmount, findAmounts } from '../../values/amount.ts';
import { type FoundCurrency, findCurrencies } from '../../values/currency.ts';
import { type FoundDate, findDates, findDateTimes, findTimes } from '../../values/date.ts';
import { findIbans } from '../../values/iban.ts';
import { findBics, findEmails, findPhones, findUrls, findVatIds } from '../../values/codes.ts';
import { type Cell, Layout } from './layout.ts';
import type { Kind } from './plan.ts';

/** A value of some kind in a cell. */
export interface Value {
  /** [start, end) in the cell's text. */
  readonly start: number;
  readonly end: number;
  /** Canonical form: decimal, ISO date, compact IBAN, ISO code, or the words as they stand. */
  readonly text: string;
  /** 0 for a plain case; what it takes from a candidate's score where its form leaves doubt. */
  readonly doubt: number;
  /** Other readings nothing in the document decides against. */
  readonly others: readonly string[];
}

/** An amount without decimals is more often a count, a year or a number. */
const WHOLE_AMOUNT = 0.12;
/** An IBAN whose check digits are wrong: only a label beside it makes it one. */
const WRONG_CHECK = 0.12;
/** A currency's code that is a word as well. */
const WORD = 0.3;

export class Document {
  readonly layout: Layout;
  readonly #values = new Map<string, (readonly Value[])[]>();
  readonly #dates: (readonly FoundDate[])[] = [];
  readonly #amounts: (readonly FoundAmount[])[] = [];
  readonly #currencies: (readonly FoundCurrency[])[] = [];
  #order: 'dmy' | 'mdy' | null | undefined;
  #separator: '.' | ',' | null | undefined;
  #us: boolean | undefined;
  #bookings: number | undefined;

  constructor(reading: Reading) {
    this.layout = new Layout(reading);
  }

  get cells(): readonly Cell[] {
    return this.layout.cells;
  }

  /** All values of a kind in a cell, by start. Kinds without a shape (text, reference, choices, names) have none. */
  values(cell: Cell, kind: Kind): readonly Value[] {
    const { index } = cell;
    let byCell = this.#values.get(kind);
    if (byCell === undefined) {
      byCell = [];
      this.#values.set(kind, byCell);
    }
    byCell[index] ??= this.#find(cell, kind);
    return byCell[index];
  }

  dates({ index, text }: Cell): readonly FoundDate[] {
    this.#dates[index] ??= /\d/.test(text) ? findDates(text) : [];
    return this.#dates[index];
  }

  currencies({ index, text }: Cell): readonly FoundCurrency[] {
    this.#currencies[index] ??= findCurrencies(text);
    return this.#currencies[index];
  }

  /** Numbers of the cell that are no part of a date, a time or an account number. */
  amounts(cell: Cell): readonly FoundAmount[] {
    const { index, text } = cell;
    this.#amounts[index] ??= /\d/.test(text) ? this.#findAmounts(cell) : [];
    return this.#amounts[index];
  }

  #findAmounts(cell: Cell): FoundAmount[] {
    const taken = [...this.dates(cell), ...findTimes(cell.text), ...findIbans(cell.text)];
    return outside(taken, withoutOverlaps(findAmounts(cell.text, this.currencies(cell))));
  }

  /** Index of the first cell of the bookings: rows that begin with a date and end with an amount, two of them at least; ∞ without. */
  get bookingsFrom(): number {
    if (this.#bookings === undefined) {
      const starts = this.cells.filter((cell) => this.dates(cell)[0]?.start === 0 && this.#endsWithAmount(cell));
      this.#bookings = starts.length < 2 ? Number.POSITIVE_INFINITY : (starts[0]?.index ?? 0);
    }
    return this.#bookings;
  }

  #endsWithAmount(cell: Cell): boolean {
    const last = this.layout.right(cell).at(-1);
    return last !== undefined && this.values(last, 'amount').some(({ text }) => text.includes('.'));
  }

  /**
   * Which comes first in "03/04/2025" here: what other dates of the document show; null where they show nothing or both.
   * A name of a month before the day ("Dec 31, 2025") counts only where no number decides.
   */
  get dateOrder(): 'dmy' | 'mdy' | null {
    if (this.#order === undefined) {
      const shown = new Set<string>();
      let nameFirst = false;
      for (const cell of this.cells)
        for (const date of this.dates(cell)) {
          if (date.order !== null) shown.add(date.order);
          nameFirst ||= /^\p{L}/u.test(cell.text.slice(date.start));
        }
      const [only] = shown;
      this.#order = shown.size === 1 && (only === 'dmy' || only === 'mdy') ? only : shown.size === 0 && nameFirst ? 'mdy' : null;
    }
    return this.#order;
  }

  /** The sign before decimals in this document, by its unambiguous amounts; null where there are none, or as many of each. */
  get decimalSeparator(): '.' | ',' | null {
    if (this.#separator === undefined) {
      let points = 0;
      for (const cell of this.cells)
        for (const { start, end, readings } of this.amounts(cell)) {
          const [, sign] = /([.,])\d+\D*$/.exec(cell.text.slice(start, end)) ?? [];
          const sure = new Set(readings.map((reading) => reading.replace('-', ''))).size === 1 && readings[0]?.includes('.');
          if (sure) points += sign === '.' ? 1 : -1;
        }
      this.#separator = points === 0 ? null : points > 0 ? '.' : ',';
    }
    return this.#separator;
  }

  /** An American town with its ZIP code: a hint for dates, never a proof. */
  get #american(): boolean {
    this.#us ??= this.cells.some(({ text }) => /[\p{L}.], [A-Z]{2} \d{5}(?:-\d{4})?$/u.test(text));
    return this.#us;
  }

  #find(cell: Cell, kind: Kind): readonly Value[] {
    const { text } = cell;
    switch (kind) {
      case 'amount':
        return this.amounts(cell)
          .filter(({ percent }) => !percent)
          .map((amount) => this.#readAmount(cell, amount));
      case 'rate':
        return this.amounts(cell).map((amount) => ({ ...this.#readAmount(cell, amount), doubt: amount.percent ? 0 : WHOLE_AMOUNT }));
      case 'count':
        return this.amounts(cell)
          .filter(({ percent, currency }) => !percent && currency === null)
          .map((amount) => ({ ...this.#readAmount(cell, amount), doubt: 0 }))
          .filter((value) => !value.text.includes('.') && Number.isSafeInteger(Number(value.text)));
      case 'date':
        return this.dates(cell).map((date) => this.#readDate(date));
      case 'datetime':
        return findDateTimes(text).map((date) => this.#readDate(date));
      case 'time':
        return findTimes(text).map(({ start, end, iso }) => ({ start, end, text: iso, doubt: 0, others: [] }));
      case 'iban':
        // What fails the check may be any number: that is the other reading of it.
        return findIbans(text).map(({ start, end, value, valid }) => {
          return { start, end, text: value, doubt: valid ? 0 : WRONG_CHECK, others: valid ? [] : [value] };
        });
      case 'currency':
        return this.currencies(cell).map(({ start, end, code, codes, kind: form }) => {
          return { start, end, text: code, doubt: form === 'word' ? WORD : 0, others: codes.slice(1) };
        });
      case 'bic':
        return findBics(text).map(plainValue);
      case 'vat_id':
        return findVatIds(text).map(plainValue);
      case 'email':
        return findEmails(text).map(plainValue);
      case 'phone':
        return findPhones(text).map(plainValue);
      case 'url':
        return findUrls(text).map(plainValue);
      default:
        return [];
    }
  }

  #readAmount(cell: Cell, { start, end, readings }: FoundAmount): Value {
    const [first = '', second] = readings;
    let text = first;
    // "1.234" is one and a bit where this document writes decimals after a point.
    if (second !== undefined && !first.includes('.') && second.includes('.') && this.decimalSeparator !== null)
      text = cell.text.slice(start, end).includes(this.decimalSeparator) ? second : first;
    return { start, end, text, doubt: text.includes('.') ? 0 : WHOLE_AMOUNT, others: [] };
  }

  #readDate({ start, end, iso, alternatives }: FoundDate): Value {
    const [other] = alternatives;
    if (other === undefined) return { start, end, text: iso, doubt: 0, others: [] };
    // Day first is the first reading of findDates.
    if (this.dateOrder === 'mdy') return { start, end, text: other, doubt: 0, others: [] };
    if (this.dateOrder === 'dmy') return { start, end, text: iso, doubt: 0, others: [] };
    return this.#american
      ? { start, end, text: other, doubt: 0, others: [iso] }
      : { start, end, text: iso, doubt: 0, others: alternatives };
  }
}

function plainValue({ start, end, value }: { start: number; end: number; value: string }): Value {
  return { start, end, text: value, doubt: 0, others: [] };
}

interface Spanned {
  readonly start: number;
  readonly end: number;
}

/** Those that overlap none of `taken`. Linear but for the sorting. */
function outside<T extends Spanned>(taken: readonly Spanned[], spans: T[]): T[] {
  if (taken.length === 0) return spans;
  const sorted = [...taken].sort((a, b) => a.start - b.start);
  let next = 0;
  return spans.filter(({ start, end }) => {
    while ((sorted[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    return (sorted[next]?.start ?? Number.POSITIVE_INFINITY) >= end;
  });
}

/** A cell has no gaps inside, so a blank between groups of three groups them: the joined reading stands, its parts go. */
function withoutOverlaps(amounts: readonly FoundAmount[]): FoundAmount[] {
  const kept: FoundAmount[] = [];
  for (const amount of amounts) if (amount.start >= (kept.at(-1)?.end ?? 0)) kept.push(amount);
  return kept;
}
