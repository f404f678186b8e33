/** Exact counts of jobs, and the folding of deltas that keeps them cheap. How they come about: migrations/…_counts.ts. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { addingEnds, endsIn } from './ends.ts';
import { clientsOf } from './in-scope.ts';
import { boolean, execute, float8, integer, query, text } from './statement.ts';

/** Deltas of transactions before the floor are folded for good, so the index is entered behind all that vacuum may not have removed. */
export const UNFOLDED = sql`ix_job_deltas WHERE xid >= (SELECT xid FROM ix_count_floor)`;

/** What they say of each client and status: `n` jobs came or went. */
export const UNFOLDED_COUNTS = sql`(
  SELECT client_id, change.status, change.n
  FROM (SELECT client_id, status, n, running FROM ${UNFOLDED}) AS delta,
    LATERAL (VALUES (delta.status, delta.n), ('running', delta.running)) AS change (status, n)
  ) AS unfolded`;

/** Any one number: whoever holds this lock folds. */
export const FOLD_LOCK = 7_294_301;

/** Jobs in these statuses, of one client or (null) of all in the scope. Indexes: ix_job_counts_pkey, ix_job_deltas_pkey. */
export async function countJobs(em: EntityManager, scope: Scope, statuses: readonly JobStatus[], clientId: string | null): Promise<number> {
  const clients = clientsOf(scope, clientId);
  // The rows of client '' are those of all.
  const [counted, named] = clients === 'all' ? [[''], null] : [clients, clients];
  const [row] = await query(em, { n: float8() })`
    SELECT (coalesce((SELECT sum(n) FROM ix_job_counts WHERE client_id = ANY(${counted}::text[]) AND status = ANY(${statuses}::text[])), 0)
      + coalesce((SELECT sum(n) FROM ${UNFOLDED_COUNTS} WHERE status = ANY(${statuses}::text[])
                  AND (${named}::text[] IS NULL OR client_id = ANY(${named}::text[]))), 0))::float8 AS n`;
  return row?.n ?? 0;
}

/** Pending jobs of each of these clients; those without any may be missing. Indexes: ix_job_counts_pkey, ix_job_deltas_pkey. */
export async function countPendingOf(em: EntityManager, clientIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await query(em, { client_id: text(), n: float8() })`
    SELECT client_id, sum(n)::float8 AS n FROM (
      SELECT client_id, n FROM ix_job_counts WHERE client_id = ANY(${clientIds}::text[]) AND status = 'pending'
      UNION ALL
      SELECT client_id, n FROM ${UNFOLDED} AND status = 'pending' AND client_id = ANY(${clientIds}::text[])
    ) AS counted GROUP BY client_id`;
  return new Map(rows.map((row) => [row.client_id, row.n]));
}

/**
 * Folds all deltas this snapshot sees into the counts, unless another transaction is at it. Their rows are deleted in the same
 * statement, so that no reader counts one twice or not at all. The floor moves to the oldest transaction still running: those before it
 * can bring no more deltas. (After a restore into a new cluster, whose transaction numbers start anew, the floor is too high until this
 * has run once.) No step reads what was folded before, however long vacuum is held back. Where there is nothing to fold nothing is
 * written, and no commit waits for the disk: a folding that a crash of the server takes back has never been.
 * @returns how many deltas were folded.
 */
// Index: ix_job_deltas_pkey, ix_job_counts_pkey, ix_job_ends_pkey.
export async function foldDeltas(em: EntityManager): Promise<number> {
  const [lock] = await query(em, { held: boolean() })`SELECT pg_try_advisory_xact_lock(${FOLD_LOCK}) AS held`;
  if (lock?.held !== true) return 0;
  await execute(em)`SET LOCAL synchronous_commit = off`;
  const [folded] = await query(em, { n: integer() })`
    WITH taken AS (
      DELETE FROM ix_job_deltas WHERE xid >= (SELECT CASE WHEN xid > pg_current_xact_id() THEN '0' ELSE xid END FROM ix_count_floor)
      RETURNING client_id, status, n, running, ended_at, waits
    ),
    counted AS (
      INSERT INTO ix_job_counts AS c (client_id, status, n)
      SELECT coalesce(client_id, ''), change.status, sum(change.n)
      FROM taken, LATERAL (VALUES (taken.status, taken.n), ('running', taken.running)) AS change (status, n)
      GROUP BY GROUPING SETS ((client_id, change.status), (change.status)) HAVING sum(change.n) <> 0
      ORDER BY 1, 2
      ON CONFLICT (client_id, status) DO UPDATE SET n = c.n + excluded.n
    ),
    ended AS (${addingEnds(endsIn(sql`taken`))}),
    floor AS (UPDATE ix_count_floor SET xid = pg_snapshot_xmin(pg_current_snapshot()) WHERE EXISTS (SELECT FROM taken))
    SELECT count(*)::int AS n FROM taken`;
  return folded?.n ?? 0;
}
