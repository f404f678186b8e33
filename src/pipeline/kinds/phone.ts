/** A telephone or fax number, as it is written. */
import { findPhones } from '../values/codes.ts';
import { asItStands, byShape, type Kind } from './kind.ts';

export default {
  name: 'phone',
  types: ['string'],
  formed: true,
  withoutLabel: null,
  find: byShape(findPhones),
  canonicalise: asItStands,
} satisfies Kind;
