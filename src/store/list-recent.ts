/** listRecent: the listing, newest first, a page at a time. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { IxErrorCode } from '../contracts/errors.ts';
import { JOB_STATUSES, type JobStatus, type JobSummary, LIST_LIMIT_MAX, OFFSET_MAX } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { countJobs } from './counts.ts';
import { conditions, type JobCursor, type JobFilter, matches, statusesOf, tests } from './job-filter.ts';
import { SUMMARY, SUMMARY_COLUMNS } from './row.ts';
import { integer, query, text } from './statement.ts';

export interface JobPage {
  /** 1 or more; cut down to 200. */
  readonly limit: number;
  /** 0 to 10,000, counted from the cursor when there is one: whoever goes deeper goes by cursor. */
  readonly offset: number;
  readonly cursor?: JobCursor | undefined;
}

export interface JobTotal {
  readonly total: number;
  /** `more_than`: counting stopped at `total`; there may be more. */
  readonly relation: 'exact' | 'more_than';
}

/** Counts that no counter holds are exact up to here, unless a caller is content with less. */
export const COUNT_MAX = 10_000;

/**
 * How many of the newest rows are looked through, one after the other, before the search index is asked. A word in many names fills
 * its page from the first few; one that hardly any of the first thousand has is rare enough to be looked up, as an id always is.
 */
const SEARCH_WINDOWS = [1000, 20_000, 100_000];
/** So many of the newest tell whether a word is in many names. */
const COUNT_SAMPLE = 1000;

/** Rows of a status that are read for its count at a glance. */
const GLANCE = 2000;
const LOOKED = { status: text<JobStatus>(), looked: integer(), found: integer() };
const COUNTED = { status: text<JobStatus>(), n: integer() };
/** A word that a smaller share of names has is worth looking up for it. */
const RARE = 1 / 500;

/**
 * Order: created_at and job_id, newest first. Each status is read in order from its index and the four are merged, so no row is read
 * that is not shown (or skipped by the offset). Indexes: ix_jobs_recent, ix_jobs_recent_of_client, ix_jobs_recent_of_use_case, ix_jobs_batch, ix_jobs_recent_of_code, ix_jobs_recent_of_callback, ix_jobs_to_review,
 * ix_jobs_to_review_of_client, ix_jobs_to_review_of_use_case, and for `text` those of ix_job_search.
 * @throws RangeError for an offset or limit out of range, or a text that is too short.
 */
export async function listRecent(em: EntityManager, scope: Scope, filter: JobFilter, page: JobPage): Promise<JobSummary[]> {
  checkRange('offset', page.offset, 0, OFFSET_MAX);
  checkRange('limit', page.limit, 1, Number.MAX_SAFE_INTEGER);
  const statuses = statusesOf(filter);
  if (statuses.length === 0) return [];
  const limit = Math.min(page.limit, LIST_LIMIT_MAX);
  const back = page.cursor?.direction === 'newer';
  const orderOf = (table: string) => {
    const [createdAt, jobId] = [sql.ref(`${table}.created_at`), sql.ref(`${table}.job_id`)];
    return back ? sql`ORDER BY ${createdAt}, ${jobId}` : sql`ORDER BY ${createdAt} DESC, ${jobId} DESC`;
  };
  const order = orderOf('ix_jobs');
  const select = (from: RawBuilder<unknown>) => sql`
    SELECT ${SUMMARY_COLUMNS} FROM (
      ${from} LIMIT ${limit} OFFSET ${page.offset}
    ) AS page ORDER BY page.created_at DESC, job_id DESC`;
  const read = (from: RawBuilder<unknown>) => query(em, SUMMARY)`${select(from)}`;

  const upTo = page.offset + limit;
  const merged = (extra: readonly RawBuilder<unknown>[]) =>
    union(
      statuses.map(
        (status) =>
          sql`(SELECT * FROM ix_jobs WHERE ${all([...conditions(scope, filter, page.cursor), ...extra], status)} ${order} LIMIT ${upTo})`,
      ),
    );
  if (filter.text === undefined) return read(sql`SELECT * FROM ${merged([])} AS found ${orderOf('found')}`);

  const where = conditions(scope, filter, page.cursor);
  const { columns, test } = await rowTest(em, filter.text);
  for (const [i, window] of SEARCH_WINDOWS.entries()) {
    // Read in order from the indexes until the page is full: nothing is sorted.
    const nearest = firstOf(statuses, where, columns, orderOf, window);
    const found = await read(sql`
      SELECT ix_jobs.* FROM (SELECT created_at, job_id FROM ${nearest} AS nearest WHERE ${test} ${orderOf('nearest')} LIMIT ${upTo}) AS place
      JOIN ix_jobs USING (job_id) ${orderOf('place')}`);
    if (found.length === limit || (await countUpTo(em, rowsOf(statuses, where, window), window)) < window) return found;
    // More than a few times as many as were to be expected will not be there.
    const expected = (found.length / window) * (SEARCH_WINDOWS[i + 1] ?? 0);
    if (5 * expected < limit && page.offset === 0) break;
  }
  // What is found so rarely is sorted whole.
  return read(sql`SELECT ix_jobs.* FROM ix_jobs JOIN (${matches(filter.text)}) AS hit USING (job_id)
    WHERE ${sql.join([...where, statusIn(statuses)], sql` AND `)} ${order}`);
}

/**
 * How many jobs the filter matches, before paging. By status and client it is exact and takes the same time whatever the size of the
 * table; anything else is counted, up to `max`, which is 10,000 at most. Indexes: as listRecent, and those of countJobs.
 */
export async function countRecent(em: EntityManager, scope: Scope, filter: JobFilter, max = COUNT_MAX): Promise<JobTotal> {
  const statuses = statusesOf(filter);
  const counted =
    filter.useCase === undefined &&
    filter.batchId === undefined &&
    filter.code === undefined &&
    filter.worker === undefined &&
    filter.callbackStatus === undefined &&
    filter.text === undefined &&
    filter.createdAfter === undefined &&
    filter.createdBefore === undefined &&
    filter.needsReview === undefined &&
    filter.trust === undefined;
  if (counted) return { total: await countJobs(em, scope, statuses, filter.clientId ?? null), relation: 'exact' };
  if (statuses.length === 0) return { total: 0, relation: 'exact' };
  const where = conditions(scope, filter, undefined);
  const n =
    filter.text === undefined
      ? await countUpTo(em, rowsOf(statuses, where, max + 1), max + 1)
      : await countText(em, statuses, where, filter.text, max + 1);
  return n > max ? { total: max, relation: 'more_than' } : { total: n, relation: 'exact' };
}

/**
 * How many rows have the text, up to `max`. A word in many names of the rows the filter leaves is counted in these, newest first, until
 * there are enough; any other is looked up, and what the filter leaves of it is counted.
 */
async function countText(
  em: EntityManager,
  statuses: readonly JobStatus[],
  where: readonly RawBuilder<unknown>[],
  text: string,
  max: number,
): Promise<number> {
  const { columns, test } = await rowTest(em, text);
  const among = (window: number) =>
    countUpTo(em, sql`(SELECT FROM ${firstOf(statuses, where, columns, () => NEWEST_FIRST, window)} AS newest WHERE ${test})`, max);
  const window = 10 * max;
  const sampled = await among(COUNT_SAMPLE);
  const inAll = await countUpTo(em, rowsOf(statuses, where, window), window);
  if (inAll <= COUNT_SAMPLE) return sampled;
  if (sampled > 0 && (inAll < window || (sampled / COUNT_SAMPLE) * window >= max)) {
    const found = await among(window);
    if (inAll < window || found === max) return found;
  }
  const hits = sql`ix_jobs JOIN (${matches(text)}) AS hit USING (job_id)`;
  return countUpTo(em, sql`(SELECT FROM ${hits} WHERE ${sql.join([...where, statusIn(statuses)], sql` AND `)})`, max);
}

/**
 * How many jobs each status has under the rest of the filter, at a glance: by status and client exactly; else exactly up to 2,000, or, for
 * `text`, as far as the newest 2,000 rows of each status tell. Indexes: as countRecent.
 */
export async function countByStatus(
  em: EntityManager,
  scope: Scope,
  filter: Omit<JobFilter, 'statuses'>,
): Promise<ReadonlyMap<JobStatus, JobTotal>> {
  const { text } = filter;
  if (text === undefined) {
    const counts = JOB_STATUSES.map(
      async (status) => [status, await countRecent(em, scope, { ...filter, statuses: [status] }, GLANCE)] as const,
    );
    return new Map(await Promise.all(counts));
  }
  const where = conditions(scope, filter, undefined);
  const { columns, test } = await rowTest(em, text);
  const looks = JOB_STATUSES.map(
    (status) => sql`
      SELECT ${sql.lit(status)} AS status, count(*)::int AS looked, (count(*) FILTER (WHERE ${test}))::int AS found
      FROM (SELECT ${columns} FROM ix_jobs WHERE ${all(where, status)} ${NEWEST_FIRST} LIMIT ${GLANCE}) AS newest`,
  );
  const rows = await query(em, LOOKED)`${sql.join(looks, sql` UNION ALL `)}`;
  const isWhole = rows.every(({ looked }) => looked < GLANCE);
  const share = rows.reduce((sum, { found }) => sum + found, 0) / rows.reduce((sum, { looked }) => sum + looked, 1);
  if (!isWhole && share < RARE && (await countUpTo(em, sql`(${matches(text)})`, GLANCE)) < GLANCE) {
    const exact = await query(em, COUNTED)`
      SELECT status, count(*)::int AS n FROM ix_jobs JOIN (${matches(text)}) AS hit USING (job_id)
      WHERE ${sql.join([...where, sql`true`], sql` AND `)} GROUP BY status`;
    const counts = new Map(exact.map(({ status, n }) => [status, n]));
    return new Map(JOB_STATUSES.map((status) => [status, { total: counts.get(status) ?? 0, relation: 'exact' }]));
  }
  return new Map(rows.map(({ status, looked, found }) => [status, { total: found, relation: looked < GLANCE ? 'exact' : 'more_than' }]));
}

export interface CodeCount {
  readonly code: IxErrorCode;
  readonly n: number;
}

/** Why the newest 2,000 jobs in error under the filter ended so, the most frequent first. Indexes: as listRecent. */
export async function countByCode(em: EntityManager, scope: Scope, filter: Omit<JobFilter, 'statuses' | 'text'>): Promise<CodeCount[]> {
  const where = all(conditions(scope, filter, undefined), 'error');
  return await query(em, { code: text<IxErrorCode>(), n: integer() })`
    SELECT error_code AS code, count(*)::int AS n
    FROM (SELECT error_code FROM ix_jobs WHERE ${where} ${NEWEST_FIRST} LIMIT ${GLANCE}) AS newest
    WHERE error_code IS NOT NULL GROUP BY error_code ORDER BY n DESC, error_code`;
}

/** The first so many rows, read in order from the index of each status. */
function firstOf(
  statuses: readonly JobStatus[],
  where: readonly RawBuilder<unknown>[],
  columns: RawBuilder<unknown>,
  orderOf: (table: string) => RawBuilder<unknown>,
  max: number,
): RawBuilder<unknown> {
  const rows = statuses.map(
    (status) => sql`(SELECT ${columns} FROM ix_jobs WHERE ${all(where, status)} ${orderOf('ix_jobs')} LIMIT ${max})`,
  );
  return sql`(SELECT * FROM ${union(rows)} AS merged ${orderOf('merged')} LIMIT ${max})`;
}

/** Up to `max` rows of each status. */
const rowsOf = (statuses: readonly JobStatus[], where: readonly RawBuilder<unknown>[], max: number): RawBuilder<unknown> =>
  union(statuses.map((status) => sql`(SELECT FROM ix_jobs WHERE ${all(where, status)} LIMIT ${max})`));

async function countUpTo(em: EntityManager, rows: RawBuilder<unknown>, max: number): Promise<number> {
  const [count] = await query(em, { n: integer() })`
    SELECT count(*)::int AS n FROM (SELECT FROM ${rows} AS found LIMIT ${max}) AS counted`;
  return count?.n ?? 0;
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(
    `${name} must be an integer of ${min} or more${max === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${max}`}, got ${value}`,
  );
}

const all = (where: readonly RawBuilder<unknown>[], status: JobStatus): RawBuilder<unknown> =>
  sql.join([sql`status = ${sql.lit(status)}`, ...where], sql` AND `);

const statusIn = (statuses: readonly JobStatus[]): RawBuilder<unknown> => sql`status = ANY(${statuses}::text[])`;

const union = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join(parts, sql` UNION ALL `)})`;

const NEWEST_FIRST = sql`ORDER BY created_at DESC, job_id DESC`;

/**
 * How rows are told that match a text, and the columns it takes: the names alone, which are in the indexes of the listing, unless the
 * text is some job's id.
 */
async function rowTest(em: EntityManager, text: string): Promise<{ columns: RawBuilder<unknown>; test: RawBuilder<unknown> }> {
  const [name, ...ids] = tests(text);
  const known = ids.map((id) => sql`(SELECT FROM ix_job_search WHERE ${id} LIMIT 1)`);
  if (name !== undefined && (await countUpTo(em, union(known), 1)) === 0)
    return { columns: sql`created_at, job_id, display_name`, test: name };
  return { columns: sql`created_at, job_id, display_name, request_id, ix_id`, test: sql`(${sql.join(tests(text), sql` OR `)})` };
}
