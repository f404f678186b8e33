/** Why the cells of a table's rows are what they are: by which headings its columns were looked for, and what stands under them. */
import type { FieldExplanation } from '../../../contracts/response.ts';
import { MOST_EXPLAINED_ROWS } from '../explain-other.ts';
import type { Document } from './document.ts';
import type { LabelMatch } from './labels.ts';
import { type LeafPlan, labelsOfLeaf, type TablePlan } from './plan.ts';
import { headingsOf, type Row } from './tables.ts';

const MOST_FOUND = 20;

/** Of a list without rows why it has none; of the others each cell of the first rows. Dotted paths. */
export function* explainRows(document: Document, table: TablePlan, rows: readonly Row[]): Generator<[string, FieldExplanation]> {
  const path = table.path.join('.');
  const headings = headingsOf(document, table);
  if (rows.length === 0) {
    const outcome =
      headings.length === 0 ? 'none of its headings was found' : 'headings were found, and no rows under at least two of them side by side';
    return yield [path, { ...toldOf(table.columns, headings), candidates: [], outcome: table.single ? alone(headings) : outcome }];
  }
  for (const [i, row] of rows.slice(0, MOST_EXPLAINED_ROWS).entries()) {
    for (const column of table.columns) {
      const key = table.single ? '' : column.path.join('.');
      yield [[path, i, ...(key === '' ? [] : [key])].join('.'), cellOf(column, headings, row, key)];
    }
  }
}

const alone = (headings: readonly LabelMatch[]): string =>
  headings.length === 0 ? 'none of its labels was found' : 'a label was found, and nothing beside or below it that the list can hold';

function cellOf(column: LeafPlan, headings: readonly LabelMatch[], row: Row, key: string): FieldExplanation {
  const own = headings.filter(({ label }) => label.field === column.index);
  const told = toldOf([column], own);
  const spot = row.spots.get(key);
  if (spot === undefined) {
    const outcome =
      own.length === 0
        ? 'none of the column’s headings was found at the head of the table'
        : 'nothing that the column can hold stands under its heading in this row';
    return { ...told, candidates: [], outcome };
  }
  const { id, line } = spot.cell.segment;
  const reasons = [
    own.length === 0 ? 'for it: it stands beside the label of the list' : 'for it: it stands under the heading of the column',
  ];
  const value = key === '' ? row.value : valueAt(row.value, column.path);
  return { ...told, candidates: [{ value, likelihood: null, segment_id: id, snippet: line.text, reasons, lost: null }], outcome: 'found' };
}

const toldOf = (columns: readonly LeafPlan[], headings: readonly LabelMatch[]): Pick<FieldExplanation, 'labels' | 'labels_found'> => ({
  labels: [...new Set(columns.flatMap((column) => labelsOfLeaf(column).map(({ text }) => text)))],
  labels_found: headings.slice(0, MOST_FOUND).map(({ label, cell }) => ({
    label: label.text,
    segment_id: cell.segment.id,
    snippet: cell.segment.line.text,
  })),
});

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (at !== null && typeof at === 'object' ? Reflect.get(at, name) : null), value);
}
