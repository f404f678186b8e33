/** insertPending: new rows, or the rows that are already there under the same (client_id, request_id), unchanged. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BatchId, IxId, JobId } from '../contracts/ids.ts';
import type { HeldBy } from '../contracts/job.ts';
import type { JobSecrets } from './job-secrets.ts';
import { NOT_PAUSED } from './pauses.ts';
import type { QueueHead, QueueHeads } from './queue-heads.ts';
import { HELD, isoTime } from './row.ts';
import { bytea, type Columns, integer, query, smallint, text, uuid } from './statement.ts';
import { TURN_JOBS, turns } from './turns.ts';
import { retiredAmong } from './use-cases.ts';

/** Its secrets are hidden: see job-secrets.ts. */
export interface NewJobRow extends JobSecrets {
  readonly jobId: JobId;
  readonly ixId: IxId;
  readonly clientId: string;
  readonly requestId: string;
  /** JSON text, stored as it is. */
  readonly request: string;
  /** Of what makes two requests the same, see Keyring.digests. */
  readonly requestHash: Buffer;
  /** What it would be by the keys that may have been there when the same request was stored before. */
  readonly earlierHashes: readonly Buffer[];
  readonly useCase: string | null;
  /** It came with the request: nothing that is stored under its name is meant. */
  readonly isInline: boolean;
  readonly displayName: string | null;
  readonly callbackUrl: string | null;
  readonly priority: number;
  /** ISO 8601: it is held back until then, if that is to come. */
  readonly notBefore: string | null;
  /** From its submission on. */
  readonly deadlineSeconds: number | null;
  /** The job this one is a resubmission of. */
  readonly originJobId: JobId | null;
  /** The request that made it, with others; null: it came alone. */
  readonly batchId: BatchId | null;
  readonly traceparent: string | null;
}

/** As a new row has them: ISO 8601 with microseconds. */
export interface JobTimes {
  readonly createdAt: string;
  readonly notBefore: string | null;
  readonly deadlineAt: string | null;
  /** What it waits for beside its turn: it needs no ticket before that. Null: nothing. */
  readonly held: HeldBy | null;
  /** Of its use case; null: that has no versions. */
  readonly useCaseVersion: number | null;
}

export interface InsertedJob {
  readonly jobId: JobId;
  readonly created: boolean;
  /** Which made the job; null: it came alone. */
  readonly batchId: BatchId | null;
  /** Its times; null: it was there before. */
  readonly times: JobTimes | null;
  /** The stored request is not the one given here. Never so when created. */
  readonly differs: boolean;
  /** Its use case is retired: nothing was stored. */
  readonly retired: boolean;
}

/**
 * The first insert's callback URL, priority and metadata win. Of two equal keys in one call the first wins.
 * @param heads where the queue may be looked for; see there.
 * @returns one answer a row, in the order given.
 */
export async function insertPending(em: EntityManager, rows: readonly NewJobRow[], heads: QueueHeads): Promise<InsertedJob[]> {
  const created = await insertNew(em, rows, heads);
  const stored = created.size === rows.length ? new Map<string, StoredKey>() : await readKeys(em, rows);
  const missing = rows.filter((row) => !created.has(row.jobId) && !stored.has(keyOf(row.clientId, row.requestId)));
  const names = missing.flatMap(({ useCase, isInline }) => (useCase === null || isInline ? [] : [useCase]));
  const retired = names.length === 0 ? new Set<string>() : await retiredAmong(em, names);
  const isRetired = ({ useCase, isInline }: NewJobRow): boolean => useCase !== null && !isInline && retired.has(useCase);
  // The row that stood in the way was deleted between the two statements.
  const vanished = missing.filter((row) => !isRetired(row));
  const again = vanished.length === 0 ? [] : await insertPending(em, vanished, heads);
  return rows.map((row) => {
    const times = created.get(row.jobId);
    if (times !== undefined) return { jobId: row.jobId, created: true, times, differs: false, retired: false, batchId: row.batchId };
    const other = stored.get(keyOf(row.clientId, row.requestId));
    if (other !== undefined) {
      const differs = ![row.requestHash, ...row.earlierHashes].some((hash) => hash.equals(other.request_hash));
      return { jobId: other.job_id, created: false, times: null, differs, retired: false, batchId: other.batch_id };
    }
    if (isRetired(row)) return { jobId: row.jobId, created: false, times: null, differs: false, retired: true, batchId: null };
    const answer = again[vanished.indexOf(row)];
    if (answer === undefined) throw new Error(`no answer for job ${row.jobId}`);
    return answer;
  });
}

/** One text for both parts of a job's key. */
export const keyOf = (clientId: string, requestId: string): string => JSON.stringify([clientId, requestId]);

interface InsertedRow extends JobTimes {
  readonly job_id: JobId;
  readonly priority: number;
  /** Of the first job that waited with this priority; null: none did. */
  readonly head_turn: string | null;
  readonly head_at: string | null;
}

const INSERTED: Columns<InsertedRow> = {
  job_id: uuid(),
  createdAt: text(),
  notBefore: text(),
  deadlineAt: text(),
  held: text(),
  useCaseVersion: integer(),
  priority: smallint(),
  head_turn: text(),
  head_at: text(),
};

/**
 * Indexes: ix_jobs_client_id_request_id_key, ix_use_cases_pkey, and those of `turns`. A row whose use case is retired is left out. Waits for another transaction that is inserting the same key, then skips.
 * Rows go in by key, so that two calls with keys in common wait for each other in one order and cannot deadlock.
 */
async function insertNew(em: EntityManager, rows: readonly NewJobRow[], heads: QueueHeads): Promise<Map<JobId, JobTimes>> {
  const since = performance.now();
  const column = <K extends keyof NewJobRow>(name: K) => rows.map((row) => row[name]);
  const inserted = await query(em, INSERTED)`
    WITH new AS (
      SELECT *, row_number() OVER (PARTITION BY client_id, priority ORDER BY position) - 1 AS nth
      FROM unnest(
        ${column('jobId')}::uuid[], ${column('ixId')}::text[], ${column('clientId')}::text[], ${column('requestId')}::text[],
        ${column('request')}::text[], ${column('requestHash')}::bytea[], ${column('useCase')}::text[], ${column('displayName')}::text[],
        ${column('callbackUrl')}::text[], ${column('priority')}::smallint[], ${column('originJobId')}::uuid[], ${column('traceparent')}::text[],
        ${column('secretUrls')}::text[], ${column('secretHeaders')}::text[],
        ${column('isInline')}::boolean[], ${column('notBefore')}::timestamptz[], ${column('deadlineSeconds')}::integer[], ${column('batchId')}::uuid[]
      ) WITH ORDINALITY AS given (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url,
                                  priority, origin_job_id, traceparent, secret_urls, secret_headers, is_inline, not_before, deadline_seconds, batch_id, position)
    ),
    ${turns(heads.known)},
    inserted AS (
      INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, request, request_hash, use_case, display_name, callback_url, priority,
                           turn, origin_job_id, traceparent, secret_urls, secret_headers, not_before, deadline_at, held_until, batch_id, use_case_version, created_at)
      SELECT job_id, ix_id, client_id, request_id, request::json, request_hash, use_case, display_name, callback_url, priority,
             turn + (filled + nth) / ${TURN_JOBS}, origin_job_id, traceparent, secret_urls, secret_headers, not_before,
             statement_timestamp() + make_interval(secs => deadline_seconds), CASE WHEN not_before > statement_timestamp() THEN not_before WHEN NOT ${NOT_PAUSED} THEN 'infinity' END,
             batch_id, stored.version, statement_timestamp()
      FROM new JOIN last USING (client_id, priority) LEFT JOIN ix_use_cases AS stored ON stored.name = new.use_case AND NOT new.is_inline
      WHERE stored.retired_at IS NULL
      ORDER BY client_id, request_id, position
      ON CONFLICT (client_id, request_id) DO NOTHING
      RETURNING job_id, ix_id, request_id, display_name, created_at, use_case_version, priority, not_before, deadline_at, held_until
    ),
    searchable AS (
      INSERT INTO ix_job_search (job_id, ix_id, request_id, display_name) SELECT job_id, ix_id, request_id, display_name FROM inserted
    )
    SELECT job_id, ${isoTime('inserted.created_at')} AS "createdAt", ${isoTime('not_before')} AS "notBefore",
      ${isoTime('deadline_at')} AS "deadlineAt", ${HELD} AS held, use_case_version AS "useCaseVersion", priority, waiting::text AS head_turn, ${isoTime('head.created_at')} AS head_at
    FROM inserted JOIN head USING (priority)`;
  heads.saw(inserted.flatMap(headOf), performance.now() - since);
  return new Map(
    inserted.map(({ job_id, createdAt, notBefore, deadlineAt, held, useCaseVersion }) => [
      job_id,
      { createdAt, notBefore, deadlineAt, held, useCaseVersion },
    ]),
  );
}

const headOf = ({ priority, head_turn: turn, head_at: created_at }: InsertedRow): QueueHead[] =>
  turn === null || created_at === null ? [] : [{ priority, turn, created_at }];

type JobKey = Pick<NewJobRow, 'clientId' | 'requestId'>;

interface StoredKey {
  readonly job_id: JobId;
  readonly client_id: string;
  readonly request_id: string;
  readonly request_hash: Buffer;
  readonly batch_id: BatchId | null;
}

const STORED_KEY: Columns<StoredKey> = { job_id: uuid(), client_id: text(), request_id: text(), request_hash: bytea(), batch_id: uuid() };

/** Index: ix_jobs_client_id_request_id_key. */
async function readKeys(em: EntityManager, rows: readonly JobKey[]): Promise<Map<string, StoredKey>> {
  const found = await query(em, STORED_KEY)`
    SELECT job_id, client_id, request_id, request_hash, batch_id FROM ix_jobs
    JOIN unnest(${rows.map((row) => row.clientId)}::text[], ${rows.map((row) => row.requestId)}::text[]) AS key (client_id, request_id)
      USING (client_id, request_id)`;
  return new Map(found.map((row) => [keyOf(row.client_id, row.request_id), row]));
}

/** Those of the keys under which there is a job, as `keyOf` writes them. Index: ix_jobs_client_id_request_id_key. */
export async function findExisting(em: EntityManager, keys: readonly JobKey[]): Promise<string[]> {
  return keys.length === 0 ? [] : [...(await readKeys(em, keys)).keys()];
}
