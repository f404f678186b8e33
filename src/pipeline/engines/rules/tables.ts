/** Arrays of objects: the rows of a table whose headings name their fields. */

import type { Value } from '../../kinds/kind.ts';
import { labelsOf } from '../../locales/vocabulary.ts';
import { matchesOf } from '../../values/matches.ts';
import { type Spot, spotOf } from './candidates.ts';
import { type Heading, headingOf, type Piece, pieceOf, piecesUnder, wholePiece } from './columns.ts';
import type { Document } from './document.ts';
import { isFiller } from './fillers.ts';
import { LabelIndex, type LabelMatch } from './labels.ts';
import type { Cell } from './layout.ts';
import type { Matches } from './places.ts';
import { jsonOf, type LeafPlan, type Plan, place, type TablePlan } from './plan.ts';
import { readValues } from './readers.ts';

export interface Row {
  /** An object of the columns, or the value of the only one. */
  readonly value: unknown;
  /** Dotted path in the row ('' for a single value) → where its value stands. */
  readonly spots: ReadonlyMap<string, Spot>;
}

/** A row as it is read: canonical texts by dotted path, and where they stand. */
interface RowInWork {
  readonly texts: Map<string, string>;
  readonly spots: Map<string, Spot>;
}

/** Headings of a table may stand on several lines: this far apart, in heights of the text. */
const HEADING_HEIGHT = 2.2;
/** The widest gap between rows of one table, in heights of the text. */
const ROW_GAP = 6;
const MOST_ROWS = 2000;

interface Header {
  readonly matches: readonly LabelMatch[];
  readonly headings: readonly Heading[];
  readonly bottom: number;
  readonly page: number;
}

/** The rows of all tables of the document that bear this table's headings, in reading order. */
export function extractTable(document: Document, matches: Matches, plan: Plan, table: TablePlan): Row[] {
  const listed = table.single ? listsOf(document, table) : [];
  if (listed.length > 0) return listed.slice(0, MOST_ROWS).map((row) => finished(table, row));
  const headers = headersOf(document, table);
  const rows: RowInWork[] = [];
  for (const [i, header] of headers.entries()) {
    const next = headers[i + 1];
    const until =
      next !== undefined && next.page === header.page ? Math.min(...next.matches.map(({ cell }) => cell.y0)) : Number.POSITIVE_INFINITY;
    const own = rowsUnder(document, matches, plan, table, header, until);
    rows.push(...own.rows);
    let open = own.open && next?.page !== header.page;
    for (let page = header.page + 1; open && own.rows.length > 0 && page !== next?.page; page++) {
      const more = rowsUnder(document, matches, plan, table, { ...header, page }, Number.POSITIVE_INFINITY, own.rows.at(-1));
      if (more.rows.length === 0 || rows.length >= MOST_ROWS) break;
      rows.push(...more.rows);
      open = more.open;
    }
    if (rows.length >= MOST_ROWS) break;
  }
  return rows.slice(0, MOST_ROWS).map((row) => finished(table, row));
}

/** The headings of the table that the document has: those at the heads of its rows, or all where there is no such place. */
export function headingsOf(document: Document, table: TablePlan): LabelMatch[] {
  const headers = headersOf(document, table).flatMap(({ matches }) => matches);
  return headers.length > 0 ? headers : document.cells.flatMap((cell) => headingsIn(table, cell));
}

/** Single values in the row of their label: "Contacts: a@example.org, b@example.org". */
function listsOf(document: Document, table: TablePlan): RowInWork[] {
  const [column] = table.columns;
  if (column === undefined) return [];
  for (const cell of document.cells) {
    const [match] = headingsIn(table, cell);
    if (match === undefined || match.position === 'middle') continue;
    const found = [{ cell, from: match.end }, ...document.layout.right(cell).map((other) => ({ cell: other, from: 0 }))].flatMap(
      ({ cell: at, from }) => valuesIn(document, column, at, from).map((value) => ({ cell: at, value })),
    );
    if (found.length > 0)
      return found.map(({ cell: at, value }) => ({ texts: new Map([['', value.text]]), spots: new Map([['', spotOf(at, value)]]) }));
  }
  return [];
}

/** What parts the values of a list in one line. */
const LIST_MARKS = /[^,;|•]+/g;

function valuesIn(document: Document, column: LeafPlan, cell: Cell, from: number): readonly Value[] {
  if (column.kind.formed) return readValues(document, column, cell, from);
  return matchesOf(cell.text.slice(from), LIST_MARKS).flatMap(({ 0: piece, index }) => {
    const [value] = readValues(document, column, cell, from + index, from + index + piece.length);
    return value ?? [];
  });
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
    const others = document.layout.row(cell).filter(({ index }) => !named.has(index));
    headers.push({
      matches: found,
      headings: [...found.map((match) => headingAt(match, found)), ...others.map(({ x0, x1 }) => ({ field: null, x0, x1 }))],
      bottom: Math.max(...found.map(({ cell: heading }) => heading.y1)),
      page: cell.page,
    });
  }
  const most = Math.max(0, ...headers.map(({ matches }) => matches.length));
  return headers.filter(({ matches }) => matches.length === most);
}

/** Where a heading stands: its cell, or its own words where the cell holds several. */
function headingAt({ cell, start, end, label: { field } }: LabelMatch, all: readonly LabelMatch[]): Heading {
  const several = all.some((other) => other.cell === cell && other.label.field !== field);
  const { x0, x1 } = several ? pieceOf(cell, start, end) : cell;
  return { field, x0, x1 };
}

function headingsIn(table: TablePlan, cell: Cell): LabelMatch[] {
  return table.labels
    .match(cell)
    .filter(({ position, label }) => (position === 'start' || position === 'middle' || position === 'break') && !label.phrase);
}

/**
 * The rows under a header, and whether the table may go on on the next page. There, below no headings, its rows begin with the
 * first one that has as many values as the `last` one of the page before.
 */
function rowsUnder(
  document: Document,
  matches: Matches,
  plan: Plan,
  table: TablePlan,
  header: Header,
  until: number,
  last?: RowInWork,
): { readonly rows: readonly RowInWork[]; readonly open: boolean } {
  const [first] = header.matches;
  if (first === undefined) return { rows: [], open: false };
  const rows: RowInWork[] = [];
  const needed = Math.min(2, header.matches.length);
  const cells = last === undefined ? document.layout.below(first.cell, Number.POSITIVE_INFINITY) : document.layout.page(header.page);
  let bottom = last === undefined ? header.bottom : Number.NEGATIVE_INFINITY;
  let afterFoot = false;
  const seen = new Set<number>(header.matches.map(({ cell }) => cell.index));
  for (const cell of cells) {
    if (seen.has(cell.index) || (last === undefined && cell.y0 < header.bottom - 0.3 * cell.em)) continue;
    const begun = last === undefined || rows.length > 0;
    if (cell.y0 >= until || rows.length >= MOST_ROWS || (begun && cell.y0 > bottom + ROW_GAP * cell.em)) break;
    const line = document.layout.row(cell);
    for (const { index } of line) seen.add(index);
    if (line.some((other) => endsTable(matches, plan, other))) return { rows, open: false };
    const row = readRow(document, table, header, line);
    bottom = Math.max(bottom, ...line.map(({ y1 }) => y1));
    const before = rows.at(-1) ?? last;
    if (before !== undefined && row.spots.size < before.spots.size && isFoot(line)) {
      afterFoot = true;
      continue;
    }
    const whole = begun && !afterFoot ? needed : Math.max(needed, before?.spots.size ?? 0);
    if (row.spots.size >= whole) {
      rows.push(row);
      afterFoot = false;
    } else if (!afterFoot) goOn(rows.at(-1), row, table);
  }
  return { rows, open: true };
}

/** What documents call their totals, and what is carried from page to page. */
const FOOT_ROLES = ['total_net', 'total_tax', 'total_gross', 'receipt_total', 'carried_forward'] as const;
let foot: LabelIndex | undefined;

/** A row that begins with the name of a total and nothing else is none of the table's; the next one has to be as full as those before it. */
function isFoot([first]: readonly Cell[]): boolean {
  if (first === undefined || !/\p{L}/u.test(first.text)) return false;
  foot ??= new LabelIndex(FOOT_ROLES.flatMap((role) => labelsOf(role).map((label) => ({ ...label, field: 0, phrase: false }))));
  return foot.match(first).some(({ position, end }) => position === 'start' && isFiller(first.text.slice(end)));
}

/** A field of the document outside tables, an amount's label most often, ends the table: "Total", "Zwischensumme". */
function endsTable(matches: Matches, plan: Plan, cell: Cell): boolean {
  return (matches[cell.index] ?? []).some(
    ({ position, label }) => position === 'start' && !label.phrase && plan.leaves[label.field]?.kind.name === 'amount',
  );
}

function readRow(document: Document, table: TablePlan, header: Header, line: readonly Cell[]): RowInWork {
  const texts = new Map<string, string>();
  const spots = new Map<string, Spot>();
  for (const piece of line.flatMap((cell) => piecesIn(document, table, header, cell))) {
    const column = columnOf(table, header, piece);
    const path = column?.path.join('.') ?? '';
    if (column === null || spots.has(path)) continue;
    const [value] = readValues(document, column, piece.cell, piece.start, piece.end);
    if (value === undefined) continue;
    texts.set(path, value.text);
    spots.set(path, spotOf(piece.cell, value));
  }
  return { texts, spots };
}

function columnOf(table: TablePlan, { headings }: Header, piece: Piece): LeafPlan | null {
  const field = headingOf(headings, piece)?.field ?? null;
  return field === null ? null : (table.columns[field] ?? null);
}

/** A cell over several columns is parted where each part is what its column holds; a long text beside figures stays whole. */
function piecesIn(document: Document, table: TablePlan, header: Header, cell: Cell): readonly Piece[] {
  const pieces = piecesUnder(header.headings, cell);
  const fitting = pieces.every((piece) => {
    const column = columnOf(table, header, piece);
    if (column === null || !column.kind.formed) return true;
    return readValues(document, column, piece.cell, piece.start, piece.end).some(
      ({ start, end }) => start === piece.start && end === piece.end,
    );
  });
  if (pieces.length > 1 && fitting) return pieces;
  // What begins under a heading is its column's, however far it runs.
  return [{ ...wholePiece(cell), x1: pieces[0]?.x1 ?? cell.x1 }];
}

/** A line with less than a row's worth of values goes on where the row before it left off: a description over two lines. */
function goOn(row: RowInWork | undefined, more: RowInWork, table: TablePlan): void {
  if (row === undefined) return;
  for (const { path, kind, field } of table.columns) {
    const key = path.join('.');
    const [known, added] = [row.texts.get(key), more.texts.get(key)];
    if (kind.name === 'text' && known !== undefined && added !== undefined)
      row.texts.set(key, `${known}${field.multiline ? '\n' : ' '}${added}`);
  }
}

function finished(table: TablePlan, { texts, spots }: RowInWork): Row {
  const jsonIn = (column: LeafPlan): unknown => {
    const text = texts.get(column.path.join('.'));
    return text === undefined ? null : jsonOf(column, text);
  };
  const [only] = table.columns;
  if (table.single) return { value: only === undefined ? null : jsonIn(only), spots };
  const value: Record<string, unknown> = {};
  for (const column of table.columns) place(value, column.path, jsonIn(column));
  for (const path of table.unread) place(value, path, null);
  return { value, spots };
}
