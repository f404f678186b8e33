/** The log of attempts: written by who holds the claim, read by everybody. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CallbackAttempt } from '../contracts/callback.ts';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import type { CallbackStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { ClaimedCallback } from './callback-claims.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { query, uuid } from './statement.ts';
import { tables } from './tables.ts';

export interface AttemptRecord extends Pick<ClaimedCallback, 'callbackId' | 'claim' | 'attempt'> {
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
  /** What the callback is after this attempt. */
  readonly status: CallbackStatus;
  /** Seconds until the next attempt, when `status` is pending. */
  readonly delaySeconds: number | null;
}

/**
 * Writes attempts into the log, moves their callbacks on, and tells jobs of those to their own URLs that have ended: all three or nothing. Fenced:
 * applies only under the very claim.
 * @returns the callbacks it applied to; for the others nothing was written: somebody else has them, or had.
 */
// Index: ix_callbacks_pkey, ix_jobs_pkey.
export async function recordAttempts(em: EntityManager, records: readonly AttemptRecord[]): Promise<Set<CallbackId>> {
  const rows = await query(em, { callbackId: uuid<CallbackId>() })`
    WITH record AS (
      SELECT * FROM unnest(
        ${records.map((r) => r.callbackId)}::uuid[], ${records.map((r) => r.claim)}::integer[], ${records.map((r) => r.attempt)}::integer[],
        ${records.map((r) => r.startedAt.toISOString())}::timestamptz[], ${records.map((r) => r.durationMs)}::integer[],
        ${records.map((r) => r.statusCode)}::integer[], ${records.map((r) => r.error)}::text[],
        ${records.map((r) => r.responseExcerpt)}::text[], ${records.map((r) => r.status)}::text[],
        ${records.map((r) => r.delaySeconds)}::float8[]
      ) AS record (callback_id, claim, attempt, started_at, duration_ms, status_code, error, response_excerpt, status, delay)
    ), moved AS (
      UPDATE ix_callbacks AS c
      SET attempts = record.attempt, status = record.status, claimed_until = NULL, next_attempt_at = now() + make_interval(secs => record.delay),
          finished_at = CASE WHEN record.status = 'pending' THEN NULL ELSE clock_timestamp() END
      FROM record
      WHERE c.callback_id = record.callback_id AND c.status NOT IN ('delivered', 'failed') AND c.claims = record.claim AND c.claimed_until IS NOT NULL
        AND c.attempts = record.attempt - 1
      RETURNING c.callback_id, c.job_id, c.subscription_id, c.status, c.next_attempt_at
    ), told AS (
      UPDATE ix_jobs AS job SET callback_status = moved.status FROM moved
      WHERE job.job_id = moved.job_id AND moved.subscription_id IS NULL AND moved.status <> 'pending'
    )
    INSERT INTO ix_callback_attempts (callback_id, attempt, started_at, duration_ms, status_code, error, response_excerpt, next_attempt_at)
    SELECT callback_id, attempt, started_at, duration_ms, status_code, error, response_excerpt, moved.next_attempt_at
    FROM moved JOIN record USING (callback_id)
    RETURNING callback_id AS "callbackId"`;
  return new Set(rows.map(({ callbackId }) => callbackId));
}

/**
 * An attempt that was not made, in words, for callbacks that are given up without one.
 * @returns them, with the job of each that goes to its job's own URL.
 */
// Index: ix_callbacks_due, ix_endpoints_paused.
export async function giveUpOnPaused(
  em: EntityManager,
  { afterSeconds, limit }: { readonly afterSeconds: number; readonly limit: number },
): Promise<{ callbackId: CallbackId; ownOf: JobId | null }[]> {
  return await query(em, { callbackId: uuid<CallbackId>(), ownOf: uuid<JobId | null>() })`
    WITH hopeless AS (
      SELECT c.callback_id, e.paused_at FROM ix_endpoints AS e
      JOIN ix_callbacks AS c ON c.origin = e.origin AND c.client_id = e.client_id AND c.status = 'pending'
      WHERE e.paused_by = 'breaker' AND c.next_attempt_at <= statement_timestamp()
        AND (c.claimed_until IS NULL OR c.claimed_until <= statement_timestamp())
        AND c.scheduled_at < statement_timestamp() - make_interval(secs => ${afterSeconds})
      LIMIT ${limit} FOR UPDATE OF c SKIP LOCKED
    ), ended AS (
      UPDATE ix_callbacks AS c
      SET status = 'failed', attempts = attempts + 1, claimed_until = NULL, next_attempt_at = NULL, finished_at = clock_timestamp()
      FROM hopeless WHERE c.callback_id = hopeless.callback_id
      RETURNING c.callback_id, CASE WHEN c.subscription_id IS NULL THEN c.job_id END AS own_of, c.attempts, hopeless.paused_at
    ), logged AS (
      INSERT INTO ix_callback_attempts (callback_id, attempt, started_at, duration_ms, error)
      SELECT callback_id, attempts, clock_timestamp(), 0,
             'not sent: the endpoint keeps failing and is paused since ' || to_char(paused_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"') || '; given up at the end of the schedule'
      FROM ended
    )
    SELECT callback_id AS "callbackId", own_of AS "ownOf" FROM ended`;
}

/** The logs of these callbacks, first attempt first; a callback without attempts is not among them. */
// Index: ix_callback_attempts_pkey, ix_callbacks_pkey.
export async function listAttempts(
  em: EntityManager,
  scope: Scope,
  callbackIds: readonly CallbackId[],
): Promise<Map<CallbackId, CallbackAttempt[]>> {
  const rows = await tables(em)
    .selectFrom('ix_callback_attempts')
    .select(['callback_id', 'attempt', 'duration_ms', 'status_code', 'error', 'response_excerpt'])
    .select(({ ref }) => [isoTime(ref('started_at')).as('started_at'), isoTime(ref('next_attempt_at')).as('next_attempt_at')])
    .where(({ eb, ref }) => eb(ref('callback_id'), '=', sql<CallbackId>`ANY(${callbackIds}::uuid[])`))
    .where(
      sql<boolean>`EXISTS (SELECT FROM ix_callbacks AS c WHERE c.callback_id = ix_callback_attempts.callback_id AND ${inScope(scope, 'c.client_id')})`,
    )
    .orderBy('callback_id')
    .orderBy('attempt')
    .execute();
  const logs = new Map<CallbackId, CallbackAttempt[]>();
  for (const { callback_id, ...attempt } of rows) {
    const log = logs.get(callback_id);
    if (log === undefined) logs.set(callback_id, [attempt]);
    else log.push(attempt);
  }
  return logs;
}
