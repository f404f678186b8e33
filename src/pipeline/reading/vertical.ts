/** Chinese, Japanese and Korean text set in columns: its letters stand upright, but its lines run down the page, the first one at the right. */
import type { Glyph } from './glyphs.ts';

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\u30fc\uff00-\uffef]/u;
/** The first of their characters; all of Latin, Greek, Cyrillic and Arabic comes before it. */
const FIRST = '\u2e80';
/** In em, from one letter down to the next: set solid it is 1. */
const STEP = { least: 0.8, most: 1.4 };
/** In em: letters of a column share their middle. */
const MIDDLE = 0.25;
/** Fewer letters below each other may be cells of a table. */
const FEWEST = 3;
/** Of the page's letters of these scripts: then the others stand in columns too, if in short ones. */
const MOSTLY = 0.7;
/** The square of a letter, in em above its baseline and below: the design of these fonts. */
const [ABOVE, BELOW] = [0.88, 0.12];
/** In em: figures set beside each other in the place of one letter ("12" in a date) are no wider. */
const CELL_WIDTH = 1.2;

/** What takes the place of one letter: most are one glyph. */
interface Cell extends Glyph {
  readonly parts: readonly Glyph[];
}

/** Letters in columns run down the page: turned by 90° as far as words and lines are concerned. */
export function inColumns(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => text >= FIRST)) return glyphs;
  const columns = columnsOf(cellsOf(glyphs));
  const lettersIn = (all: readonly (readonly Glyph[])[]) => all.reduce((sum, column) => sum + column.filter(isCjk).length, 0);
  const long = columns.filter((column) => column.length >= FEWEST && column.filter(isCjk).length * 2 >= column.length);
  if (long.length === 0) return glyphs;
  const accepted = new Set(long);
  if (lettersIn(long) >= MOSTLY * lettersIn(columns))
    for (const [index, column] of columns.entries())
      if (column.every(isCjk) && !isInRow(column, columns[index - 1]) && !isInRow(column, columns[index + 1])) accepted.add(column);
  return columns.flatMap((column) => (accepted.has(column) ? column.map(turned) : column.flatMap(({ parts }) => parts)));
}

const isCjk = ({ text }: Glyph): boolean => CJK.test(text);

/** Figures and Latin letters that share the place of one letter are one. */
function cellsOf(glyphs: readonly Glyph[]): Cell[] {
  const cells: Cell[] = [];
  for (const glyph of glyphs) {
    const before = cells.at(-1);
    if (before !== undefined && isBeside(before, glyph))
      cells[cells.length - 1] = { ...before, text: before.text + glyph.text, u1: glyph.u1, parts: [...before.parts, glyph] };
    else cells.push({ ...glyph, parts: [glyph] });
  }
  return cells;
}

function isBeside(left: Glyph, right: Glyph): boolean {
  if (right.direction !== left.direction || left.endsWord || left.text >= FIRST || right.text >= FIRST) return false;
  return Math.abs(right.baseline - left.baseline) < 0.1 * left.em && right.u0 >= left.u0 && right.u1 - left.u0 <= CELL_WIDTH * left.em;
}

/** In drawing order: cells each below the one before it; all else alone. */
function columnsOf(cells: readonly Cell[]): Cell[][] {
  const columns: Cell[][] = [];
  for (const cell of cells) {
    const column = columns.at(-1);
    const above = column?.at(-1);
    if (above !== undefined && isBelow(above, cell)) column?.push(cell);
    else columns.push([cell]);
  }
  return columns;
}

function isBelow(above: Glyph, { u0, u1, baseline, em, direction }: Glyph): boolean {
  const size = Math.max(above.em, em);
  const step = (baseline - above.baseline) / size;
  const aside = Math.abs(u0 + u1 - above.u0 - above.u1) / 2;
  return direction === above.direction && step >= STEP.least && step <= STEP.most && aside <= MIDDLE * size;
}

/** A heading of a page in columns may run across them. */
function isInRow([cell]: readonly Cell[], neighbours: readonly Cell[] = []): boolean {
  return neighbours.some(
    (other) =>
      cell !== undefined && Math.abs(other.baseline - cell.baseline) < MIDDLE * cell.em && Math.abs(other.u0 - cell.u0) < 2 * cell.em,
  );
}

/** The same letter, its lines running down. */
function turned({ parts: _, ...glyph }: Cell): Glyph {
  const { u0, u1, baseline, em, direction } = glyph;
  const middle = (u0 + u1) / 2;
  return {
    ...glyph,
    direction: (direction + 90) % 360,
    u0: baseline - ABOVE * em,
    u1: baseline + BELOW * em,
    baseline: -(middle - (0.5 - BELOW) * em),
    top: -(middle + 0.5 * em),
    bottom: -(middle - 0.5 * em),
  };
}
