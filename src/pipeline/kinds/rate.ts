/** A rate: a number with a percent sign, or under a label that says so. */
import { NUMBER, readAmount } from './amount.ts';
import type { Kind } from './kind.ts';

export default {
  ...NUMBER,
  name: 'rate',
  types: ['decimal', 'number'],
  find: (sight) => sight.amounts.map((amount) => readAmount(sight, amount, true)),
} satisfies Kind;
