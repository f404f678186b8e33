/** An account number in IBAN form: capitals, no blanks. */
import { compactIban, findIbans, isValidIban } from '../values/iban.ts';
import { type Kind, plainValue } from './kind.ts';

/** An IBAN whose check digits are wrong: only a label beside it makes it one. */
const WRONG_CHECK = 0.12;

export default {
  name: 'iban',
  types: ['string'],
  formed: true,
  withoutLabel: 'only',
  selfEvident: true,
  // What fails the check may be any number: that is the other reading of it.
  find: ({ ibans }) =>
    ibans.map(({ start, end, value, valid }) => ({
      start,
      end,
      text: value,
      doubt: valid ? 0 : WRONG_CHECK,
      others: valid ? [] : [value],
    })),
  together: (text) => {
    const [iban] = findIbans(text).filter(({ valid }) => valid);
    return iban === undefined ? null : plainValue(iban.start, iban.end, iban.value);
  },
  ground: (value, { line }) => findIbans(line.text).filter((iban) => iban.value === value),
  canonicalise: (value) => (isValidIban(compactIban(value)) ? compactIban(value) : null),
} satisfies Kind;
