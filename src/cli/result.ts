/** A job's answer for people: each field with its value, where it stands, and whether it was found again there. */
import type { Job } from '../contracts/job.ts';
import type { BoundingBox, FieldProvenance, ResponseIX } from '../contracts/response.ts';
import type { UseCaseFields } from './client.ts';
import { printable, table } from './table.ts';

/**
 * The lines of a finished job.
 * @param width characters of a line; what does not fit is left out (boxes) or shortened (values). Without it, nothing is.
 * @param fields of its use case: their order is the table's, the required ones are marked; null = not known (an inline use case).
 */
export function resultText(job: Job, fields: UseCaseFields | null, width?: number): string {
  const { response } = job;
  const name = printable(job.display_name ?? job.request_id);
  const head = `${name}: ${job.use_case ?? job.request.use_case_inline?.name ?? 'inline use case'}, ${job.status}${tookText(job)} (job ${job.job_id})`;
  if (response === null) return head;
  const parts = [head];
  if (response.error !== null) parts.push(printable(response.error));
  if (response.ix_result !== null) parts.push('', fieldTable(response, fields, width), '', countText(response));
  parts.push(...response.warning.map((warning) => `warning: ${printable(warning)}`));
  const text = response.ocr_result?.result.text ?? null;
  if (text !== null) parts.push('', ...text.split('\n').map(printable));
  return parts.join('\n');
}

/** The required fields that are null in a job that is done. */
export function missingFields(job: Job, fields: UseCaseFields): string[] {
  const result = job.response?.ix_result?.result;
  if (result === undefined) return [];
  return fields.filter(({ name, required }) => required && (result[name] ?? null) === null).map(({ name }) => name);
}

/** ` in 0.42 s`, from when the run began. */
function tookText(job: Job): string {
  if (job.started_at === null || job.finished_at === null) return '';
  return ` in ${((Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000).toFixed(2)} s`;
}

function fieldTable(response: ResponseIX, fields: UseCaseFields | null, width: number | undefined): string {
  const result = response.ix_result?.result ?? {};
  // The database keeps the keys of an object in an order of its own.
  const ordered = fields === null ? result : Object.fromEntries(fields.map(({ name }) => [name, result[name] ?? null]));
  const required = new Set(fields?.filter((field) => field.required).map(({ name }) => name));
  const head = ['FIELD', 'VALUE', 'TRUST', 'PAGE', 'VERIFIED', 'BOX (left top right bottom, % of the page)'];
  const rows = [...leaves(ordered, '')].map(([path, value]) => {
    const provenance = response.provenance?.fields[`result.${path}`];
    const source = provenance?.sources[0];
    const box = source?.bounding_box ?? null;
    return [
      required.has(path) ? `${path} *` : path,
      value === null ? '-' : typeof value === 'string' ? value : JSON.stringify(value),
      response.trust?.[`result.${path}`]?.level ?? '',
      source === undefined ? '' : pageText(response, source.file_index, source.page),
      value === null ? '' : verifiedText(provenance),
      box === null ? '' : boxText(box),
    ];
  });
  const whole = table(head, rows);
  if (width === undefined || whole.split('\n').every((line) => line.length <= width)) return whole;
  const without = rows.map((row) => row.slice(0, -1));
  return table(head.slice(0, -1), without, { width, shrink: ['FIELD', 'VALUE'] });
}

/** `2`, or `2 of file 3` where the job has several files. */
function pageText(response: ResponseIX, fileIndex: number, page: number): string {
  const files = new Set(
    Object.values(response.provenance?.fields ?? {}).flatMap((field) => field.sources.map((source) => source.file_index)),
  );
  return files.size > 1 ? `${page} of file ${fileIndex + 1}` : String(page);
}

/** `n/a` for values that are words of ours, not the document's: a choice, a yes or no. */
function verifiedText(provenance: FieldProvenance | undefined): string {
  const verified = provenance?.provenance_verified ?? null;
  return verified === null ? 'n/a' : verified ? 'yes' : 'NO';
}

function boxText(box: BoundingBox): string {
  const xs = box.filter((_, n) => n % 2 === 0);
  const ys = box.filter((_, n) => n % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
    .map((share) => (share * 100).toFixed(1).padStart(4))
    .join(' ');
}

function countText(response: ResponseIX): string {
  const values = [...leaves(response.ix_result?.result ?? {}, '')].filter(([, value]) => value !== null).length;
  const metrics = response.provenance?.quality_metrics;
  const found = `${values} of ${[...leaves(response.ix_result?.result ?? {}, '')].length} fields found`;
  const review = response.trust === null ? '' : `, ${response.needs_review.length} to be looked at`;
  return metrics === undefined
    ? `${found}${review} (* required)`
    : `${found}, ${metrics.verified_fields} verified in the document${review} (* required)`;
}

/** Every value that is neither an object nor a list, by dotted path. */
function* leaves(value: unknown, path: string): Generator<[path: string, value: unknown]> {
  const entries = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : null;
  if (entries === null || (entries.length === 0 && path !== '')) yield [path, value];
  else for (const [key, inner] of entries) yield* leaves(inner, path === '' ? String(key) : `${path}.${key}`);
}

/** Where a job stands in the queue: `3 ahead`, or `at least 20000 ahead`. */
export const aheadOf = ({ ahead, ahead_is_minimum }: NonNullable<Job['queue']>): string =>
  `${ahead_is_minimum ? 'at least ' : ''}${ahead} ahead`;
