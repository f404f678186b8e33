/** queuePosition: how many jobs are before a job, and how many are active in all. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import { BLOCK_TURNS, UNFOLDED, UNFOLDED_COUNTS } from './counts.ts';

export interface QueuePosition {
  readonly ahead: number;
  readonly totalActive: number;
}

const NOWHERE: QueuePosition = { ahead: 0, totalActive: 0 };

export async function queuePosition(em: EntityManager, jobId: JobId): Promise<QueuePosition> {
  return (await queuePositions(em, [jobId])).get(jobId) ?? NOWHERE;
}

/**
 * Before a pending job are all running ones, then the pending ones that `claim` takes earlier. A running job is at 0; terminal and
 * unknown ones are at (0, 0) and not in the answer. One statement, so one snapshot. Counted in steps (blocks of turns before its block,
 * turns before its turn, seconds before its second), once for all jobs of one second, so that only the jobs of that second are counted
 * one by one. (MATERIALIZED: the steps are not counted anew for each of those, and the jobs are found by their ids, not among all that
 * are active. OFFSET 0: statistics may know of no pending job, and then one look at all of them seems as good as one at a second of them.)
 * Indexes: ix_jobs_pkey, ix_queue_counts_pkey, ix_job_deltas_pkey, ix_job_counts_pkey, ix_jobs_claim.
 */
export async function queuePositions(em: EntityManager, jobIds: readonly JobId[]): Promise<Map<JobId, QueuePosition>> {
  // Of one id the server keeps the plan; how many an array has, it looks at anew each time.
  const those = jobIds.length === 1 ? sql`= ${jobIds[0]}` : sql`= ANY(${jobIds}::uuid[])`;
  const { rows } = await sql<QueuePosition & { jobId: JobId }>`
    WITH job AS MATERIALIZED (
      SELECT job_id, status, priority, turn, created_at, floor(extract(epoch FROM created_at))::bigint AS slot
      FROM ix_jobs WHERE job_id ${those}
    ),
    active AS (
      SELECT coalesce(sum(n) FILTER (WHERE status = 'running'), 0) AS running, coalesce(sum(n), 0) AS total
      FROM (SELECT status, n FROM ix_job_counts WHERE client_id = '' AND status IN ('pending', 'running')
            UNION ALL SELECT status, n FROM ${UNFOLDED_COUNTS} WHERE status IN ('pending', 'running')) AS counted
    ),
    place AS MATERIALIZED (
      SELECT at.priority, at.turn, at.slot, (
          coalesce((SELECT sum(n) FROM ix_queue_counts AS c WHERE step = 0 AND c.priority > at.priority), 0)
          + coalesce((SELECT sum(n) FROM ix_queue_counts AS c WHERE step = 0 AND c.priority = at.priority AND c.turn < at.block), 0)
          + coalesce((SELECT sum(n) FROM ix_queue_counts AS c
                      WHERE step = 1 AND c.priority = at.priority AND c.turn >= at.block AND c.turn < at.turn), 0)
          + coalesce((SELECT sum(n) FROM ix_queue_counts AS c
                      WHERE step = 2 AND c.priority = at.priority AND c.turn = at.turn AND c.slot < at.slot), 0)
          + coalesce((SELECT sum(n) FROM ${UNFOLDED} AND status = 'pending' AND (
                        priority > at.priority OR (priority = at.priority AND (turn, slot) < (at.turn, at.slot)))), 0)
        ) AS before
      FROM (SELECT DISTINCT priority, turn, slot, turn - turn % ${BLOCK_TURNS} AS block FROM job WHERE status = 'pending') AS at
    ),
    neighbour AS (
      SELECT other.job_id, before + row_number() OVER (PARTITION BY place.priority, place.turn, place.slot ORDER BY created_at, other.job_id) - 1 AS before
      FROM place, LATERAL (
        SELECT job_id, created_at FROM ix_jobs
        WHERE status = 'pending' AND priority = place.priority AND turn = place.turn
          AND created_at >= to_timestamp(place.slot) AND created_at < to_timestamp(place.slot + 1)
        OFFSET 0
      ) AS other
    )
    SELECT job.job_id AS "jobId", active.total::float8 AS "totalActive",
      CASE WHEN job.status = 'running' THEN 0 ELSE active.running + neighbour.before END::float8 AS ahead
    FROM active, job LEFT JOIN neighbour USING (job_id) WHERE job.status IN ('pending', 'running')`.execute(em.getKysely());
  return new Map(rows.map(({ jobId, ahead, totalActive }) => [jobId, { ahead, totalActive }]));
}
