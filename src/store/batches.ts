/** What became of the jobs that one request made: counted by state, and those that have not ended. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BatchId, JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { type Columns, integer, query, text, uuid } from './statement.ts';

/** What one client has in a batch. */
export interface BatchCounts {
  readonly batchId: BatchId;
  readonly clientId: string;
  readonly pending: number;
  readonly running: number;
  readonly done: number;
  readonly error: number;
  /** When the first of them was submitted. */
  readonly first: string;
  /** When the last of those that have ended did; null: none has. */
  readonly last: string | null;
}

const COUNTS: Columns<BatchCounts> = {
  batchId: uuid(),
  clientId: text(),
  pending: integer(),
  running: integer(),
  done: integer(),
  error: integer(),
  first: text(),
  last: text(),
};

/** By client, of each of these batches; of one that has no jobs nothing. Index: ix_jobs_batch. */
export async function countBatches(em: EntityManager, scope: Scope, batchIds: readonly BatchId[]): Promise<BatchCounts[]> {
  return await query(em, COUNTS)`
    SELECT batch_id AS "batchId", client_id AS "clientId", pending, running, done, error, ${isoTime('began')} AS first, ${isoTime('ended')} AS last
    FROM (
      SELECT batch_id, client_id, (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
        (count(*) FILTER (WHERE status = 'running'))::int AS running, (count(*) FILTER (WHERE status = 'done'))::int AS done,
        (count(*) FILTER (WHERE status = 'error'))::int AS error, min(created_at) AS began, max(finished_at) AS ended
      FROM ix_jobs WHERE batch_id = ANY(${batchIds}::uuid[]) AND ${inScope(scope)} GROUP BY batch_id, client_id
    ) AS counted`;
}

/** Those of a batch that wait or run. Index: ix_jobs_batch. */
export async function activeOfBatch(em: EntityManager, scope: Scope, batchId: BatchId): Promise<JobId[]> {
  const rows = await query(em, { job_id: uuid<JobId>() })`
    SELECT job_id FROM ix_jobs WHERE batch_id = ${batchId} AND status IN ('pending', 'running') AND ${inScope(scope)}`;
  return rows.map((row) => row.job_id);
}
