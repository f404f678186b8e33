/** Which column of a table something stands in, and cells that run over several columns set close together. */
import { rectangleOf } from '../../reading/box.ts';
import { type Cell, type Extent, sideways } from './layout.ts';

/** A heading; `field` is null where it names no field: it keeps its column's values away from the others. */
export interface Heading extends Extent {
  readonly field: number | null;
}

/** A stretch of a cell's text; its extent is on the page. */
export interface Piece extends Extent {
  readonly cell: Cell;
  readonly start: number;
  readonly end: number;
}

export const wholePiece = (cell: Cell): Piece => ({ cell, start: 0, end: cell.text.length, x0: cell.x0, x1: cell.x1 });

/** The stretch [start, end) of a cell. */
export function pieceOf(cell: Cell, start: number, end: number): Piece {
  const inside = wordsOf(cell).filter((word) => word.start < end && word.end > start);
  const [first, last] = [inside[0], inside.at(-1)];
  return { cell, start, end, x0: first?.x0 ?? cell.x0, x1: last?.x1 ?? cell.x1 };
}

/** The words of a cell; without boxes all letters are equally wide. */
function wordsOf(cell: Cell): Piece[] {
  const { segment, start, end, x0, x1, text } = cell;
  const boxed = segment.page.width > 0;
  const column = (x1 - x0) / Math.max(1, text.length);
  return segment.line.words
    .filter(({ char_span: [from, to] }) => from >= start && to <= end)
    .map(({ char_span: [from, to], bounding_box }) => {
      const [first, last] = [from - start, to - start];
      const { left, right } = rectangleOf(bounding_box);
      return { cell, start: first, end: last, x0: boxed ? left : x0 + first * column, x1: boxed ? right : x0 + last * column };
    });
}

/** The heading that is nearest sideways. */
export function headingOf(headings: readonly Heading[], { x0, x1 }: Extent): Heading | null {
  let best: Heading | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const heading of headings) {
    const distance = sideways(heading, { x0, x1 }) * 1e3 + Math.abs(heading.x0 + heading.x1 - x0 - x1);
    if (distance < least) [best, least] = [heading, distance];
  }
  return best;
}

/** The stretches of a cell under different headings; the whole cell where it stands under one. */
export function piecesUnder(headings: readonly Heading[], cell: Cell): Piece[] {
  if (headings.filter((heading) => sideways(heading, cell) === 0).length < 2) return [wholePiece(cell)];
  const pieces: Piece[] = [];
  let under: Heading | null = null;
  for (const word of wordsOf(cell)) {
    const heading = headingOf(headings, word);
    const open = pieces.at(-1);
    if (open === undefined || heading !== under) pieces.push(word);
    else pieces[pieces.length - 1] = { ...open, end: word.end, x1: word.x1 };
    under = heading;
  }
  return pieces;
}
