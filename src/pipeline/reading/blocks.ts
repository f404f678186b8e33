/** What files without places are made of: lines of text and tables. They become pages on which a table's cells stand in columns. */
import { IxError } from '../../contracts/errors.ts';
import type { Line, Page } from '../../contracts/response.ts';
import { pageOf, storable, toLine } from './text.ts';

/** A text may have several lines. */
export type Block = string | Table;
export interface Table {
  readonly rows: readonly (readonly TableCell[])[];
}
export interface TableCell {
  readonly blocks: readonly Block[];
  /** Columns it takes, 1 or more. */
  readonly span: number;
}

/** Columns of a table at most, those of the tables in its cells included. */
const COLUMNS_MAX = 2000;

/** Lines of pieces that stand in columns; those at the end of a line may be missing. */
interface Grid {
  readonly width: number;
  readonly lines: readonly (readonly string[])[];
}

/**
 * One page for each list of blocks. A row of a table becomes as many lines as its highest cell has, with bars between its cells:
 * `| Total | 119.00 |`. Blank lines in a row become one.
 * @param maxParts most lines, words and cells, together. @throws IxError IX_000_008 when there are more.
 */
export function pagesOf(pages: readonly (readonly Block[])[], maxParts: number): Page[] {
  const budget = new Budget(maxParts);
  return pages.map((blocks, index) => {
    const lines: Line[] = [];
    for (const block of blocks) {
      const { width, lines: rows } = gridOf([block], budget);
      for (const row of rows) {
        const line = width === 1 ? toLine(row[0] ?? '', budget.left) : barred(row, budget.left);
        budget.spend(1 + line.words.length);
        if (line.text !== '' || (lines.at(-1)?.text ?? '') !== '') lines.push(line);
      }
    }
    return pageOf(lines, index);
  });
}

/** A row of texts as a table's. */
export const rowOf = (texts: readonly string[]): TableCell[] => texts.map((text) => ({ blocks: [text], span: 1 }));

class Budget {
  readonly #max: number;
  left: number;

  constructor(max: number) {
    this.#max = max;
    this.left = max;
  }

  spend(parts: number): void {
    this.left -= parts;
    if (this.left < 0) throw new IxError('IX_000_008', `the file has more than ${this.#max} lines, words and cells, too many to be read`);
  }
}

function gridOf(blocks: readonly Block[], budget: Budget): Grid {
  const lines: (readonly string[])[] = [];
  let width = 1;
  for (const block of blocks) {
    const grid = typeof block === 'string' ? textGrid(block) : tableGrid(block, budget);
    width = Math.max(width, grid.width);
    // One by one: a call takes only so many arguments.
    for (const line of grid.lines) lines.push(line);
  }
  return { width, lines };
}

const textGrid = (text: string): Grid => ({
  width: 1,
  lines: storable(text)
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => [line.trimEnd()]),
});

function tableGrid({ rows }: Table, budget: Budget): Grid {
  const grids = rows.map((cells) => cells.map(({ blocks, span }) => ({ span, grid: gridOf(blocks, budget) })));
  const widths: number[] = [];
  for (const cells of grids) {
    let column = 0;
    for (const { span, grid } of cells) {
      if (column + span > COLUMNS_MAX) throw new IxError('IX_000_008', `a table has more than ${COLUMNS_MAX} columns`);
      for (let at = column; at < column + span; at++) widths[at] ??= 1;
      // What a cell needs beyond its columns widens its last one.
      const given = widths.slice(column, column + span).reduce((sum, width) => sum + width, 0);
      const last = column + span - 1;
      widths[last] = (widths[last] ?? 1) + Math.max(0, grid.width - given);
      column += span;
    }
  }
  const width = widths.reduce((sum, each) => sum + each, 0);
  if (width > COLUMNS_MAX) throw new IxError('IX_000_008', `a table has more than ${COLUMNS_MAX} columns`);
  return { width: Math.max(width, 1), lines: grids.flatMap((cells) => rowLines(cells, widths, budget)) };
}

function rowLines(cells: readonly { readonly span: number; readonly grid: Grid }[], widths: readonly number[], budget: Budget): string[][] {
  const height = cells.reduce((most, { grid }) => Math.max(most, grid.lines.length), 1);
  const lines: string[][] = Array.from({ length: height }, () => []);
  let [column, at] = [0, 0];
  for (const { span, grid } of cells) {
    for (const [row, pieces] of grid.lines.entries()) {
      const line = lines[row];
      if (line === undefined || pieces.every((piece) => piece === '')) continue;
      budget.spend(at - line.length + pieces.length);
      while (line.length < at) line.push('');
      line.push(...pieces);
    }
    for (const end = column + span; column < end; column++) at += widths[column] ?? 1;
  }
  return lines;
}

/** Bars are what parts the cells: those of their texts become broken ones. */
function barred(pieces: readonly string[], room: number): Line {
  if (pieces.every((piece) => piece.trim() === '')) return toLine('', room);
  const texts = pieces.map((piece) => piece.replace(/\s+/g, ' ').trim().replaceAll('|', '¦'));
  const line = toLine(`| ${texts.join(' | ')} |`, room + texts.length + 1);
  return { ...line, words: line.words.filter(({ text }) => text !== '|') };
}
