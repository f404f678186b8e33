/** Which jobs the listing shows and counts, as conditions of its statements. */
import { type RawBuilder, sql } from 'kysely';
import type { IxErrorCode } from '../contracts/errors.ts';
import type { BatchId } from '../contracts/ids.ts';
import { type CallbackStatus, isTerminal, JOB_STATUSES, type JobStatus, SEARCH_TEXT_MIN } from '../contracts/job.ts';
import type { TrustLevel } from '../contracts/response.ts';
import type { Scope } from '../contracts/scope.ts';
import { clientsOf, ofClients } from './in-scope.ts';

export interface JobFilter {
  /** Undefined: any; an empty list matches nothing. */
  readonly statuses?: readonly JobStatus[] | undefined;
  readonly clientId?: string | undefined;
  /** The jobs that one request made. */
  readonly batchId?: BatchId | undefined;
  readonly useCase?: string | undefined;
  /** Jobs that ended in error with this code. */
  readonly code?: IxErrorCode | undefined;
  /** Jobs that a worker runs now whose id begins so. */
  readonly worker?: string | undefined;
  /** Jobs with that outcome of their callback. */
  readonly callbackStatus?: CallbackStatus | undefined;
  /** In the display name, or one of the ids, or how one begins (6 characters and more); at least 3 characters. Case does not matter in names. */
  readonly text?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** Whether a person should look at it, and nobody is through with it yet. Undefined: either. */
  readonly needsReview?: boolean | undefined;
  /** Jobs to be reviewed that have a value of that trust; `high`: jobs that need no review, all of whose values have it. */
  readonly trust?: TrustLevel | undefined;
}

/** A place between two rows of the listing: `created_at` and `job_id` of the row it stands at. */
export interface JobCursor {
  /** `older`: the rows after this one, going on; `newer`: the rows before it, going back. */
  readonly direction: 'older' | 'newer';
  readonly createdAt: string;
  readonly jobId: string;
}

/** In the order of the index; each once. Only jobs in error have a code, only running ones a worker that runs them, only done ones values, only ended ones a callback. */
export const statusesOf = ({ statuses, code, worker, callbackStatus, trust }: JobFilter): JobStatus[] =>
  JOB_STATUSES.filter(
    (status) =>
      (statuses?.includes(status) ?? true) &&
      (code === undefined || status === 'error') &&
      (worker === undefined || status === 'running') &&
      (trust === undefined || status === 'done') &&
      (callbackStatus === undefined || isTerminal(status)),
  );

export function conditions(scope: Scope, filter: JobFilter, cursor: JobCursor | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  const clients = clientsOf(scope, filter.clientId);
  if (clients !== 'all') where.push(ofClients(clients));
  if (filter.batchId !== undefined) where.push(sql`batch_id = ${filter.batchId}`);
  if (filter.useCase !== undefined) where.push(sql`use_case = ${filter.useCase}`);
  if (filter.code !== undefined) where.push(sql`error_code = ${filter.code}`);
  if (filter.worker !== undefined) where.push(sql`starts_with(worker_id, ${filter.worker})`);
  if (filter.callbackStatus !== undefined) where.push(sql`callback_status = ${sql.lit(filter.callbackStatus)}`);
  if (filter.createdAfter !== undefined) where.push(sql`created_at > ${filter.createdAfter.toISOString()}::timestamptz`);
  if (filter.createdBefore !== undefined) where.push(sql`created_at < ${filter.createdBefore.toISOString()}::timestamptz`);
  // As the partial indexes have it.
  if (filter.needsReview !== undefined) where.push(filter.needsReview ? sql`needs_review` : sql`NOT needs_review`);
  if (filter.trust !== undefined) where.push(...ofTrust(filter.trust));
  if (cursor !== undefined) {
    const place = sql`(${cursor.createdAt}::timestamptz, ${cursor.jobId}::uuid)`;
    where.push(cursor.direction === 'older' ? sql`(created_at, job_id) < ${place}` : sql`(created_at, job_id) > ${place}`);
  }
  return where;
}

/** The levels stand in the answer alone: it is looked into for rows that the index of those to review, or of those that are done, gives in order. */
function ofTrust(level: TrustLevel): RawBuilder<unknown>[] {
  const has = (path: string) => sql`jsonb_path_exists((response -> 'trust')::jsonb, ${sql.lit(path)}::jsonpath)`;
  return level === 'high'
    ? [sql`NOT needs_review`, has('$.*.level ? (@ == "high")'), sql`NOT ${has('$.*.level ? (@ == "low" || @ == "check")')}`]
    : [sql`needs_review`, has(`$.*.level ? (@ == "${level}")`)];
}

/** Letters of an id that are enough to find it by. */
const PREFIX_MIN = 6;

/** A job matches when its name has the text in it, or one of its ids is the text or begins with it. */
export function tests(text: string): RawBuilder<unknown>[] {
  if (text.length < SEARCH_TEXT_MIN)
    throw new RangeError(`text must have at least ${SEARCH_TEXT_MIN} characters, got ${JSON.stringify(text)}`);
  return [sql`display_name ILIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`, ...idTests(text)];
}

/** An id is the text, or begins with it where that is long enough to say something. */
function idTests(text: string): RawBuilder<unknown>[] {
  const hex = /^[0-9a-f-]+$/i.test(text) ? text.toLowerCase().replaceAll('-', '') : '';
  if (text.length < PREFIX_MIN) return [sql`request_id = ${text}`];
  return [
    // Letter by letter, as its index is.
    sql`(request_id ~>=~ ${text} AND request_id ~<=~ ${`${text}\u{10ffff}`})`,
    ...(hex.length >= PREFIX_MIN && hex.length <= 16 ? [sql`(ix_id >= ${hex} AND ix_id <= ${hex.padEnd(16, 'f')})`] : []),
    ...(hex.length >= PREFIX_MIN && hex.length <= 32
      ? [sql`(job_id >= ${hex.padEnd(32, '0')}::uuid AND job_id <= ${hex.padEnd(32, 'f')}::uuid)`]
      : []),
  ];
}

/** The job_ids that match, each once and as they are found; every test by its index, without what the tests before it found. */
export const matches = (text: string): RawBuilder<unknown> =>
  sql.join(
    tests(text).map((test, i, all) => {
      const before = all.slice(0, i).map((other) => sql` AND (${other}) IS NOT TRUE`);
      return sql`SELECT job_id FROM ix_job_search WHERE ${test}${sql.join(before, sql``)}`;
    }),
    sql` UNION ALL `,
  );
