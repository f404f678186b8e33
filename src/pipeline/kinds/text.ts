/** Words as they stand behind their label. */
import { asItStands, type Kind, plainValue } from './kind.ts';

export default {
  name: 'text',
  types: ['string'],
  formed: false,
  withoutLabel: null,
  find({ text, spaced }, from, to) {
    const [, lead = ''] = /^([\s.:;=#*|–—：；＝｜-]*)/.exec(text.slice(from, to)) ?? [];
    const start = from + lead.length;
    const value = text
      .slice(start, to)
      .trimEnd()
      .replace(/[,;:|]+$/, '');
    return (spaced ? /\p{L}/u : /[\p{L}\p{N}]/u).test(value) ? [plainValue(start, start + value.length, value)] : [];
  },
  canonicalise: asItStands,
} satisfies Kind;
