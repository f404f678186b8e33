/** Times of jobs that wait: those whose time has come may be claimed, those whose deadline has passed end. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { IxError } from '../contracts/errors.ts';
import type { JobId } from '../contracts/ids.ts';
import { endedResponse } from './ended-response.ts';
import { FINISHED, type FinishedJob } from './finish.ts';
import { NOT_PAUSED } from './pauses.ts';
import { boolean, query, uuid } from './statement.ts';
import { TURN_JOBS, turns } from './turns.ts';

const IS_DUE = sql`status = 'pending' AND held_until <= statement_timestamp()`;
const IS_OVERDUE = sql`status = 'pending' AND deadline_at <= statement_timestamp()`;

const ID = { job_id: uuid<JobId>() };

/** Up to `limit` held jobs whose time has come, the first to be due first. Index: ix_jobs_held. */
export async function dueJobs(em: EntityManager, limit: number): Promise<JobId[]> {
  const rows = await query(em, ID)`SELECT job_id FROM ix_jobs WHERE ${IS_DUE} ORDER BY held_until, job_id LIMIT ${limit}`;
  return rows.map((row) => row.job_id);
}

/**
 * Lets those of the jobs go that are due. Each gets a turn as if it were submitted now: having waited for its time gives it no place before others.
 * One of a paused client or use case is held on.
 * Rows that others hold locked are left for the next call. Indexes: primary key, and those of `turns`.
 * @returns the jobs that may be claimed now: each needs a ticket.
 */
export async function releaseDue(em: EntityManager, jobIds: readonly JobId[]): Promise<JobId[]> {
  const rows = await query(em, { ...ID, free: boolean() })`
    WITH due AS MATERIALIZED (
      SELECT job_id, client_id, priority, held_until, ${NOT_PAUSED} AS free FROM ix_jobs
      WHERE job_id = ANY(${jobIds}::uuid[]) AND ${IS_DUE} ORDER BY job_id FOR UPDATE SKIP LOCKED
    ),
    new AS (SELECT *, row_number() OVER (PARTITION BY client_id, priority ORDER BY held_until, job_id) - 1 AS nth FROM due),
    ${turns([])}
    UPDATE ix_jobs AS job SET held_until = CASE WHEN NOT free THEN 'infinity'::timestamptz END, turn = last.turn + (last.filled + nth) / ${TURN_JOBS}
    FROM new JOIN last USING (client_id, priority) WHERE job.job_id = new.job_id
    RETURNING job.job_id, free`;
  return rows.flatMap(({ job_id, free }) => (free ? [job_id] : []));
}

/** Up to `limit` jobs that still wait past their deadline, the first overdue first. Index: ix_jobs_deadline. */
export async function overdueJobs(em: EntityManager, limit: number): Promise<JobId[]> {
  const rows = await query(em, ID)`SELECT job_id FROM ix_jobs WHERE ${IS_OVERDUE} ORDER BY deadline_at, job_id LIMIT ${limit}`;
  return rows.map((row) => row.job_id);
}

/** Those of the jobs that are overdue end, in IX_003_003. One that is claimed meanwhile is ended by its worker. Index: primary key. */
export async function endOverdue(em: EntityManager, jobIds: readonly JobId[]): Promise<FinishedJob[]> {
  return await query(em, FINISHED)`
    UPDATE ix_jobs
    SET status = 'error', response = ${endedResponse(new IxError('IX_003_003', 'it was still waiting'))}, secret_headers = NULL,
        finished_at = statement_timestamp(), callback_status = CASE WHEN callback_url IS NOT NULL THEN 'pending' END
    WHERE job_id IN (SELECT job_id FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[]) AND ${IS_OVERDUE} ORDER BY job_id FOR UPDATE SKIP LOCKED)
    RETURNING job_id AS "jobId", client_id AS "clientId", callback_url AS "callbackUrl"`;
}
