/** A currency, as ISO 4217 names it: "€" and "Euro" are EUR. */
import { findCurrencies, isCurrencyCode } from '../values/currency.ts';
import type { Kind } from './kind.ts';

/** A code that is a word as well. */
const WORD = 0.3;

export default {
  name: 'currency',
  types: ['string'],
  formed: true,
  withoutLabel: 'prevalent',
  find: ({ currencies }) =>
    currencies.map(({ start, end, code, codes, kind }) => ({
      start,
      end,
      text: code,
      doubt: kind === 'word' ? WORD : 0,
      others: codes.slice(1),
    })),
  canonicalise: (value) => (isCurrencyCode(value) ? value : null),
  ground: (code, { line }) => findCurrencies(line.text).filter(({ codes }) => codes.includes(code)),
} satisfies Kind;
