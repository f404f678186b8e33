/** insertPending: new rows, or the rows that are already there under the same (client_id, request_id), unchanged. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';
import type { JobStatus } from '../contracts/job.ts';
import { QUEUE_HEADS } from './counts.ts';
import { isoTime } from './row.ts';

export interface NewJobRow {
  readonly jobId: JobId;
  readonly ixId: IxId;
  readonly clientId: string;
  readonly requestId: string;
  /** JSON text, stored as it is. */
  readonly request: string;
  /** SHA-256 of what makes two requests the same. */
  readonly requestHash: Buffer;
  readonly useCase: string | null;
  readonly displayName: string | null;
  readonly callbackUrl: string | null;
  readonly priority: number;
  /** The job this one is a resubmission of. */
  readonly originJobId: JobId | null;
  readonly traceparent: string | null;
}

export interface InsertedJob {
  readonly jobId: JobId;
  readonly created: boolean;
  /** ISO 8601 with microseconds; null: it was there before. */
  readonly createdAt: string | null;
  /** The stored request is not the one given here. Never so when created. */
  readonly differs: boolean;
}

/**
 * The first insert's callback URL, priority and metadata win. Of two equal keys in one call the first wins.
 * @param publish the statement that makes a ticket for each row of a table (job_id), done within that of the insert.
 * @returns one answer a row, in the order given.
 */
export async function insertPending(
  em: EntityManager,
  rows: readonly NewJobRow[],
  publish: (jobs: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<InsertedJob[]> {
  const created = await insertNew(em, rows, publish);
  const stored = created.size === rows.length ? new Map<string, StoredKey>() : await readKeys(em, rows);
  // The row that stood in the way was deleted between the two statements.
  const vanished = rows.filter((row) => !created.has(row.jobId) && !stored.has(keyOf(row.clientId, row.requestId)));
  const again = vanished.length === 0 ? [] : await insertPending(em, vanished, publish);
  return rows.map((row) => {
    const createdAt = created.get(row.jobId);
    if (createdAt !== undefined) return { jobId: row.jobId, created: true, createdAt, differs: false };
    const other = stored.get(keyOf(row.clientId, row.requestId));
    if (other !== undefined) {
      return { jobId: other.job_id, created: false, createdAt: null, differs: !other.request_hash.equals(row.requestHash) };
    }
    const answer = again[vanished.indexOf(row)];
    if (answer === undefined) throw new Error(`no answer for job ${row.jobId}`);
    return answer;
  });
}

/** One text for both parts of a job's key. */
export const keyOf = (clientId: string, requestId: string): string => JSON.stringify([clientId, requestId]);

/** Jobs of one client that share a turn. The bound of its share: while others wait, it gets at most this many in a row. */
export const TURN_JOBS = 16;

/** Finished jobs of a client, of each kind of end, that count for the turn it has come to. */
export const TURN_MEMORY = 2 * TURN_JOBS;

/**
 * Fair share is decided here, once: each job gets a turn, and jobs are claimed by turn (within their priority). A client's jobs fill
 * turns of TURN_JOBS, one after the other, from the turn that the queue has come to; so a client with one job has its turn at once,
 * behind at most one turn of each other client, however many jobs those have waiting. What it had done lately counts: a client that
 * sends a job for each one that ends moves on to the next turn after TURN_JOBS as well. (Start-time fair queueing: P. Goyal, H. M. Vin,
 * H. Cheng, SIGCOMM 1996, with the head of the queue as virtual time, or, when nothing waits, the last turn there was.) Submits at the
 * same moment do not see each other's turns, nor jobs that run: each such transaction, and each job that runs, may add to a turn.
 *
 * No job waits in a turn before those that the counts know of, so the head is looked for from there on, and a client's last turn from
 * the head on: before them the indexes may be full of jobs that are long claimed, when an old snapshot keeps vacuum from them. (That is
 * also why running jobs are left out.) A client's last turn is found once for all its rows (MATERIALIZED) and for both its counts
 * (OFFSET 0), and only that turn is counted.
 *
 * Indexes: ix_jobs_client_id_request_id_key; ix_queue_heads_pkey, ix_job_deltas_waiting, ix_jobs_claim and ix_jobs_recent for the head;
 * ix_jobs_turns and ix_jobs_recent_of_client for a client's last turn. Waits for another transaction that is inserting the same key,
 * then skips. Rows go in by key, so that two calls with keys in common wait for each other in one order and cannot deadlock.
 */
async function insertNew(
  em: EntityManager,
  rows: readonly NewJobRow[],
  publish: (jobs: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<Map<JobId, string>> {
  const column = <K extends keyof NewJobRow>(name: K) => rows.map((row) => row[name]);
  const { rows: inserted } = await sql<{ job_id: JobId; created_at: string }>`
    WITH new AS (
      SELECT *, row_number() OVER (PARTITION BY client_id, priority ORDER BY position) - 1 AS nth
      FROM unnest(
        ${column('jobId')}::uuid[], ${column('ixId')}::text[], ${column('clientId')}::text[], ${column('requestId')}::text[],
        ${column('request')}::text[], ${column('requestHash')}::bytea[], ${column('useCase')}::text[], ${column('displayName')}::text[],
        ${column('callbackUrl')}::text[], ${column('priority')}::smallint[], ${column('originJobId')}::uuid[], ${column('traceparent')}::text[]
      ) WITH ORDINALITY AS given (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url,
                                  priority, origin_job_id, traceparent, position)
    ),
    head AS MATERIALIZED (
      SELECT priority, coalesce((
        SELECT turn FROM ix_jobs WHERE status = 'pending' AND priority = lane.priority AND turn >= known.turn ORDER BY turn LIMIT 1
      ), (SELECT max(turn) FROM ${lately(sql`true`)} WHERE priority = lane.priority), 0) AS turn
      FROM (SELECT DISTINCT priority FROM new) AS lane LEFT JOIN ${QUEUE_HEADS} AS known USING (priority)
    ),
    last AS MATERIALIZED (
      SELECT client_id, priority, coalesce(last.turn, head.turn) AS turn, coalesce(last.filled, 0) AS filled
      FROM (SELECT DISTINCT client_id, priority FROM new) AS lane
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
      ) AS last ON true
    ),
    inserted AS (
      INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url, priority,
                           turn, origin_job_id, traceparent, created_at)
      SELECT job_id, ix_id, client_id, request_id, request::json, request_hash, use_case, display_name, callback_url, priority,
             turn + (filled + nth) / ${TURN_JOBS}, origin_job_id, traceparent, statement_timestamp()
      FROM new JOIN last USING (client_id, priority)
      ORDER BY client_id, request_id, position
      ON CONFLICT (client_id, request_id) DO NOTHING
      RETURNING job_id, ix_id, request_id, display_name, created_at
    ),
    searchable AS (
      INSERT INTO ix_job_search (job_id, ix_id, request_id, display_name) SELECT job_id, ix_id, request_id, display_name FROM inserted
    ),
    tickets AS (${publish(sql`inserted`)})
    SELECT job_id, ${isoTime('created_at')} AS created_at FROM inserted`.execute(em.getKysely());
  return new Map(inserted.map((row) => [row.job_id, row.created_at]));
}

/** The newest finished jobs, TURN_MEMORY of each status. */
const lately = (where: RawBuilder<unknown>): RawBuilder<unknown> => {
  const newest = (status: JobStatus) => sql`(
    SELECT turn, priority FROM ix_jobs WHERE status = ${sql.lit(status)} AND ${where} ORDER BY created_at DESC, job_id DESC LIMIT ${TURN_MEMORY})`;
  return sql`(${newest('done')} UNION ALL ${newest('error')}) AS lately`;
};

type JobKey = Pick<NewJobRow, 'clientId' | 'requestId'>;

interface StoredKey {
  readonly job_id: JobId;
  readonly client_id: string;
  readonly request_id: string;
  readonly request_hash: Buffer;
}

/** Index: ix_jobs_client_id_request_id_key. */
async function readKeys(em: EntityManager, rows: readonly JobKey[]): Promise<Map<string, StoredKey>> {
  const { rows: found } = await sql<StoredKey>`
    SELECT job_id, client_id, request_id, request_hash FROM ix_jobs
    JOIN unnest(${rows.map((row) => row.clientId)}::text[], ${rows.map((row) => row.requestId)}::text[]) AS key (client_id, request_id)
      USING (client_id, request_id)`.execute(em.getKysely());
  return new Map(found.map((row) => [keyOf(row.client_id, row.request_id), row]));
}

/** Those of the keys under which there is a job, as `keyOf` writes them. Index: ix_jobs_client_id_request_id_key. */
export async function findExisting(em: EntityManager, keys: readonly JobKey[]): Promise<string[]> {
  return keys.length === 0 ? [] : [...(await readKeys(em, keys)).keys()];
}
