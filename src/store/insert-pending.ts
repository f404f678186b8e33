/** insertPending: new rows, or the rows that are already there under the same (client_id, request_id), unchanged. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';
import type { QueueHeads } from './queue-heads.ts';
import { isoTime } from './row.ts';
import { turnsOf } from './turns.ts';

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
 * @param heads where the queue may be looked for; see there.
 * @returns one answer a row, in the order given.
 */
export async function insertPending(em: EntityManager, rows: readonly NewJobRow[], heads: QueueHeads): Promise<InsertedJob[]> {
  const created = await insertNew(em, rows, heads);
  const stored = created.size === rows.length ? new Map<string, StoredKey>() : await readKeys(em, rows);
  // The row that stood in the way was deleted between the two statements.
  const vanished = rows.filter((row) => !created.has(row.jobId) && !stored.has(keyOf(row.clientId, row.requestId)));
  const again = vanished.length === 0 ? [] : await insertPending(em, vanished, heads);
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

/**
 * Indexes: ix_jobs_client_id_request_id_key. Waits for another transaction that is inserting the same key, then skips. Rows go in by key,
 * so that two calls with keys in common wait for each other in one order and cannot deadlock.
 */
async function insertNew(em: EntityManager, rows: readonly NewJobRow[], heads: QueueHeads): Promise<Map<JobId, string>> {
  const turns = await turnsOf(em, rows, heads);
  const column = <K extends keyof NewJobRow>(name: K) => rows.map((row) => row[name]);
  const { rows: inserted } = await sql<{ job_id: JobId; created_at: string }>`
    WITH inserted AS (
      INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url, priority,
                           origin_job_id, traceparent, turn, created_at)
      SELECT job_id, ix_id, client_id, request_id, request::json, request_hash, use_case, display_name, callback_url, priority,
             origin_job_id, traceparent, turn, statement_timestamp()
      FROM unnest(
        ${column('jobId')}::uuid[], ${column('ixId')}::text[], ${column('clientId')}::text[], ${column('requestId')}::text[],
        ${column('request')}::text[], ${column('requestHash')}::bytea[], ${column('useCase')}::text[], ${column('displayName')}::text[],
        ${column('callbackUrl')}::text[], ${column('priority')}::smallint[], ${column('originJobId')}::uuid[], ${column('traceparent')}::text[],
        ${turns}::bigint[]
      ) WITH ORDINALITY AS given (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url,
                                  priority, origin_job_id, traceparent, turn, position)
      ORDER BY client_id, request_id, position
      ON CONFLICT (client_id, request_id) DO NOTHING
      RETURNING job_id, ix_id, request_id, display_name, created_at
    ),
    searchable AS (
      INSERT INTO ix_job_search (job_id, ix_id, request_id, display_name) SELECT job_id, ix_id, request_id, display_name FROM inserted
    )
    SELECT job_id, ${isoTime('created_at')} AS created_at FROM inserted`.execute(em.getKysely());
  return new Map(inserted.map((row) => [row.job_id, row.created_at]));
}

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
