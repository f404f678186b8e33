/** Batches: the jobs that one request made, counted and found. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BatchId, JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { type Columns, integer, query, text, uuid } from './statement.ts';

export interface BatchCounts {
  readonly pending: number;
  readonly running: number;
  readonly done: number;
  readonly error: number;
  readonly created_at: string;
  /** When the last of them ended; null: not all have. */
  readonly finished_at: string | null;
}

const COUNTS: Columns<BatchCounts & { readonly total: number }> = {
  total: integer(),
  pending: integer(),
  running: integer(),
  done: integer(),
  error: integer(),
  created_at: text(),
  finished_at: text(),
};

/** Null: there is no job of such a batch. Index: ix_jobs_batch. */
export async function countBatch(em: EntityManager, scope: Scope, batchId: BatchId): Promise<BatchCounts | null> {
  const [row] = await query(em, COUNTS)`
    SELECT total, pending, running, done, error, ${isoTime('first')} AS created_at,
      CASE WHEN pending + running = 0 THEN ${isoTime('last')} END AS finished_at
    FROM (
      SELECT count(*)::int AS total, (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
        (count(*) FILTER (WHERE status = 'running'))::int AS running, (count(*) FILTER (WHERE status = 'done'))::int AS done,
        (count(*) FILTER (WHERE status = 'error'))::int AS error, min(created_at) AS first, max(finished_at) AS last
      FROM ix_jobs WHERE batch_id = ${batchId} AND ${inScope(scope)}
    ) AS counted`;
  if (row === undefined || row.total === 0) return null;
  const { total: _, ...counts } = row;
  return counts;
}

/** Those of a batch that wait or run. Index: ix_jobs_batch. */
export async function activeOfBatch(em: EntityManager, scope: Scope, batchId: BatchId): Promise<JobId[]> {
  const rows = await query(em, { job_id: uuid<JobId>() })`
    SELECT job_id FROM ix_jobs WHERE batch_id = ${batchId} AND status IN ('pending', 'running') AND ${inScope(scope)}`;
  return rows.map((row) => row.job_id);
}
