/** queuePosition: how many jobs are before this one, and how many are active in all. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import { BLOCK_TURNS, UNFOLDED } from './counts.ts';

export interface QueuePosition {
  readonly ahead: number;
  readonly totalActive: number;
}

/**
 * Before a pending job are all running ones, then the pending ones that `claim` takes earlier. A running job is at 0; a terminal or
 * unknown one is at (0, 0). One statement, so one snapshot. Counted in steps (blocks of turns before its block, turns before its turn,
 * seconds before its second), so that only the jobs of its own second are counted one by one. Indexes: ix_jobs_pkey,
 * ix_queue_counts_pkey, ix_job_deltas_xid, ix_job_counts_pkey, ix_jobs_claim.
 */
export async function queuePosition(em: EntityManager, jobId: JobId): Promise<QueuePosition> {
  const { rows } = await sql<QueuePosition>`
    WITH job AS (
      SELECT status, priority, turn, turn - turn % ${BLOCK_TURNS} AS block, created_at, job_id,
             floor(extract(epoch FROM created_at))::bigint AS slot
      FROM ix_jobs WHERE job_id = ${jobId} AND status IN ('pending', 'running')
    ),
    active AS (
      SELECT coalesce(sum(n) FILTER (WHERE status = 'running'), 0) AS running, coalesce(sum(n), 0) AS total
      FROM (SELECT status, n FROM ix_job_counts WHERE client_id = '' AND status IN ('pending', 'running')
            UNION ALL SELECT status, n FROM ${UNFOLDED} AND status IN ('pending', 'running')) AS counted
    )
    SELECT active.total::float8 AS "totalActive", CASE WHEN job.status = 'running' THEN 0 ELSE (
        active.running
        + coalesce((SELECT sum(n) FROM ix_queue_counts AS c WHERE step = 0 AND c.priority > job.priority), 0)
        + coalesce((SELECT sum(n) FROM ix_queue_counts AS c WHERE step = 0 AND c.priority = job.priority AND c.turn < job.block), 0)
        + coalesce((SELECT sum(n) FROM ix_queue_counts AS c
                    WHERE step = 1 AND c.priority = job.priority AND c.turn >= job.block AND c.turn < job.turn), 0)
        + coalesce((SELECT sum(n) FROM ix_queue_counts AS c
                    WHERE step = 2 AND c.priority = job.priority AND c.turn = job.turn AND c.slot < job.slot), 0)
        + coalesce((SELECT sum(n) FROM ${UNFOLDED} AND status = 'pending' AND (
                      priority > job.priority OR (priority = job.priority AND (turn, slot) < (job.turn, job.slot)))), 0)
        + (SELECT count(*) FROM ix_jobs AS earlier
           WHERE earlier.status = 'pending' AND earlier.priority = job.priority AND earlier.turn = job.turn
             AND earlier.created_at >= to_timestamp(job.slot) AND (earlier.created_at, earlier.job_id) < (job.created_at, job.job_id))
      )::float8 END AS ahead
    FROM job, active`.execute(em.getKysely());
  return rows[0] ?? { ahead: 0, totalActive: 0 };
}
