/** A VAT identification number, in the form of its country. */
import { findHomeVatIds, findVatIds } from '../values/codes.ts';
import { asItStands, byShape, type Kind, type Value } from './kind.ts';

/** Without its country a number of a series looks the same: it is none without a label. */
const WITHOUT_COUNTRY = 0.05;
const whole = byShape(findVatIds);

export default {
  name: 'vat_id',
  types: ['string'],
  formed: true,
  withoutLabel: 'only',
  selfEvident: true,
  find(sight) {
    const found = whole(sight);
    if (found.length > 0) return found;
    return findHomeVatIds(sight.text).map(
      ({ start, end, value }): Value => ({ start, end, text: value, doubt: WITHOUT_COUNTRY, others: [] }),
    );
  },
  canonicalise: asItStands,
} satisfies Kind;
