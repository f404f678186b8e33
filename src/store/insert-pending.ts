/** insertPending: new rows, or the rows that are already there under the same (client_id, request_id), unchanged. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';

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
  readonly traceparent: string | null;
}

export interface InsertedJob {
  readonly jobId: JobId;
  readonly created: boolean;
  /** The stored request is not the one given here. Never so when created. */
  readonly differs: boolean;
}

/**
 * The first insert's callback URL, priority and metadata win. Of two equal keys in one call the first wins.
 * @returns one answer a row, in the order given.
 */
export async function insertPending(em: EntityManager, rows: readonly NewJobRow[]): Promise<InsertedJob[]> {
  const created = await insertNew(em, rows);
  const stored = created.size === rows.length ? new Map<string, StoredKey>() : await readKeys(em, rows);
  return rows.map((row) => {
    if (created.has(row.jobId)) return { jobId: row.jobId, created: true, differs: false };
    const other = stored.get(keyOf(row.clientId, row.requestId));
    // The row that stood in the way was deleted between the two statements: the caller runs the act again.
    if (other === undefined) throw new RowVanished();
    return { jobId: other.job_id, created: false, differs: !other.request_hash.equals(row.requestHash) };
  });
}

/** Retention deleted a job in the instant its key was submitted again. */
export class RowVanished extends Error {}

const keyOf = (clientId: string, requestId: string): string => JSON.stringify([clientId, requestId]);

/**
 * Index: ix_jobs_client_id_request_id_key. Waits for another transaction that is inserting the same key, then skips. Rows go in
 * by key, so that two calls with keys in common wait for each other in one order and cannot deadlock.
 */
async function insertNew(em: EntityManager, rows: readonly NewJobRow[]): Promise<Set<JobId>> {
  const column = <K extends keyof NewJobRow>(name: K) => rows.map((row) => row[name]);
  const { rows: inserted } = await sql<{ job_id: JobId }>`
    INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url, priority,
                         traceparent, created_at)
    SELECT job_id, ix_id, client_id, request_id, request::jsonb, request_hash, use_case, display_name, callback_url, priority,
           traceparent, statement_timestamp()
    FROM unnest(
      ${column('jobId')}::uuid[], ${column('ixId')}::text[], ${column('clientId')}::text[], ${column('requestId')}::text[],
      ${column('request')}::text[], ${column('requestHash')}::bytea[], ${column('useCase')}::text[], ${column('displayName')}::text[],
      ${column('callbackUrl')}::text[], ${column('priority')}::smallint[], ${column('traceparent')}::text[]
    ) WITH ORDINALITY AS new (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url, priority,
                              traceparent, position)
    ORDER BY client_id, request_id, position
    ON CONFLICT (client_id, request_id) DO NOTHING
    RETURNING job_id`.execute(em.getKysely());
  return new Set(inserted.map((row) => row.job_id));
}

interface StoredKey {
  readonly job_id: JobId;
  readonly client_id: string;
  readonly request_id: string;
  readonly request_hash: Buffer;
}

/** Index: ix_jobs_client_id_request_id_key. */
async function readKeys(em: EntityManager, rows: readonly NewJobRow[]): Promise<Map<string, StoredKey>> {
  const { rows: found } = await sql<StoredKey>`
    SELECT job_id, client_id, request_id, request_hash FROM ix_jobs
    JOIN unnest(${rows.map((row) => row.clientId)}::text[], ${rows.map((row) => row.requestId)}::text[]) AS key (client_id, request_id)
      USING (client_id, request_id)`.execute(em.getKysely());
  return new Map(found.map((row) => [keyOf(row.client_id, row.request_id), row]));
}
