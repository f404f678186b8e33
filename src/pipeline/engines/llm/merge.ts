/** The answers to the parts of a document as one extraction: what they say differently is told, and rows that two of them saw count once. */
import type { FieldDefinition } from '../../../contracts/use-case.ts';
import { type Reading, segmentsOf } from '../../reading/reading.ts';
import type { Evidence, Extraction } from '../engine.ts';
import type { Cell, Row, Sheet } from './answer.ts';
import { keyOf } from './values.ts';
import type { Part } from './windows.ts';

/** A part of the document and what the model said of it. */
export interface Answered {
  readonly part: Part;
  readonly sheet: Sheet;
}

export type Merged = Pick<Extraction, 'result' | 'evidence' | 'reasons'>;

/** Invented ids that are told. */
const MOST_TOLD = 3;

export function merge(fields: readonly FieldDefinition[], answers: readonly Answered[], reading: Reading): Merged {
  const lines = new Map(segmentsOf(reading).map(({ id, line, pageIndex }) => [id, { length: line.text.length, page: pageIndex }]));
  const evidence = new Map<string, readonly Evidence[]>();
  const reasons = new Map<string, readonly string[]>();
  const cite = (path: string, cells: readonly Cell[]) => {
    const ids = [...new Set(cells.flatMap(({ segments }) => segments))];
    if (ids.length > 0)
      evidence.set(
        path,
        ids.map((id) => ({ segment_id: id, start: 0, end: lines.get(id)?.length ?? 0, role: 'value' })),
      );
    const invented = ids.filter((id) => !lines.has(id)).slice(0, MOST_TOLD);
    if (invented.length > 0) tell(path, `the model cites what is not there: ${invented.join(', ')}`);
  };
  const tell = (path: string, reason: string) => reasons.set(path, [...(reasons.get(path) ?? []), reason]);

  const single = (path: string): unknown => {
    const said = answers.flatMap(({ part, sheet }) => {
      const cell = sheet.cells.get(path);
      return cell === undefined ? [] : [{ part, cell }];
    });
    const groups = [
      ...Map.groupBy(
        said.filter(({ cell }) => cell.value !== null),
        ({ cell }) => keyOf(cell.field, cell.value),
      ).values(),
    ];
    // What most parts say; of equals, what stands first.
    const [best, ...others] = groups.sort((a, b) => b.length - a.length);
    const fault = said.find(({ cell }) => cell.fault !== null)?.cell.fault ?? null;
    if (fault !== null) tell(path, `the model's answer does not fit: ${fault}`);
    if (best === undefined) return null;
    cite(
      path,
      best.map(({ cell }) => cell),
    );
    for (const [other] of others)
      if (other !== undefined) tell(path, `${pagesOf(other.part)} say ${JSON.stringify(other.cell.value)}, as the model reads them`);
    return best[0]?.cell.value;
  };

  const list = (path: string): unknown => {
    const rows: Row[] = [];
    let seenTo = 0;
    const known = new Set<string>();
    for (const { part, sheet } of answers) {
      for (const row of sheet.tables.get(path) ?? []) {
        const first = firstPage(row, lines);
        // It stands on a page that the part before was shown as well, and which said so then.
        const twice = first === null ? known.has(JSON.stringify(row.value)) : first <= seenTo;
        if (!twice) rows.push(row);
        known.add(JSON.stringify(row.value));
      }
      seenTo = part.lastPage;
    }
    rows.forEach(({ cells }, position) => {
      for (const [below, cell] of cells) {
        const at = [path, position, ...(below === '' ? [] : [below])].join('.');
        if (cell.value !== null) cite(at, [cell]);
        if (cell.fault !== null) tell(at, `the model's answer does not fit: ${cell.fault}`);
      }
    });
    return rows.length === 0 ? null : rows.map(({ value }) => value);
  };

  const build = (parts: readonly FieldDefinition[], above: string): Record<string, unknown> =>
    Object.fromEntries(
      parts.map((field) => {
        const path = above + field.name;
        if (field.type === 'array') return [field.name, list(path)];
        return [field.name, field.type === 'object' ? build(field.fields ?? [], `${path}.`) : single(path)];
      }),
    );
  return { result: build(fields, ''), evidence, reasons };
}

function firstPage({ cells }: Row, lines: ReadonlyMap<string, { readonly page: number }>): number | null {
  const pages = [...cells.values()].flatMap(({ segments }) => segments.flatMap((id) => lines.get(id)?.page ?? []));
  return pages.length === 0 ? null : Math.min(...pages);
}

/** "page 3", "pages 3–7". */
export function pagesOf({ firstPage, lastPage }: Part): string {
  return firstPage === lastPage ? `page ${firstPage}` : `pages ${firstPage}–${lastPage}`;
}
