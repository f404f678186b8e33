/** Fair share: the turn that each new job gets, by which jobs are claimed within their priority. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { JobStatus } from '../contracts/job.ts';
import type { QueueHead, QueueHeads } from './queue-heads.ts';
import { isoTime } from './row.ts';

/** Jobs of one client that share a turn. The bound of its share: while others wait, it gets at most this many in a row. */
export const TURN_JOBS = 16;

/** Finished jobs of a client, of each kind of end, that count for the turn it has come to. */
export const TURN_MEMORY = 2 * TURN_JOBS;

export interface Lane {
  readonly clientId: string;
  readonly priority: number;
}

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
 * @param lanes one a job, in the order of submission. @param heads see there.
 * @returns the turn of each.
 */
export async function turnsOf(em: EntityManager, lanes: readonly Lane[], heads: QueueHeads): Promise<bigint[]> {
  const known = heads.known;
  const since = performance.now();
  const priorities = [...new Set(lanes.map(({ priority }) => priority))];
  const { rows } = await sql<{
    client_id: string;
    priority: number;
    turn: string;
    filled: string;
    head_turn: string | null;
    head_at: string | null;
  }>`
    WITH head AS MATERIALIZED (
      SELECT lane.priority, first.turn AS waiting, first.created_at,
        coalesce(first.turn, (SELECT max(turn) FROM ${lately(sql`true`)} WHERE priority = lane.priority), 0) AS turn
      FROM unnest(${priorities}::smallint[]) AS lane (priority)
      LEFT JOIN unnest(
        ${known.map((head) => head.priority)}::smallint[], ${known.map((head) => head.turn)}::bigint[]
      ) AS known (priority, turn) USING (priority)
      LEFT JOIN LATERAL (
        SELECT turn, created_at FROM ix_jobs
        WHERE status = 'pending' AND priority = lane.priority AND turn >= coalesce(known.turn, 0)
        ORDER BY turn, ix_jobs.created_at, job_id LIMIT 1
      ) AS first ON true
    )
    SELECT lane.client_id, lane.priority, coalesce(last.turn, head.turn)::text AS turn, coalesce(last.filled, 0)::text AS filled,
      head.waiting::text AS head_turn, ${isoTime('head.created_at')} AS head_at
    FROM (
      SELECT DISTINCT * FROM unnest(
        ${lanes.map(({ clientId }) => clientId)}::text[], ${lanes.map(({ priority }) => priority)}::smallint[]
      ) AS given (client_id, priority)
    ) AS lane
    JOIN head USING (priority)
    LEFT JOIN LATERAL (
      SELECT turn,
        (SELECT count(*) FROM ix_jobs
         WHERE status = 'pending' AND turn >= 0 AND client_id = lane.client_id AND priority = lane.priority AND turn = own.turn)
        + (SELECT count(*) FROM ${lately(sql`client_id = lane.client_id`)} WHERE priority = lane.priority AND turn = own.turn) AS filled
      FROM (SELECT greatest(
        (SELECT turn FROM ix_jobs
         WHERE status = 'pending' AND turn >= 0 AND client_id = lane.client_id AND priority = lane.priority AND turn >= head.turn
         ORDER BY turn DESC LIMIT 1),
        (SELECT max(turn) FROM ${lately(sql`client_id = lane.client_id`)} WHERE priority = lane.priority AND turn >= head.turn)
      ) AS turn OFFSET 0) AS own
    ) AS last ON true`.execute(em.getKysely());
  heads.saw(rows.flatMap(headOf), performance.now() - since);
  const places = new Map(rows.map((row) => [laneKey(row.client_id, row.priority), { turn: BigInt(row.turn), filled: Number(row.filled) }]));
  return lanes.map(({ clientId, priority }) => {
    const place = places.get(laneKey(clientId, priority));
    if (place === undefined) throw new Error('no turn was found for a job');
    return place.turn + BigInt(Math.floor(place.filled++ / TURN_JOBS));
  });
}

const headOf = (row: { priority: number; head_turn: string | null; head_at: string | null }): QueueHead[] =>
  row.head_turn === null || row.head_at === null ? [] : [{ priority: row.priority, turn: row.head_turn, created_at: row.head_at }];

const laneKey = (clientId: string, priority: number): string => JSON.stringify([clientId, priority]);

/** The newest finished jobs, TURN_MEMORY of each status. */
const lately = (where: RawBuilder<unknown>): RawBuilder<unknown> => {
  const newest = (status: JobStatus) => sql`(
    SELECT turn, priority FROM ix_jobs WHERE status = ${sql.lit(status)} AND ${where} ORDER BY created_at DESC, job_id DESC LIMIT ${TURN_MEMORY})`;
  return sql`(${newest('done')} UNION ALL ${newest('error')}) AS lately`;
};
