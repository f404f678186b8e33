/** Letter-spaced text: "R E C H N U N G" set with wide spaces between the letters is the one word it was typed as. */
import type { Glyph } from './glyphs.ts';

/** Fewer gaps prove no habit: two or three figures apart may be two or three columns. */
const FEWEST_GAPS = 4;
/** Of an em. Smaller gaps part no words anyway; wider ones are places of their own. */
const LEAST = 0.1;
const MOST = 1;

/**
 * Where every letter of one text object is followed by at least the same space, that space belongs to the letters' advance. Blanks
 * typed between the words still end them, and so does a gap that is wider than the common one by a blank.
 */
export function closeTracking(glyphs: readonly Glyph[]): void {
  for (let start = 0; start < glyphs.length; ) {
    let end = start + 1;
    while (end < glyphs.length && glyphs[end]?.object === glyphs[start]?.object) end++;
    const letters = glyphs.slice(start, end);
    const space = commonSpace(letters);
    for (const letter of letters.slice(0, -1)) if (!letter.endsWord) letter.u1 += space;
    start = end;
  }
}

/** Points; 0 when the letters are not spaced. */
function commonSpace(letters: readonly Glyph[]): number {
  const gaps: number[] = [];
  for (const [index, letter] of letters.entries()) {
    const next = letters[index + 1];
    if (next !== undefined && !letter.endsWord) gaps.push(next.u0 - letter.u1);
  }
  if (gaps.length < FEWEST_GAPS) return 0;
  const least = gaps.reduce((a, b) => Math.min(a, b));
  const em = letters[0]?.em ?? 0;
  return least >= LEAST * em && least <= MOST * em ? least : 0;
}
