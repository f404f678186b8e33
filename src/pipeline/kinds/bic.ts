/** A bank's code, ISO 9362. */
import { findBics } from '../values/codes.ts';
import { asItStands, byShape, type Kind } from './kind.ts';

export default {
  name: 'bic',
  types: ['string'],
  formed: true,
  withoutLabel: null,
  selfEvident: true,
  find: byShape(findBics),
  canonicalise: asItStands,
} satisfies Kind;
