/** Fair share: the turn that each new job gets, by which jobs are claimed within their priority. */
import { type RawBuilder, sql } from 'kysely';
import type { JobStatus } from '../contracts/job.ts';
import type { QueueHead } from './queue-heads.ts';

/** Jobs of one client that share a turn. The bound of its share: while others wait, it gets at most this many in a row. */
export const TURN_JOBS = 16;

/** Finished jobs of a client, of each kind of end, that count for the turn it has come to. */
export const TURN_MEMORY = 2 * TURN_JOBS;

/**
 * Decided here, once: a client's jobs fill turns of TURN_JOBS, one after the other, from the turn that the queue has come to; so a client
 * with one job has its turn at once, behind at most one turn of each other client, however many jobs those have waiting. What it had done
 * lately counts: a client that sends a job for each one that ends moves on to the next turn after TURN_JOBS as well. (Start-time fair
 * queueing: P. Goyal, H. M. Vin, H. Cheng, SIGCOMM 1996, with the head of the queue as virtual time, or, when nothing waits, the last turn
 * there was.) Submits at the same moment do not see each other's turns, nor jobs that run: each such transaction, and each job that runs,
 * may add to a turn.
 *
 * A client's last turn is looked for from the head on: before it the index may be full of jobs that are long claimed, when an old snapshot
 * keeps vacuum from them. (That is also why running jobs are left out.) It is found once for all its rows (MATERIALIZED) and for both its
 * counts (OFFSET 0), and only that turn is counted.
 *
 * Indexes: ix_jobs_claim and ix_jobs_recent for the head; ix_jobs_turns and ix_jobs_recent_of_client for a client's last turn.
 * @param known see queue-heads.ts.
 * @returns two parts of a WITH, `head` (of each priority: `turn`, and `waiting` and `created_at` of the first that waits, if any does) and
 *   `last` (of each client and priority: `turn`, and how many jobs it holds, `filled`), over `new` (client_id, priority) before them.
 */
export const turns = (known: readonly QueueHead[]): RawBuilder<unknown> => sql`
  head AS MATERIALIZED (
    SELECT lane.priority, first.turn AS waiting, first.created_at,
      coalesce(first.turn, (SELECT max(turn) FROM ${lately(sql`true`)} WHERE priority = lane.priority), 0) AS turn
    FROM (SELECT DISTINCT priority FROM new) AS lane
    LEFT JOIN unnest(
      ${known.map((head) => head.priority)}::smallint[], ${known.map((head) => head.turn)}::bigint[]
    ) AS known (priority, turn) USING (priority)
    LEFT JOIN LATERAL (
      SELECT turn, created_at FROM ix_jobs
      WHERE status = 'pending' AND held_until IS NULL AND priority = lane.priority AND turn >= coalesce(known.turn, 0)
      ORDER BY turn, created_at, job_id LIMIT 1
    ) AS first ON true
  ),
  last AS MATERIALIZED (
    SELECT client_id, priority, coalesce(last.turn, head.turn) AS turn, coalesce(last.filled, 0) AS filled
    FROM (SELECT DISTINCT client_id, priority FROM new) AS lane
    JOIN head USING (priority)
    LEFT JOIN LATERAL (
      SELECT turn,
        (SELECT count(*) FROM ix_jobs
         WHERE status = 'pending' AND held_until IS NULL AND turn >= 0 AND client_id = lane.client_id AND priority = lane.priority AND turn = own.turn)
        + (SELECT count(*) FROM ${lately(sql`client_id = lane.client_id`)} WHERE priority = lane.priority AND turn = own.turn) AS filled
      FROM (SELECT greatest(
        (SELECT turn FROM ix_jobs
         WHERE status = 'pending' AND held_until IS NULL AND turn >= 0 AND client_id = lane.client_id AND priority = lane.priority AND turn >= head.turn
         ORDER BY turn DESC LIMIT 1),
        (SELECT max(turn) FROM ${lately(sql`client_id = lane.client_id`)} WHERE priority = lane.priority AND turn >= head.turn)
      ) AS turn OFFSET 0) AS own
    ) AS last ON true
  )`;

/** The newest finished jobs, TURN_MEMORY of each status. */
const lately = (where: RawBuilder<unknown>): RawBuilder<unknown> => {
  const newest = (status: JobStatus) => sql`(
    SELECT turn, priority FROM ix_jobs WHERE status = ${sql.lit(status)} AND ${where} ORDER BY created_at DESC, job_id DESC LIMIT ${TURN_MEMORY})`;
  return sql`(${newest('done')} UNION ALL ${newest('error')}) AS lately`;
};
