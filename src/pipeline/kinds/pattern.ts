/** A text that a regular expression describes. */
import { asItStands, type Kind, plainValue, type Value } from './kind.ts';

/** Words that one value may have at most. */
const MOST_WORDS = 12;

/** The whole value must match. */
export const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u');

const pattern: Kind = {
  name: 'pattern',
  types: ['string'],
  formed: false,
  withoutLabel: 'only',
  selfEvident: true,
  find: () => [],
  canonicalise: asItStands,
  for: (field) => {
    const shape = whole(field.pattern ?? '');
    return { ...pattern, find: ({ text, spaced }, from, to) => (spaced ? closed(shape, text, from, to) : read(shape, text, from, to)) };
  },
};
export default pattern;

/** The longest run of words from the start of the stretch that matches; else all single words that do. */
function read(shape: RegExp, text: string, from: number, to: number): Value[] {
  const words = Array.from(text.slice(from, to).matchAll(/\S+/g), (match) => ({ start: from + match.index, text: match[0] }));
  const first = words.findIndex(({ text: word }) => /[\p{L}\p{N}]/u.test(word));
  for (let last = Math.min(words.length - 1, first + MOST_WORDS); first >= 0 && last > first; last--) {
    const start = words[first]?.start ?? from;
    const end = (words[last]?.start ?? start) + (words[last]?.text.length ?? 0);
    const value = trimmed(shape, text, start, end);
    if (value !== null) return [value];
  }
  return words.flatMap(({ start, text: word }) => trimmed(shape, text, start, start + word.length) ?? []);
}

/** The whole stretch without the blanks between its letters. */
function closed(shape: RegExp, text: string, from: number, to: number): Value[] {
  const stretch = text.slice(from, to);
  const start = from + Math.max(0, stretch.search(/[\p{L}\p{N}]/u));
  const value = text.slice(start, to).replace(/\s+/g, '');
  return shape.test(value) ? [plainValue(start, from + stretch.trimEnd().length, value)] : [];
}

/** [start, end) where it matches, with or without the punctuation around it. */
function trimmed(shape: RegExp, text: string, start: number, end: number): Value | null {
  const full = text.slice(start, end);
  const bare = full.replace(/^[("'[]+|[)"'\].,;:]+$/g, '');
  for (const value of [full, bare]) {
    if (value === '' || !shape.test(value)) continue;
    const at = start + full.indexOf(value);
    return plainValue(at, at + value.length, value);
  }
  return null;
}
