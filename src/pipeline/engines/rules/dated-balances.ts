/** Balances that only their days tell apart: "Balance at 1 May 2026 … Balance at 31 May 2026". */
import { oneOf } from '../../locales/vocabulary.ts';
import { type Candidate, signed, spotOf } from './candidates.ts';
import type { Document } from './document.ts';
import { featuresOf } from './features.ts';
import type { Cell } from './layout.ts';
import type { LeafPlan } from './plan.ts';
import { readValues } from './readers.ts';

const BALANCE = new RegExp(String.raw`^\W{0,4}(?:${oneOf('balance')})(?!\p{L})[^\d]{0,24}$`, 'iu');
const ROLES: ReadonlySet<string | null> = new Set(['opening_balance', 'closing_balance']);

interface Dated {
  readonly day: string;
  readonly cell: Cell;
  /** Where the day ends in the cell. */
  readonly end: number;
}

/** The balances of the first or of the last day, whichever the leaf asks for; empty where the days do not tell. */
export function datedBalances(document: Document, leaf: LeafPlan): Candidate[] {
  if (!ROLES.has(leaf.field.role)) return [];
  const dated = document.cells.flatMap((cell): Dated[] => {
    const [date, ...more] = document.sight(cell).dates;
    return date !== undefined && more.length === 0 && BALANCE.test(cell.text.slice(0, date.start))
      ? [{ day: date.iso, cell, end: date.end }]
      : [];
  });
  const wanted = dayOf(document, dated, leaf.field.role === 'opening_balance');
  return dated.filter(({ day }) => day === wanted).flatMap((one) => amountOf(document, leaf, one));
}

function dayOf(document: Document, dated: readonly Dated[], isOpening: boolean): string | null {
  const days = [...new Set(dated.map(({ day }) => day))].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first !== last) return isOpening ? first : last;
  // One day alone is told by those of the bookings.
  const booked = document.bookings
    .flatMap((cell) =>
      document
        .sight(cell)
        .dates.slice(0, 1)
        .map(({ iso }) => iso),
    )
    .sort();
  const [from, to] = [booked[0], booked.at(-1)];
  if (from === undefined || to === undefined || from === to) return null;
  return (isOpening ? first <= from : first >= to) ? first : null;
}

/** The amount behind the day, in its cell or right of it. */
function amountOf(document: Document, leaf: LeafPlan, { cell, end }: Dated): Candidate[] {
  for (const at of [cell, ...document.layout.right(cell)]) {
    const [value] = readValues(document, leaf, at, at === cell ? end : 0).filter(({ text }) => text.includes('.'));
    if (value === undefined) continue;
    const features = featuresOf({ dated_balance: true, doubt: value.doubt, right: at !== cell });
    return [{ text: signed(document, leaf, '', at, value), features, spots: [spotOf(at, value)], label: null, others: value.others }];
  }
  return [];
}
