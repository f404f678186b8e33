/** sweepOrphans: takes running jobs back from workers that died, hung or lost the database. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { IxError } from '../contracts/errors.ts';
import type { JobId } from '../contracts/ids.ts';
import { endedResponse } from './ended-response.ts';
import { FINISHED, type FinishedJob } from './finish.ts';
import { isoTime } from './row.ts';
import { query, text, uuid } from './statement.ts';

export interface SweepLimits {
  /** A running job without a heartbeat for this long is lost. Seconds. */
  readonly leaseSeconds: number;
  /** So is one that has run for longer than this without getting on, heartbeats or not: a run that hangs. Seconds. */
  readonly maxRuntimeSeconds: number;
  /** With this many strikes the job ends in IX_003_001. */
  readonly maxAttempts: number;
}

export interface Swept {
  /** Pending again: each needs a new ticket. */
  readonly requeued: readonly JobId[];
  /** Ended: with IX_003_001, or IX_003_000 when they were to be cancelled. */
  readonly exhausted: readonly FinishedJob[];
}

/**
 * What killed a worker is one of the jobs that it ran, and nobody knows which. So the first lost run makes a job a suspect and no more; a
 * worker runs one suspect at a time, and a suspect that is lost again gets a strike: of what its worker ran it alone was under suspicion.
 *
 *   fresh ──lost──▶ suspect (attempts 1) ──lost──▶ suspect, one strike ──lost──▶ … `maxAttempts` strikes ──▶ IX_003_001
 *
 * One statement: a job that finishes meanwhile stays finished, a row somebody holds locked is left for the next sweep, and of two
 * sweeps each takes a row once. The lease is counted up to when the statement was sent: one that waited for a lock, as the heartbeats
 * did, takes nothing for old that was fresh then. Index: ix_jobs_recent.
 * @param only this job, if it is lost; null: all that are.
 */
export async function sweepOrphans(em: EntityManager, limits: SweepLimits, only: JobId | null = null): Promise<Swept> {
  const gaveUp = endedResponse(
    new IxError('IX_003_001', `${limits.maxAttempts} runs were lost with their workers, this job the one suspect`),
  );
  const cancelled = endedResponse(new IxError('IX_003_000'));
  const strikes = sql`strikes + CASE WHEN attempts > 0 THEN 1 ELSE 0 END`;
  const which = only === null ? sql`true` : sql`job_id = ${only}`;
  const rows = await query(em, { ...FINISHED, status: text<'pending' | 'error'>() })`
    WITH lost AS (
      SELECT job_id, ${strikes} AS strikes, ${strikes} >= ${limits.maxAttempts} OR cancel_requested_at IS NOT NULL AS exhausted,
        lost_runs || jsonb_build_object('worker_id', worker_id, 'started_at', ${isoTime('started_at')},
          'lost_at', to_char(statement_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'reason', CASE WHEN ${isSilent(limits)} THEN 'heartbeat' ELSE 'runtime' END) AS lost_runs
      FROM ix_jobs WHERE ${isLost(limits)} AND ${which}
      ORDER BY job_id FOR UPDATE SKIP LOCKED
    )
    UPDATE ix_jobs AS job
    SET status = CASE WHEN exhausted THEN 'error' ELSE 'pending' END,
        attempts = attempts + 1, strikes = lost.strikes, lost_runs = lost.lost_runs, heartbeat_at = NULL,
        worker_id = CASE WHEN exhausted THEN worker_id END,
        started_at = CASE WHEN exhausted THEN started_at END,
        secret_headers = CASE WHEN NOT exhausted THEN secret_headers END,
        finished_at = CASE WHEN exhausted THEN statement_timestamp() END,
        response = CASE WHEN NOT exhausted THEN NULL WHEN cancel_requested_at IS NULL THEN ${gaveUp} ELSE ${cancelled} END,
        callback_status = CASE WHEN exhausted AND callback_url IS NOT NULL THEN 'pending' END
    FROM lost WHERE job.job_id = lost.job_id
    RETURNING job.job_id AS "jobId", job.status, job.client_id AS "clientId", job.callback_url AS "callbackUrl"`;
  return {
    requeued: rows.filter((row) => row.status === 'pending').map((row) => row.jobId),
    exhausted: rows.filter((row) => row.status === 'error'),
  };
}

/** What a sweep would take, for one that takes them one by one. Index: ix_jobs_recent. */
export async function findOrphans(em: EntityManager, limits: SweepLimits): Promise<JobId[]> {
  const rows = await query(em, { job_id: uuid<JobId>() })`SELECT job_id FROM ix_jobs WHERE ${isLost(limits)} ORDER BY job_id`;
  return rows.map((row) => row.job_id);
}

const isSilent = ({ leaseSeconds }: SweepLimits): RawBuilder<unknown> =>
  sql`heartbeat_at < statement_timestamp() - make_interval(secs => ${leaseSeconds})`;

const isLost = (limits: SweepLimits): RawBuilder<unknown> => sql`
  status = 'running' AND (${isSilent(limits)} OR greatest(started_at, moved_at) < statement_timestamp() - make_interval(secs => ${limits.maxRuntimeSeconds}))`;
