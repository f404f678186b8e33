/** The name of a person, a company or an office. Whose it is, the role of its field says. */
import { isName } from '../values/names.ts';
import { asItStands, type Kind } from './kind.ts';
import text from './text.ts';

export default {
  name: 'name',
  types: ['string'],
  formed: false,
  withoutLabel: null,
  find: (sight, from, to) => text.find(sight, from, to).filter((value) => isName(value.text)),
  canonicalise: asItStands,
} satisfies Kind;
