/** A reading as the rules see it: cells, the values of each kind in a cell (found once), and how this document writes numbers and dates. */
import type { Habits, Kind, Sight, Stretch, Value } from '../../kinds/kind.ts';
import { kindNamed } from '../../kinds/kinds.ts';
import { isRecognised, type Reading, WEAK } from '../../reading/reading.ts';
import { type FoundAmount, findAmounts } from '../../values/amount.ts';
import { type FoundCurrency, findCurrencies } from '../../values/currency.ts';
import { type FoundDate, findDates, findTimes } from '../../values/date.ts';
import { type FoldedWords, fold, foldWords } from '../../values/fold.ts';
import { type FoundIban, findIbans } from '../../values/iban.ts';
import { type Cell, Layout } from './layout.ts';
import { closedUp } from './letter-spaced.ts';
import { type RowAmount, rowAmountsOf } from './rows.ts';

const AMOUNT = kindNamed('amount');
const NO_VALUES: readonly never[] = [];
/** The head of the first page: its upper part, as a share of its height. */
const HEAD = 0.45;
/** Of dates that the document's numbers do not settle. */
const AMERICAN = /[\p{L}.],? [A-Z]{2},? \d{5}(?:-\d{4})?(?:,? U\.?S\.?A\.?)?$|\p{L},? N\.A\.$/u;

/** Currencies of countries where a date in figures may begin with the month or the year. */
const NOT_DAY_FIRST: ReadonlySet<string> = new Set(['USD', 'CAD', 'PHP', 'JPY', 'CNY', 'KRW', 'TWD']);

export class Document implements Habits {
  readonly layout: Layout;
  readonly #sights: CellSight[] = [];
  /** By kind, then by the cell's index. */
  readonly #values = new Map<Kind, (readonly Value[] | undefined)[]>();
  #head: readonly Cell[] | undefined;
  #order: 'dmy' | 'mdy' | null | undefined;
  #separator: '.' | ',' | null | undefined;
  #us: boolean | undefined;
  #dayFirst: boolean | undefined;
  #bookings: readonly Cell[] | undefined;
  #rowAmounts: readonly RowAmount[] | undefined;
  #rowAmountsOf: ReadonlyMap<Cell, readonly RowAmount[]> | undefined;
  #folded: readonly string[] | undefined;

  constructor(reading: Reading) {
    this.layout = new Layout(reading);
  }

  get cells(): readonly Cell[] {
    return this.layout.cells;
  }

  /** The cells of the upper part of the first page. */
  get head(): readonly Cell[] {
    const first = this.cells[0]?.page;
    this.#head ??= this.cells.filter((cell) => cell.page === first && this.layout.depth(cell) <= HEAD);
    return this.#head;
  }

  /** A cell with what stands in it. */
  sight(cell: Cell): CellSight {
    const { index } = cell;
    this.#sights[index] ??= new CellSight(cell, this);
    return this.#sights[index];
  }

  /** All values of a formed kind in a cell, by start; of the other kinds, which begin behind a label, none. */
  values(cell: Cell, kind: Kind): readonly Value[] {
    if (!kind.formed) return NO_VALUES;
    let found = this.#values.get(kind);
    if (found === undefined) {
      found = [];
      this.#values.set(kind, found);
    }
    const values = found[cell.index] ?? kind.find(this.sight(cell), 0, cell.text.length);
    found[cell.index] = values;
    return values;
  }

  amounts(cell: Cell): readonly Value[] {
    return this.values(cell, AMOUNT);
  }

  /** The amounts with decimals of all rows, in reading order, each with what its row says of it. */
  get rowAmounts(): readonly RowAmount[] {
    this.#rowAmounts ??= rowAmountsOf(this);
    return this.#rowAmounts;
  }

  /** The amount with decimals that begins at `start` in a cell, with what its row says of it. */
  rowAmountAt(cell: Cell, start: number): RowAmount | undefined {
    this.#rowAmountsOf ??= Map.groupBy(this.rowAmounts, (amount) => amount.cell);
    return this.#rowAmountsOf.get(cell)?.findLast((amount) => amount.start === start);
  }

  /** Index of the first cell of the bookings: rows that begin with a date and end with an amount, two of them at least; ∞ without. */
  get bookingsFrom(): number {
    const [first, second] = this.bookings;
    return first === undefined || second === undefined ? Number.POSITIVE_INFINITY : first.index;
  }

  /** The cells that begin rows with a date, which end with an amount. */
  get bookings(): readonly Cell[] {
    this.#bookings ??= this.cells.filter((cell) => this.sight(cell).dates[0]?.start === 0 && this.#endsWithAmount(cell));
    return this.#bookings;
  }

  #endsWithAmount(cell: Cell): boolean {
    const last = this.layout.right(cell).at(-1);
    return last !== undefined && this.amounts(last).some(({ text }) => text.includes('.'));
  }

  /**
   * Which comes first in "03/04/2025" here: what other dates of the document show; null where they show nothing or both.
   * A name of a month before the day ("Dec 31, 2025") counts only where no number decides.
   */
  get dateOrder(): 'dmy' | 'mdy' | null {
    if (this.#order === undefined) {
      const shown = new Set<string>();
      let nameFirst = false;
      for (const cell of this.cells) {
        const { dates } = this.sight(cell);
        const range = orderOfRange(cell.text, dates);
        if (range !== null) shown.add(range);
        for (const date of dates) {
          if (date.order !== null) shown.add(date.order);
          nameFirst ||= /^\p{L}/u.test(cell.text.slice(date.start));
        }
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
        for (const { start, end, readings } of this.sight(cell).amounts) {
          const [, sign] = /([.,])\d+\D*$/.exec(cell.text.slice(start, end)) ?? [];
          const sure = new Set(readings.map((reading) => reading.replace('-', ''))).size === 1 && readings[0]?.includes('.');
          if (sure) points += sign === '.' ? 1 : -1;
        }
      this.#separator = points === 0 ? null : points > 0 ? '.' : ',';
    }
    return this.#separator;
  }

  /** True for words that stand in more than one cell. */
  repeats(text: string): boolean {
    this.#folded ??= this.cells.map(({ folded: { words } }) => words.join(' '));
    const folded = fold(text);
    let seen = 0;
    return this.#folded.some((cell) => {
      if (cell.includes(folded)) seen += 1;
      return seen > 1;
    });
  }

  /** Its money is that of countries that write the day first, and no sign or code in it is that of another one. */
  get dayFirst(): boolean {
    if (this.#dayFirst === undefined) {
      const money = this.cells.flatMap((cell) => this.sight(cell).currencies.filter(({ kind }) => kind !== 'word'));
      this.#dayFirst = money.length > 0 && !money.some(({ codes }) => codes.some((code) => NOT_DAY_FIRST.has(code)));
    }
    return this.#dayFirst;
  }

  /** An American town with its ZIP code, or a national bank: a hint for dates, never a proof. */
  get american(): boolean {
    this.#us ??= this.cells.some(({ text }) => AMERICAN.test(text));
    return this.#us;
  }
}

/** What stands in one cell; each part is found when it is first asked for. */
class CellSight implements Sight {
  readonly text: string;
  readonly folded: FoldedWords;
  readonly habits: Habits;
  readonly recognised: boolean;
  readonly weak: boolean;
  readonly spaced: boolean;
  /** The same without the blanks between its letters; null where none stand there. */
  readonly #closed: { readonly sight: CellSight; readonly places: readonly number[] } | null;
  readonly #hasDigit: boolean;
  #dates: readonly FoundDate[] | undefined;
  #amounts: readonly FoundAmount[] | undefined;
  #currencies: readonly FoundCurrency[] | undefined;
  #ibans: readonly FoundIban[] | undefined;

  constructor({ text, folded, segment, spaced }: Pick<Cell, 'text' | 'folded' | 'segment' | 'spaced'>, habits: Habits) {
    this.recognised = isRecognised(segment);
    this.spaced = spaced;
    this.#closed = spaced ? this.#closeUp(text, segment, habits) : null;
    this.weak = this.recognised && segment.line.words.some(({ confidence }) => confidence < WEAK);
    this.text = text;
    this.folded = folded;
    this.habits = habits;
    this.#hasDigit = /\d/.test(text);
  }

  get dates(): readonly FoundDate[] {
    this.#dates ??= this.#placed(({ dates }) => dates) ?? (this.#hasDigit ? findDates(this.text) : NO_VALUES);
    return this.#dates;
  }

  get currencies(): readonly FoundCurrency[] {
    this.#currencies ??= this.#placed(({ currencies }) => currencies) ?? findCurrencies(this.text);
    return this.#currencies;
  }

  get amounts(): readonly FoundAmount[] {
    this.#amounts ??= this.#placed(({ amounts }) => amounts) ?? (this.#hasDigit ? this.#findAmounts() : NO_VALUES);
    return this.#amounts;
  }

  #closeUp(text: string, segment: Cell['segment'], habits: Habits): { readonly sight: CellSight; readonly places: readonly number[] } {
    const closed = closedUp(text);
    const cell = { text: closed.text, folded: foldWords(closed.text), segment, spaced: false };
    return { sight: new CellSight(cell, habits), places: closed.places };
  }

  /** What stands in the closed text, at its places in this one; null for a text without letters apart. */
  #placed<T extends Stretch>(found: (sight: CellSight) => readonly T[]): readonly T[] | null {
    if (this.#closed === null) return null;
    const { sight, places } = this.#closed;
    return found(sight).map((one) => ({ ...one, start: places[one.start] ?? 0, end: (places[one.end - 1] ?? 0) + 1 }));
  }

  get ibans(): readonly FoundIban[] {
    this.#ibans ??= findIbans(this.text);
    return this.#ibans;
  }

  #findAmounts(): readonly FoundAmount[] {
    const amounts = withoutOverlaps(findAmounts(this.text, this.currencies));
    return amounts.length === 0 ? amounts : outside([...this.dates, ...findTimes(this.text), ...this.ibans], amounts);
  }
}

/** What two dates that make a range show: read the wrong way round it would end before it begins. */
function orderOfRange(text: string, [first, second, ...more]: readonly FoundDate[]): 'dmy' | 'mdy' | null {
  const [start, end] = [first?.alternatives[0], second?.alternatives[0]];
  if (first === undefined || second === undefined || start === undefined || end === undefined || more.length > 0) return null;
  if (!/^\P{N}{1,12}$/u.test(text.slice(first.end, second.start)) || first.iso <= second.iso === start <= end) return null;
  return start <= end ? 'mdy' : 'dmy';
}

/** Those that overlap none of `taken`. Linear but for the sorting. */
function outside<T extends Stretch>(taken: readonly Stretch[], stretches: T[]): T[] {
  if (taken.length === 0) return stretches;
  const sorted = [...taken].sort((a, b) => a.start - b.start);
  let next = 0;
  return stretches.filter(({ start, end }) => {
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
