/** listRecent: the listing, newest first, with the exact total before paging. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { type JobStatus, type JobSummary, LIST_LIMIT_MAX } from '../contracts/job.ts';
import { SUMMARY_COLUMNS } from './row.ts';

export interface JobFilter {
  /** Undefined: any; an empty list matches nothing. */
  readonly statuses?: readonly JobStatus[] | undefined;
  readonly clientId?: string | undefined;
  readonly useCase?: string | undefined;
  /** In the display name, or equal to one of the ids. Case does not matter. */
  readonly text?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** The last row of the page before. */
export interface JobCursor {
  readonly createdAt: string;
  readonly jobId: string;
}

export interface JobPage {
  readonly limit: number;
  readonly offset: number;
  readonly after?: JobCursor | undefined;
}

/**
 * Order: created_at and job_id, newest first. `limit` is cut to 200. Indexes: ix_jobs_recent, ix_jobs_recent_by_status,
 * ix_jobs_recent_by_client.
 * @throws RangeError for a negative offset or a limit below 1.
 */
export async function listRecent(em: EntityManager, filter: JobFilter, page: JobPage): Promise<{ jobs: JobSummary[]; total: number }> {
  if (!Number.isInteger(page.offset) || page.offset < 0) throw new RangeError(`offset must be an integer of 0 or more, got ${page.offset}`);
  if (!Number.isInteger(page.limit) || page.limit < 1) throw new RangeError(`limit must be an integer of 1 or more, got ${page.limit}`);
  const where = conditions(filter);
  const paged =
    page.after === undefined
      ? where
      : [...where, sql`(created_at, job_id) < (${page.after.createdAt}::timestamptz, ${page.after.jobId}::uuid)`];
  const { rows: jobs } = await sql<JobSummary>`
    SELECT ${SUMMARY_COLUMNS} FROM ix_jobs WHERE ${sql.join(paged, sql` AND `)}
    ORDER BY ix_jobs.created_at DESC, job_id DESC LIMIT ${Math.min(page.limit, LIST_LIMIT_MAX)} OFFSET ${page.offset}`.execute(
    em.getKysely(),
  );
  const { rows: totals } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM ix_jobs WHERE ${sql.join(where, sql` AND `)}`.execute(em.getKysely());
  return { jobs, total: totals[0]?.total ?? 0 };
}

function conditions(filter: JobFilter): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [sql`true`];
  if (filter.statuses !== undefined) where.push(sql`status = ANY(${filter.statuses}::text[])`);
  if (filter.clientId !== undefined) where.push(sql`client_id = ${filter.clientId}`);
  if (filter.useCase !== undefined) where.push(sql`use_case = ${filter.useCase}`);
  if (filter.createdAfter !== undefined) where.push(sql`created_at > ${filter.createdAfter.toISOString()}::timestamptz`);
  if (filter.createdBefore !== undefined) where.push(sql`created_at < ${filter.createdBefore.toISOString()}::timestamptz`);
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`;
    const id = filter.text.toLowerCase();
    where.push(sql`(display_name ILIKE ${pattern} OR request_id = ${filter.text} OR ix_id = ${id} OR job_id::text = ${id})`);
  }
  return where;
}
