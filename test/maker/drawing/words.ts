/** What is printed in one go: plain words and, among them, the values whose places the truth keeps. */

/** A value as it is printed, and the path of the field it is the value of: `due_date`, `line_items.0.amount`. */
export interface Value {
  readonly field: string;
  readonly text: string;
}

export type Piece = string | Value;
/** Empty values and pieces print nothing. */
export type Words = Piece | readonly Words[];

export const value = (field: string, text: string): Value => ({ field, text });

export function piecesOf(words: Words): Piece[] {
  if (typeof words === 'string') return words === '' ? [] : [words];
  if ('field' in words) return words.text === '' ? [] : [words];
  return words.flatMap(piecesOf);
}

export const textOf = (words: Words): string =>
  piecesOf(words)
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('');

/** Plain words that hold a value's text as a word of its own hold the value. */
export function marked(words: Words, { field, text }: Value): Words {
  return piecesOf(words).flatMap((piece): Words[] => {
    if (typeof piece !== 'string' || !piece.includes(text)) return [piece];
    const parts = piece.split(new RegExp(`(?<![A-Za-z/])${text}(?![A-Za-z/])`));
    return parts.flatMap((part, n): Words[] => (n === 0 ? [part] : [value(field, text), part]));
  });
}

/** Joined by a text; what is empty is left out. */
export function joined(parts: readonly Words[], by: string): Words {
  const printed = parts.filter((part) => textOf(part) !== '');
  return printed.flatMap((part, index) => (index === 0 ? [part] : [by, part]));
}
