/** Arrays of objects: the rows of a table whose headings name their fields. */
import type { Matches, Spot } from './candidates.ts';
import { spotOf } from './candidates.ts';
import type { Document, Value } from './document.ts';
import type { LabelMatch } from './labels.ts';
import { type Cell, sideways } from './layout.ts';
import type { LeafPlan, Plan, TablePlan } from './plan.ts';
import { readValues } from './readers.ts';

export interface Row {
  readonly values: Record<string, unknown>;
  /** Field name → where its value stands. */
  readonly spots: ReadonlyMap<string, Spot>;
}

/** Headings of a table may stand on several lines: this far apart, in heights of the text. */
const HEADING_HEIGHT = 2.2;
/** The widest gap between rows of one table, in heights of the text. */
const ROW_GAP = 6;
const MOST_ROWS = 2000;

interface Header {
  readonly matches: readonly LabelMatch[];
  /** Heading cells that name none of the fields: they keep their column's values away from the others. */
  readonly others: readonly Cell[];
  readonly bottom: number;
  readonly page: number;
}

/** The rows of all tables of the document that bear this table's headings, in reading order. */
export function extractTable(document: Document, matches: Matches, plan: Plan, table: TablePlan): Row[] {
  const headers = headersOf(document, table);
  const rows: Row[] = [];
  for (const [i, header] of headers.entries()) {
    const next = headers[i + 1];
    const until =
      next !== undefined && next.page === header.page ? Math.min(...next.matches.map(({ cell }) => cell.y0)) : Number.POSITIVE_INFINITY;
    rows.push(...rowsUnder(document, matches, plan, table, header, until));
    if (rows.length >= MOST_ROWS) break;
  }
  return rows.slice(0, MOST_ROWS);
}

/** The places where at least two columns (or the only one) are named side by side; those that name most of them. */
function headersOf(document: Document, table: TablePlan): Header[] {
  const headers: Header[] = [];
  const used = new Set<number>();
  for (const cell of document.cells) {
    if (used.has(cell.index) || !cell.upright) continue;
    const start = headingsIn(table, cell);
    if (start.length === 0) continue;
    const near = [
      cell,
      ...document.layout.row(cell),
      ...document.layout.below(cell, HEADING_HEIGHT * cell.em).filter(({ y1 }) => y1 <= cell.y1 + HEADING_HEIGHT * cell.em),
    ];
    const cells = [...new Set(near)];
    const byColumn = new Map<number, LabelMatch>();
    for (const other of cells)
      for (const match of headingsIn(table, other)) if (!byColumn.has(match.label.field)) byColumn.set(match.label.field, match);
    if (byColumn.size < Math.min(2, table.columns.length)) continue;
    const found = [...byColumn.values()];
    for (const { cell: heading } of found) used.add(heading.index);
    const named = new Set(found.map(({ cell: heading }) => heading.index));
    headers.push({
      matches: found,
      others: document.layout.row(cell).filter(({ index }) => !named.has(index)),
      bottom: Math.max(...found.map(({ cell: heading }) => heading.y1)),
      page: cell.page,
    });
  }
  const most = Math.max(0, ...headers.map(({ matches }) => matches.length));
  return headers.filter(({ matches }) => matches.length === most);
}

function headingsIn(table: TablePlan, cell: Cell): LabelMatch[] {
  return table.labels
    .match(cell)
    .filter(({ position, label }) => (position === 'start' || position === 'middle' || position === 'break') && !label.phrase);
}

function rowsUnder(document: Document, matches: Matches, plan: Plan, table: TablePlan, header: Header, until: number): Row[] {
  const [first] = header.matches;
  if (first === undefined) return [];
  const rows: Row[] = [];
  const needed = Math.min(2, header.matches.length);
  let bottom = header.bottom;
  const seen = new Set<number>(header.matches.map(({ cell }) => cell.index));
  for (const cell of document.layout.below(first.cell, Number.POSITIVE_INFINITY)) {
    if (seen.has(cell.index) || cell.y0 < header.bottom - 0.3 * cell.em) continue;
    if (cell.y0 >= until || cell.y0 > bottom + ROW_GAP * cell.em || rows.length >= MOST_ROWS) break;
    const line = document.layout.row(cell);
    for (const { index } of line) seen.add(index);
    if (line.some((other) => endsTable(matches, plan, other))) break;
    const row = readRow(document, table, header, line);
    bottom = Math.max(bottom, ...line.map(({ y1 }) => y1));
    if (row.spots.size >= needed) rows.push(row);
    else goOn(rows.at(-1), row, table);
  }
  return rows;
}

/** A field of the document outside tables, an amount's label most often, ends the table: "Total", "Zwischensumme". */
function endsTable(matches: Matches, plan: Plan, cell: Cell): boolean {
  return (matches[cell.index] ?? []).some(
    ({ position, label }) => position === 'start' && !label.phrase && plan.leaves[label.field]?.kind === 'amount',
  );
}

function readRow(document: Document, table: TablePlan, header: Header, line: readonly Cell[]): Row {
  const values: Record<string, unknown> = Object.fromEntries(table.columns.map(({ field }) => [field.name, null]));
  const spots = new Map<string, Spot>();
  for (const cell of line) {
    const column = columnOf(table, header, cell);
    if (column === null || spots.has(column.field.name)) continue;
    const value = firstValue(document, column, cell);
    if (value === undefined) continue;
    values[column.field.name] = jsonOf(column, value.text);
    spots.set(column.field.name, spotOf(cell, value));
  }
  return { values, spots };
}

function firstValue(document: Document, column: LeafPlan, cell: Cell): Value | undefined {
  return readValues(document, column.kind === 'party' ? { ...column, kind: 'text' } : column, cell, 0)[0];
}

/** A line with less than a row's worth of values goes on where the row before it left off: a description over two lines. */
function goOn(row: Row | undefined, more: Row, table: TablePlan): void {
  if (row === undefined) return;
  for (const { field, kind } of table.columns) {
    const [known, added] = [row.values[field.name], more.values[field.name]];
    if (kind === 'text' && typeof known === 'string' && typeof added === 'string') row.values[field.name] = `${known} ${added}`;
  }
}

/** The column whose heading is nearest sideways; null under a heading that names no field. */
function columnOf(table: TablePlan, header: Header, cell: Cell): LeafPlan | null {
  const distance = (heading: Cell) => sideways(heading, cell) * 1e3 + Math.abs(heading.x0 + heading.x1 - cell.x0 - cell.x1);
  let best: { field: number | null; distance: number } | null = null;
  for (const { cell: heading, label } of header.matches) {
    const away = distance(heading);
    if (best === null || away < best.distance) best = { field: label.field, distance: away };
  }
  for (const heading of header.others) {
    const away = distance(heading);
    if (best === null || away < best.distance) best = { field: null, distance: away };
  }
  return best === null || best.field === null ? null : (table.columns[best.field] ?? null);
}

function jsonOf({ field: { type } }: LeafPlan, text: string): unknown {
  if (type === 'number' || type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}
