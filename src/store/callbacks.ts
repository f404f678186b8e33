/** The callbacks: made with the end of a job, begun anew by a redelivery; and what their job says of them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import type { CallbackStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { type JobEventType, type SubscriptionId, TEST_EVENT } from '../contracts/subscription.ts';
import { clientsOf, inScope, ofClients } from './in-scope.ts';
import { boolean, type Columns, execute, float8, integer, query, text, uuid } from './statement.ts';

/** Something has happened to a job: callbacks are owed to its own URL, if it has one, and to each subscription of its client to such events. */
export interface ToldEvent {
  /** Of the callback to the job's own URL. */
  readonly callbackId: CallbackId;
  readonly jobId: JobId;
  readonly clientId: string;
  readonly event: JobEventType;
  /** The job's own; null: it has none, or is not told of this there. */
  readonly url: string | null;
  /** Seconds until the first attempt is due. */
  readonly delaySeconds: number;
  /** It tells of the job's review up to the decision of this number; absent: of another event. */
  readonly reviewed?: number;
}

/** @returns the callbacks that were made. Index: ix_subscriptions_client; those of ix_callbacks are written. */
export async function insertCallbacks(em: EntityManager, events: readonly ToldEvent[]): Promise<CallbackId[]> {
  if (events.length === 0) return [];
  const rows = await query(em, { callbackId: uuid<CallbackId>() })`${insertingCallbacks(sql`
    unnest(
      ${events.map((e) => e.callbackId)}::uuid[], ${events.map((e) => e.jobId)}::uuid[], ${events.map((e) => e.clientId)}::text[],
      ${events.map((e) => e.event)}::text[], ${events.map((e) => e.url)}::text[],
      ${events.map((e) => (e.url === null ? null : originOf(e.url)))}::text[],
      ${events.map((e) => e.delaySeconds)}::float8[], ${events.map((e) => e.reviewed ?? null)}::integer[]
    ) AS told (callback_id, job_id, client_id, event, url, origin, delay, reviewed)`)}`;
  return rows.map(({ callbackId }) => callbackId);
}

/**
 * A job that starts again is not told of again.
 * @param told what stands behind FROM, called `told`: has the columns of a ToldEvent, its URL's `origin`, and `delay` in seconds.
 */
export const insertingCallbacks = (told: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  INSERT INTO ix_callbacks (callback_id, job_id, client_id, url, origin, reviewed, next_attempt_at, event, subscription_id)
  SELECT owed.callback_id, job_id, told.client_id, owed.url, owed.origin, reviewed, now() + make_interval(secs => delay), told.event, owed.subscription_id
  FROM ${told} CROSS JOIN LATERAL (
    SELECT told.callback_id, told.url, told.origin, NULL::uuid AS subscription_id WHERE told.url IS NOT NULL
    UNION ALL
    SELECT gen_random_uuid(), s.url, s.origin, s.subscription_id FROM ix_subscriptions AS s
    WHERE s.client_id = told.client_id AND told.event = ANY(s.events)
  ) AS owed
  ON CONFLICT (job_id, subscription_id) WHERE event = 'job.started' DO NOTHING
  RETURNING callback_id AS "callbackId"`;

/** A callback without a job, to try a subscription of the scope. @returns false: there is none. Index: primary key. */
export async function insertTestCallback(em: EntityManager, scope: Scope, id: SubscriptionId, callbackId: CallbackId): Promise<boolean> {
  const written = await execute(em)`
    INSERT INTO ix_callbacks (callback_id, client_id, url, origin, next_attempt_at, event, subscription_id)
    SELECT ${callbackId}, client_id, url, origin, now(), ${TEST_EVENT}::text, subscription_id FROM ix_subscriptions
    WHERE subscription_id = ${id} AND ${inScope(scope)} FOR KEY SHARE`;
  return written === 1;
}

/** Those that were given up: each has a dead letter. Index: ix_callbacks_subscription, ix_callbacks_recent_of_client. */
export async function failedCallbacks(
  em: EntityManager,
  of: { readonly subscriptionId: SubscriptionId } | { readonly clientId: string },
): Promise<CallbackId[]> {
  const which = 'clientId' in of ? sql`client_id = ${of.clientId}` : sql`subscription_id = ${of.subscriptionId}`;
  const rows = await query(em, { callbackId: uuid<CallbackId>() })`
    SELECT callback_id AS "callbackId" FROM ix_callbacks WHERE ${which} AND status = 'failed'`;
  return rows.map(({ callbackId }) => callbackId);
}

/** Scheme, host and port. A text that is no URL is an endpoint of its own, which fails. */
export const originOf = (url: string): string => URL.parse(url)?.origin ?? url;

/**
 * Sets what jobs say of their callbacks, and nothing else of them.
 * @returns how many jobs there were; the others are gone.
 */
// Index: ix_jobs_pkey.
export async function updateCallbackStatus(
  em: EntityManager,
  changes: readonly { readonly jobId: JobId; readonly status: CallbackStatus }[],
): Promise<number> {
  if (changes.length === 0) return 0;
  return await execute(em)`
    UPDATE ix_jobs SET callback_status = change.status
    FROM unnest(${changes.map(({ jobId }) => jobId)}::uuid[], ${changes.map(({ status }) => status)}::text[]) AS change (job_id, status)
    WHERE ix_jobs.job_id = change.job_id`;
}

/** Jobs that have just ended, and whose callbacks cannot be stored. */
// Index: ix_jobs_pkey.
export async function refuseCallbacks(
  em: EntityManager,
  refused: readonly { readonly jobId: JobId; readonly why: string }[],
): Promise<void> {
  if (refused.length === 0) return;
  await execute(em)`
    UPDATE ix_jobs AS job SET callback_status = CASE WHEN callback_url IS NOT NULL THEN 'failed' END, callback_error = refused.why
    FROM unnest(${refused.map(({ jobId }) => jobId)}::uuid[], ${refused.map(({ why }) => why)}::text[]) AS refused (job_id, why)
    WHERE job.job_id = refused.job_id`;
}

/** A callback whose schedule begins anew. */
export interface Rescheduled {
  readonly callbackId: CallbackId;
  /** Null: it tries a subscription. */
  readonly jobId: JobId | null;
  readonly clientId: string;
  /** It goes to the URL of its job, which says what comes of it. */
  readonly own: boolean;
  /** The next one, counted from the first of all. */
  readonly attempt: number;
  /** Seconds until it is due. */
  readonly delaySeconds: number;
  /** It had failed before: a dead letter may lie in the queue. */
  readonly failed: boolean;
}

const RESCHEDULED: Columns<Rescheduled> = {
  callbackId: uuid(),
  jobId: uuid(),
  clientId: text(),
  own: boolean(),
  attempt: integer(),
  delaySeconds: float8(),
  failed: boolean(),
};

/** All callbacks of a job that nobody is sending just now begin anew, at once. */
// Index: ix_callbacks_job.
export async function rescheduleJob(em: EntityManager, scope: Scope, jobId: JobId): Promise<Rescheduled[]> {
  return await query(em, RESCHEDULED)`
    WITH old AS (
      SELECT callback_id, status FROM ix_callbacks
      WHERE job_id = ${jobId} AND ${inScope(scope)} AND (claimed_until IS NULL OR claimed_until <= statement_timestamp())
      ORDER BY callback_id FOR UPDATE
    )
    UPDATE ix_callbacks AS c
    SET status = 'pending', schedule_start = attempts, scheduled_at = now(), next_attempt_at = now(), finished_at = NULL, claimed_until = NULL
    FROM old WHERE c.callback_id = old.callback_id
    RETURNING c.callback_id AS "callbackId", c.job_id AS "jobId", c.client_id AS "clientId", c.subscription_id IS NULL AS own, c.attempts + 1 AS attempt, 0::float8 AS "delaySeconds", old.status = 'failed' AS failed`;
}

export interface FailedFilter {
  readonly clientId: string | null;
  /** Scheme, host and port. */
  readonly origin: string | null;
  /** Of the callback's creation. */
  readonly createdAfter: Date | null;
  readonly createdBefore: Date | null;
}

function failedOnes(scope: Scope, { clientId, origin, createdAfter, createdBefore }: FailedFilter): RawBuilder<unknown> {
  const where = [sql`status = 'failed'`];
  const clients = clientsOf(scope, clientId);
  if (clients !== 'all') where.push(ofClients(clients));
  if (origin !== null) where.push(sql`origin = ${origin}`);
  if (createdAfter !== null) where.push(sql`created_at > ${createdAfter.toISOString()}::timestamptz`);
  if (createdBefore !== null) where.push(sql`created_at < ${createdBefore.toISOString()}::timestamptz`);
  return sql.join(where, sql` AND `);
}

/** How many failed, up to `max`. */
// Index: as rescheduleFailed.
export async function countFailed(em: EntityManager, scope: Scope, filter: FailedFilter, max: number): Promise<number> {
  const [row] = await query(em, { n: integer() })`
    SELECT count(*)::int AS n FROM (SELECT FROM ix_callbacks WHERE ${failedOnes(scope, filter)} LIMIT ${max}) AS failed`;
  return row?.n ?? 0;
}

/**
 * Up to `limit` callbacks that failed begin anew, the oldest first, `perSecond` of them a second, the first after `delaySeconds`.
 */
// Index: ix_callbacks_recent, ix_callbacks_recent_of_client.
export async function rescheduleFailed(
  em: EntityManager,
  scope: Scope,
  filter: FailedFilter,
  { limit, perSecond, delaySeconds }: { readonly limit: number; readonly perSecond: number; readonly delaySeconds: number },
): Promise<Rescheduled[]> {
  return await query(em, RESCHEDULED)`
    WITH old AS (
      SELECT callback_id, created_at FROM ix_callbacks WHERE ${failedOnes(scope, filter)}
      ORDER BY created_at, callback_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), spread AS (
      SELECT callback_id, ${delaySeconds}::float8 + (row_number() OVER (ORDER BY created_at, callback_id) - 1) / ${perSecond}::float8 AS delay
      FROM old
    )
    UPDATE ix_callbacks AS c
    SET status = 'pending', schedule_start = attempts, scheduled_at = now(), next_attempt_at = now() + make_interval(secs => delay), finished_at = NULL
    FROM spread WHERE c.callback_id = spread.callback_id
    RETURNING c.callback_id AS "callbackId", c.job_id AS "jobId", c.client_id AS "clientId", c.subscription_id IS NULL AS own, c.attempts + 1 AS attempt, delay AS "delaySeconds", true AS failed`;
}

/** Up to `limit` callbacks that wait to be sent, the first to be due first. */
// Index: ix_callbacks_due, whole.
export async function firstWaiting(em: EntityManager, limit: number): Promise<Omit<Rescheduled, 'failed'>[]> {
  const { failed: _, ...columns } = RESCHEDULED;
  return await query(em, columns)`
    SELECT callback_id AS "callbackId", job_id AS "jobId", client_id AS "clientId", subscription_id IS NULL AS own, attempts + 1 AS attempt,
           greatest(0, extract(epoch FROM next_attempt_at - now()))::float8 AS "delaySeconds"
    FROM ix_callbacks WHERE status = 'pending' AND claimed_until IS NULL ORDER BY next_attempt_at, callback_id LIMIT ${limit}`;
}
