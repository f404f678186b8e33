/** An address of the web. */
import { findUrls } from '../values/codes.ts';
import { asItStands, byShape, type Kind } from './kind.ts';

export default {
  name: 'url',
  types: ['string'],
  formed: true,
  withoutLabel: 'only',
  selfEvident: true,
  find: byShape(findUrls),
  canonicalise: asItStands,
} satisfies Kind;
