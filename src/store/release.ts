/** release: a worker that stops hands its jobs back, running → pending. Not a lost run: `attempts` stays. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Fence } from './finish.ts';
import { IS_RUNNING } from './row.ts';
import { query, uuid } from './statement.ts';

/**
 * Fenced. `attempts` stays as it was, so the caller must not write under these claims again: the fence then rests on `worker_id`,
 * which no other process has. A job that is to be cancelled is not handed
 * back: its lease runs out, and the sweep ends it. Index: primary key. @returns the jobs handed back.
 */
export async function releaseRows(em: EntityManager, claims: readonly Fence[]): Promise<JobId[]> {
  const rows = await query(em, { job_id: uuid<JobId>() })`
    UPDATE ix_jobs AS job SET status = 'pending', worker_id = NULL, started_at = NULL, heartbeat_at = NULL
    FROM unnest(
      ${claims.map((claim) => claim.jobId)}::uuid[], ${claims.map((claim) => claim.workerId)}::text[],
      ${claims.map((claim) => claim.attempt)}::integer[]
    ) AS held (job_id, worker_id, attempt)
    WHERE job.job_id = held.job_id AND ${IS_RUNNING} AND job.attempts = held.attempt AND job.worker_id = held.worker_id
      AND job.cancel_requested_at IS NULL
    RETURNING job.job_id`;
  return rows.map((row) => row.job_id);
}
