/** Reviews: decisions are added to a job's, never changed; what needs review is marked on its job. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import type { Decision } from '../contracts/review.ts';
import type { ClientId, Scope } from '../contracts/scope.ts';
import { clientsOf, inScope, ofClients } from './in-scope.ts';
import { JOB_COLUMNS, STORED_JOB, type StoredJob } from './row.ts';
import { execute, query, uuid } from './statement.ts';

export type NewDecision = Pick<Decision, 'number' | 'path' | 'kind' | 'value'>;

/** Whoever decides about a job waits here for whoever does so just now. @returns false: there is no such job. Index: ix_jobs_pkey. */
export async function lockForReview(em: EntityManager, scope: Scope, jobId: JobId): Promise<boolean> {
  const rows = await query(em, { job_id: uuid() })`
    SELECT job_id FROM ix_jobs WHERE job_id = ${jobId} AND ${inScope(scope)} FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/** Index: none is read. */
export async function insertDecisions(em: EntityManager, scope: Scope, jobId: JobId, decisions: readonly NewDecision[]): Promise<void> {
  await execute(em)`
    INSERT INTO ix_reviews (job_id, number, path, kind, value, who)
    SELECT ${jobId}::uuid, number, path, kind, value::json, ${scope.by}
    FROM unnest(${decisions.map(({ number }) => number)}::integer[], ${decisions.map(({ path }) => path)}::text[],
                ${decisions.map(({ kind }) => kind)}::text[], ${decisions.map(({ value }) => JSON.stringify(value))}::text[]
    ) AS decision (number, path, kind, value)`;
}

/** The job needs no review any more. Index: ix_jobs_pkey. */
export async function endReview(em: EntityManager, jobId: JobId): Promise<void> {
  await execute(em)`UPDATE ix_jobs SET needs_review = false WHERE job_id = ${jobId} AND needs_review`;
}

export interface ReviewedFilter {
  readonly clientId?: ClientId | undefined;
  readonly useCase?: string | undefined;
}

/** Jobs that somebody decided about, in the order of their ids, after `after`. Indexes: ix_reviews_pkey, in order; ix_jobs_pkey. */
export async function listReviewed(
  em: EntityManager,
  scope: Scope,
  filter: ReviewedFilter,
  { after, limit }: { readonly after: JobId | null; readonly limit: number },
): Promise<StoredJob[]> {
  const where = [ofClients(clientsOf(scope, filter.clientId))];
  if (filter.useCase !== undefined) where.push(sql`use_case = ${filter.useCase}`);
  return await query(em, STORED_JOB)`
    SELECT ${JOB_COLUMNS}
    FROM (SELECT job_id FROM ix_reviews WHERE number = 1 AND (${after}::uuid IS NULL OR job_id > ${after}::uuid)) AS reviewed JOIN ix_jobs USING (job_id)
    WHERE ${sql.join(where, sql` AND `)} ORDER BY job_id LIMIT ${limit}`;
}
