/** heartbeat: one statement for all jobs of a process; tells which of them it no longer holds, and which are to be cancelled. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Fence } from './finish.ts';
import { IS_RUNNING } from './row.ts';
import { boolean, integer, query, uuid } from './statement.ts';

export interface Heard<C> {
  /** Not this worker's any more. */
  readonly lost: readonly C[];
  /** Still held, and to be cancelled. */
  readonly cancelled: readonly C[];
}

/**
 * The clock at the write, not at the sending: a statement that waited for a lock says that the worker lives now. Without claims it only
 * shows whether the database answers. Touches no indexed column, so the update stays in the row's page (HOT). Index: primary key.
 * @param moved those of them whose runs got on since the last time: their time is counted anew.
 */
export async function heartbeat<C extends Fence>(
  em: EntityManager,
  claims: readonly C[],
  moved: ReadonlySet<C> = new Set(),
): Promise<Heard<C>> {
  const rows = await query(em, { job_id: uuid<JobId>(), attempts: integer(), cancelled: boolean() })`
    UPDATE ix_jobs AS job
    SET heartbeat_at = clock_timestamp(), moved_at = CASE WHEN held.moved THEN clock_timestamp() ELSE job.moved_at END
    FROM unnest(
      ${claims.map((claim) => claim.jobId)}::uuid[], ${claims.map((claim) => claim.workerId)}::text[],
      ${claims.map((claim) => claim.attempt)}::integer[], ${claims.map((claim) => moved.has(claim))}::boolean[]
    ) AS held (job_id, worker_id, attempt, moved)
    WHERE job.job_id = held.job_id AND ${IS_RUNNING} AND job.attempts = held.attempt AND job.worker_id = held.worker_id
    RETURNING job.job_id, job.attempts, job.cancel_requested_at IS NOT NULL AS cancelled`;
  // By attempt too: a process can hold a new claim of a job while the run of its old, lost one is still ending.
  const byJob = new Map(rows.map((row) => [row.job_id, row]));
  const answers = claims.map((claim) => ({ claim, row: byJob.get(claim.jobId) }));
  return {
    lost: answers.filter(({ claim, row }) => row?.attempts !== claim.attempt).map(({ claim }) => claim),
    cancelled: answers.filter(({ claim, row }) => row?.attempts === claim.attempt && row.cancelled).map(({ claim }) => claim),
  };
}
