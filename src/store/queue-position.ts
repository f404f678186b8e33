/** queuePosition: how many jobs are before this one, and how many are active in all. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';

export interface QueuePosition {
  readonly ahead: number;
  readonly totalActive: number;
}

/**
 * Before a pending job are all running ones, then the pending ones that `claim` takes earlier. A running job is at 0; a terminal or
 * unknown one is at (0, 0). Indexes: primary key, ix_jobs_running, ix_jobs_claim.
 */
export async function queuePosition(em: EntityManager, jobId: JobId): Promise<QueuePosition> {
  const { rows } = await sql<QueuePosition>`
    SELECT CASE WHEN job.status = 'running' THEN 0 ELSE running.n + (
        SELECT count(*)::int FROM ix_jobs AS earlier
        WHERE earlier.status = 'pending'
          AND (-earlier.priority, earlier.created_at, earlier.job_id) < (-job.priority, job.created_at, job.job_id)
      ) END AS ahead,
      running.n + (SELECT count(*)::int FROM ix_jobs WHERE status = 'pending') AS "totalActive"
    FROM ix_jobs AS job, (SELECT count(*)::int AS n FROM ix_jobs WHERE status = 'running') AS running
    WHERE job.job_id = ${jobId} AND job.status IN ('pending', 'running')`.execute(em.getKysely());
  return rows[0] ?? { ahead: 0, totalActive: 0 };
}
