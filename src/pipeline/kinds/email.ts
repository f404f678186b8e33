/** An e-mail address. */
import { findEmails } from '../values/codes.ts';
import { asItStands, byShape, type Kind } from './kind.ts';

export default {
  name: 'email',
  types: ['string'],
  formed: true,
  withoutLabel: 'only',
  selfEvident: true,
  find: byShape(findEmails),
  canonicalise: asItStands,
} satisfies Kind;
