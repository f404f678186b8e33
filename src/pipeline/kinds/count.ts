/** A count: a whole number that is no money and no rate. */
import { NUMBER, readAmount } from './amount.ts';
import type { Kind } from './kind.ts';

export default {
  ...NUMBER,
  name: 'count',
  types: ['integer', 'decimal', 'number'],
  find: (sight) =>
    sight.amounts
      .filter(({ percent, currency }) => !percent && currency === null)
      .map((amount) => ({ ...readAmount(sight, amount, false), doubt: 0 }))
      .filter(({ text }) => !text.includes('.') && Number.isSafeInteger(Number(text))),
} satisfies Kind;
