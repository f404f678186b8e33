/** Where things stand on the pages: cells (pieces of lines no gap runs through), what is right of a cell and what is below it. */
import type { Line } from '../../../contracts/response.ts';
import { isUpright, rectangleOf } from '../../reading/box.ts';
import { type Reading, type Segment, segmentsOf } from '../../reading/reading.ts';
import { type FoldedWords, foldWords } from '../../values/fold.ts';
import { matchesOf } from '../../values/matches.ts';
import { isLetterSpaced, isSpacedCell, SPACED_CELL } from './letter-spaced.ts';

/** A piece of a line without a wide gap inside. Lengths are in page units; in texts one column is ½, one line 1.2. */
export interface Cell {
  /** Place in reading order over all pages. */
  readonly index: number;
  readonly segment: Segment;
  /** [start, end) in the segment's text, UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Spans are in `text`. */
  readonly folded: FoldedWords;
  readonly page: number;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  /** Height of the text: the measure for distances around it. */
  readonly em: number;
  /** Text turned on its side stands in no row and no column. */
  readonly upright: boolean;
  /** Its letters stand apart: the blanks between them say nothing. */
  readonly spaced: boolean;
}

/** A text has no boxes: one column is taken as half as wide as a line is high, and lines stand a fifth of it apart. */
const TEXT_COLUMN = 0.5;
const TEXT_LINE = 1.2;
const TEXT_LINES = 40;
/** In texts two blanks, a tab or a bar part cells; one blank of whatever width does not. */
const TEXT_CELL = /[^\s|]+(?:[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000][^\s|]+)*/g;
/** How wide a column between bars is taken to be. */
const BARRED_COLUMN = 20;
/** Most cells looked at below one cell: more stand on no page a person made. */
const MOST_BELOW = 400;
const MOST_BESIDE = 40;

interface Sheet {
  /** By upper edge. */
  readonly cells: readonly Cell[];
  readonly tallest: number;
  readonly bottom: number;
}

export class Layout {
  readonly cells: readonly Cell[];
  readonly #sheets = new Map<number, Sheet>();
  /** By the cell's index. */
  readonly #rows: (readonly Cell[] | undefined)[] = [];

  constructor(reading: Reading) {
    const cells: Cell[] = [];
    let lineOfPage = 0;
    let page = 0;
    for (const segment of segmentsOf(reading)) {
      lineOfPage = segment.pageIndex === page ? lineOfPage + 1 : 0;
      page = segment.pageIndex;
      if (segment.page.width > 0) addBoxedCell(cells, segment);
      else addTextCells(cells, segment, lineOfPage);
    }
    this.cells = cells;
  }

  /** The cells that share the row with this one, itself included, from left to right. */
  row(cell: Cell): readonly Cell[] {
    const known = this.#rows[cell.index];
    if (known !== undefined) return known;
    const row = cell.upright ? this.#rowOf(cell) : [cell];
    this.#rows[cell.index] = row;
    // Cells of the same height share their row.
    for (const other of row) if (other.y0 === cell.y0 && other.y1 === cell.y1) this.#rows[other.index] = row;
    return row;
  }

  #rowOf(cell: Cell): readonly Cell[] {
    const { cells, tallest } = this.#sheet(cell.page);
    const row: Cell[] = [];
    for (let i = lowerBound(cells, cell.y0 - tallest, byTop); i < cells.length; i++) {
      const other = cells[i];
      if (other === undefined || other.y0 >= cell.y1) break;
      const shared = Math.min(cell.y1, other.y1) - Math.max(cell.y0, other.y0);
      if (shared >= 0.5 * Math.min(cell.y1 - cell.y0, other.y1 - other.y0)) row.push(other);
    }
    return row.sort((a, b) => a.x0 - b.x0);
  }

  /** The cells right of this one in its row, nearest first, at most {@link MOST_BESIDE}. */
  right(cell: Cell): readonly Cell[] {
    const row = this.row(cell);
    const from = lowerBound(row, cell.x1 - 0.3 * cell.em, byLeft);
    return row.slice(from, from + MOST_BESIDE).filter((other) => other.index !== cell.index);
  }

  /** The other cells of its row within {@link MOST_BESIDE} on either side. */
  beside(cell: Cell): readonly Cell[] {
    const row = this.row(cell);
    const at = lowerBound(row, cell.x0, byLeft);
    return row.slice(Math.max(0, at - MOST_BESIDE), at + MOST_BESIDE).filter((other) => other.index !== cell.index);
  }

  /** The cells whose upper edge lies below this one, at most `distance` page units from its lower edge, from top to bottom. */
  below(cell: Cell, distance: number): readonly Cell[] {
    if (!cell.upright) return [];
    const { cells } = this.#sheet(cell.page);
    const top = cell.y1 - 0.35 * cell.em;
    const from = lowerBound(cells, top, byTop);
    let to = from;
    while (to < from + MOST_BELOW && (cells[to]?.y0 ?? Number.POSITIVE_INFINITY) <= cell.y1 + distance) to += 1;
    const found = cells.slice(from, to);
    // What is hardly high stands below its own upper edge.
    return cell.y0 < top ? found : found.filter((other) => other.index !== cell.index);
  }

  /** The upright cells of a page, from top to bottom. */
  page(page: number): readonly Cell[] {
    return this.#sheet(page).cells;
  }

  /** How far down its page a cell stands: 0 at the top, 1 at the foot. A text's page has {@link TEXT_LINES} lines at least. */
  depth(cell: Cell): number {
    const height = Math.max(this.#sheet(cell.page).bottom, cell.segment.page.height || TEXT_LINES * TEXT_LINE);
    return Math.min(1, Math.max(0, cell.y0 / height));
  }

  #sheet(page: number): Sheet {
    let sheet = this.#sheets.get(page);
    if (sheet === undefined) {
      const cells = this.cells.filter((cell) => cell.page === page && cell.upright).sort((a, b) => a.y0 - b.y0 || a.x0 - b.x0);
      sheet = {
        cells,
        bottom: cells.reduce((most, cell) => Math.max(most, cell.y1), 0),
        tallest: cells.reduce((most, cell) => Math.max(most, cell.y1 - cell.y0), 0),
      };
      this.#sheets.set(page, sheet);
    }
    return sheet;
  }
}

/** From its left to its right edge. */
export type Extent = Pick<Cell, 'x0' | 'x1'>;

/** How far two cells stand apart sideways; 0 when one is above the other. */
export function sideways(a: Extent, b: Extent): number {
  return Math.max(0, a.x0 - b.x1, b.x0 - a.x1);
}

/** True where the left edges, the right edges or the middles of two cells are in line. */
export function aligned(a: Cell, b: Cell): boolean {
  const slack = Math.max(a.em, b.em);
  return Math.abs(a.x0 - b.x0) <= slack || Math.abs(a.x1 - b.x1) <= slack || Math.abs(a.x0 + a.x1 - b.x0 - b.x1) <= slack;
}

function addBoxedCell(cells: Cell[], segment: Segment): void {
  const { text } = segment.line;
  if (text.trim() === '') return;
  cells.push(cellOf(cells.length, segment, 0, text, frameOf(segment.line)));
}

function addTextCells(cells: Cell[], segment: Segment, line: number): void {
  const { text } = segment.line;
  const y0 = line * TEXT_LINE;
  // Between bars the place in the line says nothing, the number of bars before it does.
  const barred = text.indexOf('|') < text.lastIndexOf('|');
  let bars = 0;
  let at = 0;
  const spaced = isLetterSpaced(segment.line);
  for (const match of matchesOf(text, spaced ? SPACED_CELL : TEXT_CELL)) {
    const piece = match[0];
    const start = match.index;
    const end = start + piece.length;
    for (; barred && at < start; at++) if (text.charAt(at) === '|') bars += 1;
    const x0 = barred ? bars * BARRED_COLUMN : start * TEXT_COLUMN;
    const x1 = barred ? x0 + Math.min(piece.length * TEXT_COLUMN, BARRED_COLUMN - 1) : end * TEXT_COLUMN;
    cells.push(
      cellOf(cells.length, segment, start, piece, { x0, x1, y0, y1: y0 + 1, em: 1, upright: true }, spaced && isSpacedCell(piece)),
    );
  }
}

function frameOf({ bounding_box }: Line): Frame {
  const { left, right, top, bottom } = rectangleOf(bounding_box);
  return { x0: left, x1: right, y0: top, y1: bottom, em: Math.max(bottom - top, 1e-6), upright: isUpright(bounding_box) };
}

type Frame = Pick<Cell, 'x0' | 'x1' | 'y0' | 'y1' | 'em' | 'upright'>;

function cellOf(
  index: number,
  segment: Segment,
  start: number,
  text: string,
  { x0, x1, y0, y1, em, upright }: Frame,
  spaced = false,
): Cell {
  const end = start + text.length;
  const folded = foldWords(text);
  return { index, segment, start, end, text, folded, page: segment.pageIndex, x0, x1, y0, y1, em, upright, spaced };
}

const byTop = ({ y0 }: Cell): number => y0;
const byLeft = ({ x0 }: Cell): number => x0;

/** First place in cells (sorted by the edge) whose edge is at least `value`. */
function lowerBound(cells: readonly Cell[], value: number, edge: (cell: Cell) => number): number {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cell = cells[middle];
    if (cell !== undefined && edge(cell) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
