/** Results as CSV and XLSX: a row a document, a column a value, in the order of the use case. What people decided counts. */
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { fieldsOfJob } from '../http/decisions.ts';
import type { UiDeps } from './deps.ts';
import { filterOf, type ListQuery } from './list-query.ts';
import { resultRows } from './result.ts';
import { type Cell, xlsxOf } from './xlsx.ts';

/** Documents of one file at most. */
export const EXPORT_MAX = 5000;
/** Jobs read at a time: their answers are in memory together. */
const BATCH = 100;

const HEAD = ['job_id', 'client_id', 'request_id', 'document', 'use_case', 'status', 'code', 'created_at'] as const;

/** The values that count: what was decided, else what was extracted. Null: there is no answer. */
export const valuesOf = ({ response, review }: Job): Readonly<Record<string, unknown>> | null =>
  review?.result ?? response?.ix_result?.result ?? null;

/** Path → value of each leaf, in the order of the use case. */
function cellsOf(deps: UiDeps, job: Job): Map<string, unknown> {
  const values = valuesOf(job);
  if (job.response === null || values === null) return new Map();
  const { ix_result } = job.response;
  const answer = ix_result === null ? job.response : { ...job.response, ix_result: { ...ix_result, result: { ...values } } };
  return new Map(resultRows(answer, fieldsOfJob(deps, job) ?? []).map(({ path, value }) => [path, value]));
}

/** All that match, newest first, up to EXPORT_MAX. */
async function rowsOfList(deps: UiDeps, scope: Scope, query: ListQuery): Promise<Rows> {
  const rows: [Job, Map<string, unknown>][] = [];
  let cursor = query.cursor;
  do {
    const list = await deps.listPage(scope, { ...filterOf(query), limit: BATCH, offset: 0, ...(cursor === null ? {} : { cursor }) });
    const ids = list.jobs.map(({ job_id }) => JobIdSchema.parse(job_id));
    const jobs = await deps.getJobs(scope, ids);
    for (const job of ids.flatMap((id) => jobs.get(id) ?? [])) rows.push([job, cellsOf(deps, job)]);
    cursor = list.next_cursor;
  } while (cursor !== null && rows.length < EXPORT_MAX);
  return rows.slice(0, EXPORT_MAX);
}

export const csvOfList = async (deps: UiDeps, scope: Scope, query: ListQuery): Promise<string> =>
  csvOf(await rowsOfList(deps, scope, query));
export const csvOfJob = (deps: UiDeps, job: Job): string => csvOf([[job, cellsOf(deps, job)]]);

/** Amounts and other numbers are numbers there; what has more digits than a spreadsheet keeps stays a text, as do ids and dates. */
export const xlsxOfList = async (deps: UiDeps, scope: Scope, query: ListQuery): Promise<Uint8Array<ArrayBuffer>> =>
  xlsxOf(tableOf(await rowsOfList(deps, scope, query)).map((line) => line.map(sheetCell)));

type Rows = readonly (readonly [Job, ReadonlyMap<string, unknown>])[];

/** A head, then a line for each document. */
function tableOf(rows: Rows): unknown[][] {
  const columns = [...new Set(rows.flatMap(([, cells]) => [...cells.keys()]))];
  const lines = rows.map(([job, cells]) => [
    ...[job.job_id, job.client_id, job.request_id, job.display_name, job.use_case, job.status, job.code, job.created_at],
    ...columns.map((column) => cells.get(column) ?? null),
  ]);
  return [[...HEAD, ...columns], ...lines];
}

function sheetCell(value: unknown): Cell {
  if (value === null || typeof value === 'number') return value;
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^-?(?:0|[1-9]\d{0,12})\.\d{1,4}$/.test(value) && value.length <= 16 ? Number(value) : value;
}

function csvOf(rows: Rows): string {
  // A byte order mark: spreadsheets take it for UTF-8 then.
  return `\uFEFF${tableOf(rows)
    .map((line) => line.map(cell).join(','))
    .join('\r\n')}\r\n`;
}

/** RFC 4180. What a spreadsheet would take for a formula is made a text; a negative number is none. */
function cell(value: unknown): string {
  const text = value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
