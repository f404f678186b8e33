/** Accents drawn apart from their letters, before or over them, as TeX and old typewriters do: they become one with the letter again. */
import type { Glyph } from './glyphs.ts';

/** Accents as signs of their own, and as the marks that letters carry. */
const MARKS: Readonly<Record<string, string>> = {
  '`': '\u0300',
  '´': '\u0301',
  ˆ: '\u0302',
  '˜': '\u0303',
  '¯': '\u0304',
  '˘': '\u0306',
  '˙': '\u0307',
  '¨': '\u0308',
  '˚': '\u030a',
  '˝': '\u030b',
  ˇ: '\u030c',
  '¸': '\u0327',
  '˛': '\u0328',
};
/** Of an em: accents of capitals are drawn as much higher. */
const RAISED = 0.55;
/** Points of right-to-left scripts stay where they stand: their words are yet to be turned. */
const LETTER = /[\p{L}--[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]]\p{M}*$/v;

/** The glyphs without accents that stand over the letter drawn before or after them; such letters carry them. */
export function joinAccents(glyphs: readonly Glyph[]): readonly Glyph[] {
  return glyphs.some(isAccent)
    ? glyphs.filter((glyph, at) => !isAccent(glyph) || !isJoined(glyph, glyphs[at + 1], glyphs[at - 1]))
    : glyphs;
}

/** Asked of every letter: most are ASCII. */
export const isAccent = ({ text }: Glyph): boolean => (text > '\u007f' || text === '`') && (text in MARKS || /^\p{M}/u.test(text));

function isJoined(accent: Glyph, ...letters: readonly (Glyph | undefined)[]): boolean {
  const mark = MARKS[accent.text] ?? accent.text;
  const letter = letters.find((one) => one !== undefined && LETTER.test(one.text) && isOver(accent, one));
  if (letter === undefined) return false;
  const joined = (letter.text + mark).normalize('NFC');
  // A mark belongs to any letter; a sign only to one that is written with it.
  if (joined.length > letter.text.length && accent.text in MARKS) return false;
  letter.text = joined;
  letter.endsWord ||= accent.endsWord;
  return true;
}

function isOver({ u0, u1, baseline, direction }: Glyph, letter: Glyph): boolean {
  const middle = (u0 + u1) / 2;
  const level = Math.abs(baseline - letter.baseline) <= RAISED * letter.em;
  return level && direction === letter.direction && letter.u0 <= middle && middle < letter.u1;
}
