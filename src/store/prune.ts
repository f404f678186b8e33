/** prune: deletes finished jobs past their retention, uploaded files that no job uses any more, and counts of ends long past. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { FOLD_LOCK } from './counts.ts';
import { SPANS } from './ends.ts';
import { execute } from './statement.ts';

/** Jobs that are kept for `days`: of a client, of a use case, or all others than those of some. */
export interface Expired {
  readonly days: number;
  readonly clientId?: string;
  readonly useCase?: string;
  readonly exceptClients: readonly string[];
  readonly exceptUseCases: readonly string[];
}

/**
 * Terminal jobs that finished more than `days` ago, up to `limit` of each status, the oldest first, with their callbacks and file links.
 * Rows locked by others are left for next time. Index: ix_jobs_recent, or that of a client or a use case: what finished so long ago was created
 * before that. @returns how many.
 */
export async function pruneJobs(em: EntityManager, expired: Expired, limit: number): Promise<number> {
  const { days, clientId, useCase, exceptClients, exceptUseCases } = expired;
  const whose = [
    ...(clientId === undefined ? [] : [sql`client_id = ${clientId}`]),
    ...(useCase === undefined ? [] : [sql`use_case = ${useCase}`]),
    ...(exceptClients.length === 0 ? [] : [sql`client_id <> ALL(${exceptClients}::text[])`]),
    ...(exceptUseCases.length === 0 ? [] : [sql`(use_case IS NULL OR use_case <> ALL(${exceptUseCases}::text[]))`]),
    sql`true`,
  ];
  const past = (status: 'done' | 'error') => sql`
    SELECT job_id FROM ix_jobs
    WHERE status = ${sql.lit(status)} AND created_at < statement_timestamp() - make_interval(secs => ${86_400 * days})
      AND finished_at < statement_timestamp() - make_interval(secs => ${86_400 * days}) AND ${sql.join(whose, sql` AND `)}
    ORDER BY created_at, job_id LIMIT ${sql.lit(limit)} FOR UPDATE SKIP LOCKED`;
  return await execute(em)`
    WITH done AS MATERIALIZED (${past('done')}), error AS MATERIALIZED (${past('error')})
    DELETE FROM ix_jobs WHERE job_id IN (SELECT job_id FROM done UNION ALL SELECT job_id FROM error)`;
}

/**
 * Up to `limit` files without a job that need not stay for one to come. A file that a submit is just tying to a new job is locked by its foreign key and left alone.
 * Index: ix_job_files_file.
 */
export async function pruneFiles(em: EntityManager, limit: number): Promise<number> {
  return await execute(em)`
    DELETE FROM ix_files WHERE (client_id, file_id) IN (
      SELECT client_id, file_id FROM ix_files AS file
      WHERE NOT EXISTS (SELECT FROM ix_job_files AS link WHERE link.client_id = file.client_id AND link.file_id = file.file_id)
        AND (kept_until IS NULL OR kept_until < statement_timestamp())
      LIMIT ${sql.lit(limit)} FOR UPDATE SKIP LOCKED
    )`;
}

/** Spans of ends that are kept no longer. Nothing is folded meanwhile, so that the two never wait for each other's rows. Reads all of ix_job_ends. */
export async function pruneEnds(em: EntityManager): Promise<void> {
  await execute(em)`SELECT pg_advisory_xact_lock(${FOLD_LOCK})`;
  await execute(em)`DELETE FROM ix_job_ends AS e USING ${SPANS} WHERE e.seconds = span.seconds AND e.at < statement_timestamp() - kept`;
}
