/** One of the words that its field or its role knows, as it is written: "Visa", "Barzahlung". */
import choice, { spellingsOfField } from './choice.ts';
import type { Kind } from './kind.ts';
import { findSpellings } from './spellings.ts';

const word: Kind = {
  ...choice,
  name: 'word',
  types: ['string'],
  withoutLabel: 'listed',
  for(field) {
    const spellings = spellingsOfField(field);
    return { ...word, find: (sight, from, to) => findSpellings(spellings, sight, from, to) };
  },
};
export default word;
