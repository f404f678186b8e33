/** What is still due after a payment is no total: "Total 120.00 / Paid 50.00 / Balance due 70.00". */
import { labelsOf } from '../../locales/vocabulary.ts';
import type { Candidate } from './candidates.ts';
import type { Document } from './document.ts';
import { LabelIndex } from './labels.ts';
import type { Cell } from './layout.ts';

/** More candidates stand on no invoice that a person made. */
const MOST = 16;

const cents = (text: string): number => Math.round(Number(text) * 100);

/** The candidates of a total without those that a payment before them leads to. */
export function withoutBalance<T extends Candidate>(document: Document, candidates: readonly T[]): readonly T[] {
  if (candidates.length < 2 || candidates.length > MOST) return candidates;
  const due = new Set<string>();
  for (const total of candidates)
    for (const rest of candidates) {
      const difference = cents(total.text) - cents(rest.text);
      if (difference > 0 && paidBetween(document, total.spots[0]?.cell, rest.spots[0]?.cell) === difference) due.add(rest.text);
    }
  return due.size === 0 ? candidates : candidates.filter(({ text }) => !due.has(text));
}

let index: LabelIndex | undefined;

/** The sum of the payments in the rows between two cells. */
function paidBetween(document: Document, from: Cell | undefined, to: Cell | undefined): number {
  if (from === undefined || to === undefined || from.page !== to.page) return 0;
  index ??= new LabelIndex(labelsOf('paid').map((label) => ({ ...label, field: 0, phrase: false })));
  let sum = 0;
  for (const cell of document.cells.slice(from.index + 1, to.index)) {
    if (!index.match(cell).some(({ position }) => position === 'start')) continue;
    const amount = [cell, ...document.layout.right(cell)].flatMap((other) => document.amounts(other)).at(-1);
    sum += Math.abs(cents(amount?.text ?? '0'));
  }
  return sum;
}
