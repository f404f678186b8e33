/** The callbacks, the log of their attempts, and a job's `callback_status`. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CallbackAttempt } from '../contracts/callback.ts';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import type { CallbackStatus } from '../contracts/job.ts';
import { isoTime } from './row.ts';

export interface NewCallback {
  readonly callbackId: CallbackId;
  readonly jobId: JobId;
  readonly clientId: string;
  readonly url: string;
  /** Seconds until the first attempt is due. */
  readonly delaySeconds: number;
}

/** A callback, and what its job says about sending it. */
export interface StoredCallback {
  readonly callbackId: CallbackId;
  readonly jobId: JobId;
  readonly clientId: string;
  readonly url: string;
  readonly status: CallbackStatus;
  /** Attempts that are in the log. */
  readonly attempts: number;
  /** W3C trace context of the submission. */
  readonly traceparent: string | null;
}

export interface AttemptRecord {
  /** 1-based; recorded only when it is the one that follows the last in the log. */
  readonly attempt: number;
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

// Index: none is read; ix_callbacks_pkey is written.
export async function insertCallbacks(em: EntityManager, callbacks: readonly NewCallback[]): Promise<void> {
  if (callbacks.length === 0) return;
  await sql`
    INSERT INTO ix_callbacks (callback_id, job_id, client_id, url, next_attempt_at)
    SELECT callback_id, job_id, client_id, url, now() + make_interval(secs => delay)
    FROM unnest(
      ${callbacks.map((c) => c.callbackId)}::uuid[], ${callbacks.map((c) => c.jobId)}::uuid[], ${callbacks.map((c) => c.clientId)}::text[],
      ${callbacks.map((c) => c.url)}::text[], ${callbacks.map((c) => c.delaySeconds)}::float8[]
    ) AS new (callback_id, job_id, client_id, url, delay)`.execute(em.getKysely());
}

// Index: ix_callbacks_pkey, then ix_jobs_pkey.
export async function getCallback(em: EntityManager, callbackId: CallbackId): Promise<StoredCallback | null> {
  const { rows } = await sql<StoredCallback>`
    SELECT c.callback_id AS "callbackId", c.job_id AS "jobId", c.client_id AS "clientId", c.url, c.status, c.attempts, j.traceparent
    FROM ix_callbacks c JOIN ix_jobs j USING (job_id)
    WHERE c.callback_id = ${callbackId}`.execute(em.getKysely());
  return rows[0] ?? null;
}

/**
 * Writes the attempt into the log and moves the callback on, both or neither.
 * @returns false, having written nothing: the callback is not pending, or this attempt is recorded already.
 */
// Index: ix_callbacks_pkey.
export async function recordAttempt(em: EntityManager, callbackId: CallbackId, record: AttemptRecord): Promise<boolean> {
  const { numAffectedRows } = await sql`
    WITH moved AS (
      UPDATE ix_callbacks
      SET attempts = ${record.attempt}, status = ${record.status},
          next_attempt_at = now() + make_interval(secs => ${record.delaySeconds}::float8),
          finished_at = CASE WHEN ${record.status} = 'pending' THEN NULL ELSE clock_timestamp() END
      WHERE callback_id = ${callbackId} AND status = 'pending' AND attempts = ${record.attempt - 1}
      RETURNING callback_id
    )
    INSERT INTO ix_callback_attempts (callback_id, attempt, started_at, duration_ms, status_code, error, response_excerpt)
    SELECT callback_id, ${record.attempt}, ${record.startedAt}::timestamptz, ${record.durationMs}, ${record.statusCode}::integer,
           ${record.error}::text, ${record.responseExcerpt}::text
    FROM moved`.execute(em.getKysely());
  return numAffectedRows === 1n;
}

/**
 * Sets what the job says of its callback, and nothing else of the job.
 * @returns false: there is no such job any more.
 */
// Index: ix_jobs_pkey.
export async function updateCallbackStatus(em: EntityManager, jobId: JobId, status: CallbackStatus): Promise<boolean> {
  const { numAffectedRows } = await sql`UPDATE ix_jobs SET callback_status = ${status} WHERE job_id = ${jobId}`.execute(em.getKysely());
  return numAffectedRows === 1n;
}

/** The log of a callback, first attempt first. */
// Index: ix_callback_attempts_pkey.
export async function listAttempts(em: EntityManager, callbackId: CallbackId): Promise<CallbackAttempt[]> {
  const { rows } = await sql<CallbackAttempt>`
    SELECT attempt, ${isoTime('started_at')} AS started_at, duration_ms, status_code, error, response_excerpt
    FROM ix_callback_attempts WHERE callback_id = ${callbackId} ORDER BY attempt`.execute(em.getKysely());
  return rows;
}

const SECRET = 'callback_secret';

/** The secret the server made for itself, null before it has. */
// Index: ix_settings_pkey.
export async function getServerSecret(em: EntityManager): Promise<string | null> {
  const { rows } = await sql<{ value: string }>`SELECT value FROM ix_settings WHERE name = ${SECRET}`.execute(em.getKysely());
  return rows[0]?.value ?? null;
}

/** Keeps `secret`, unless another process was first: read it back with `getServerSecret`. */
// Index: ix_settings_pkey.
export async function insertServerSecret(em: EntityManager, secret: string): Promise<void> {
  await sql`INSERT INTO ix_settings (name, value) VALUES (${SECRET}, ${secret}) ON CONFLICT (name) DO NOTHING`.execute(em.getKysely());
}
