/** Writes a sheet as plain text, columns kept by blanks, and says where each value came to stand. */
import type { Run, Sheet, SheetPage } from './sheet.ts';
import { piecesOf } from './words.ts';

/** Where a value stands in a text: pages and lines count from 1 and 0, the span is in UTF-16 units of its line. */
export interface TextPlace {
  readonly page: number;
  readonly text: string;
  readonly line: number;
  readonly char_span: readonly [number, number];
}

export interface PlainText {
  readonly text: string;
  readonly places: ReadonlyMap<string, readonly TextPlace[]>;
}

/** Baselines at most this far apart, in points, are one line of text. */
const SAME_ROW = 3;
/** A gap of more than this part of the font size is a blank line. */
const BLANK_LINE = 2.1;

/**
 * @param columnWidth points that one character column stands for. Hidden and turned texts are left out, as most tools do.
 * @param gap blanks between two runs of a line at least; 0: one blank, wherever they stand, as tools write it that keep no columns.
 */
export function plainOf(sheet: Sheet, columnWidth: number, gap = 2): PlainText {
  const places = new Map<string, TextPlace[]>();
  const pages = sheet.pages.map((page, index) => linesOf(page, index + 1, { width: columnWidth, gap }, places).join('\n'));
  return { text: pages.join('\n\f'), places };
}

interface Columns {
  readonly width: number;
  readonly gap: number;
}

function linesOf(page: SheetPage, number: number, columns: Columns, places: Map<string, TextPlace[]>): string[] {
  const runs = page.marks.filter((mark) => mark.kind === 'run').filter(({ hidden, turn }) => !hidden && turn === 0);
  const rows: { y: number; runs: Run[] }[] = [];
  for (const run of runs.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row !== undefined && run.y - row.y <= SAME_ROW) row.runs.push(run);
    else rows.push({ y: run.y, runs: [run] });
  }
  const lines: string[] = [];
  let above: number | null = null;
  for (const { y, runs: inRow } of rows) {
    if (columns.gap > 0 && above !== null && y - above > (inRow[0]?.size ?? 10) * BLANK_LINE) lines.push('');
    above = y;
    lines.push(lineOf(inRow, columns, { page: number, line: lines.length }, places));
  }
  return lines;
}

function lineOf(
  runs: readonly Run[],
  { width, gap }: Columns,
  at: { page: number; line: number },
  places: Map<string, TextPlace[]>,
): string {
  let line = '';
  const placed = runs.map((run) => ({ run, column: columnOf(run, width) })).toSorted((a, b) => a.column - b.column);
  for (const { run, column } of placed) {
    line = gap === 0 ? `${line}${line === '' ? '' : ' '}` : (line === '' ? '' : line + ' '.repeat(gap)).padEnd(column);
    for (const piece of piecesOf(run.words)) {
      const text = typeof piece === 'string' ? piece : piece.text;
      if (typeof piece !== 'string') {
        const known = places.get(piece.field) ?? [];
        known.push({ ...at, text, char_span: [line.length, line.length + text.length] });
        places.set(piece.field, known);
      }
      line += text;
    }
  }
  return line.trimEnd();
}

/** A right-aligned text ends, a centred one has its middle where it has them on the sheet. */
function columnOf(run: Run, columnWidth: number): number {
  const size = { left: 0, right: 1, center: 0.5 }[run.align];
  const width = run.text.length * columnWidth;
  return Math.max(0, Math.round((run.x + size * (run.width - width)) / columnWidth));
}
