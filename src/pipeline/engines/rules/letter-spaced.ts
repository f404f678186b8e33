/** Lines of a text whose letters were set apart: "T o t a l    1 2 , 5 0". Their single blanks say nothing; wide gaps part cells as ever. */
import type { Line } from '../../../contracts/response.ts';
import { matchesOf } from '../../values/matches.ts';

/** Short pieces in a row. */
const SHORT_PIECES = /(?:\S{1,2} {1,2}){6}/;
/** Letters of a piece, on the average, and the share of pieces with a letter: rows of figures are no such line. */
const MOST_LETTERS = 2.1;
const LEAST_WORDS = 0.3;
/** A number that is torn: "1.249,4 6". */
const FIGURES = /^[-+]?[\d.,']+ [\d.,' ]*\d$/;
/** Three blanks part cells there; of other characters none does. */
export const SPACED_CELL = /[^\s|]+(?: {1,2}[^\s|]+)*/g;

const piecesOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const areShort = (pieces: readonly string[]): boolean =>
  pieces.length > 1 && pieces.reduce((sum, { length }) => sum + length, 0) <= MOST_LETTERS * pieces.length;

export function isLetterSpaced({ text, words }: Line): boolean {
  const pieces = words.map((word) => word.text);
  return (
    areShort(pieces) && SHORT_PIECES.test(text) && pieces.filter((piece) => /\p{L}/u.test(piece)).length >= LEAST_WORDS * pieces.length
  );
}

/** True for the text of a cell of such a line that is spaced itself. */
export const isSpacedCell = (text: string): boolean => areShort(piecesOf(text)) || FIGURES.test(text);

/** A text without its blanks; `places` has for each of its characters where it stands. */
export function closedUp(text: string): { readonly text: string; readonly places: readonly number[] } {
  const kept = matchesOf(text, /\S/g);
  return { text: kept.map(([letter]) => letter).join(''), places: kept.map(({ index }) => index) };
}
