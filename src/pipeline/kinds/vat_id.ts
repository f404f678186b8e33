/** A VAT identification number, in the form of its country. */
import { findVatIds } from '../values/codes.ts';
import { asItStands, byShape, type Kind } from './kind.ts';

export default {
  name: 'vat_id',
  types: ['string'],
  formed: true,
  withoutLabel: 'only',
  selfEvident: true,
  find: byShape(findVatIds),
  canonicalise: asItStands,
} satisfies Kind;
