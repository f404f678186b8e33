/** markDone and markError in one: running → done when the response has no error, → error when it has. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import type { ResponseIX } from '../contracts/response.ts';
import type { Claim } from './claim.ts';
import { jsonbText } from './jsonb.ts';
import { IS_RUNNING } from './row.ts';

export type Fence = Pick<Claim, 'jobId' | 'workerId' | 'attempt'>;

export interface Outcome {
  readonly claim: Fence;
  readonly response: ResponseIX;
}

/** A job that has just become terminal, by whatever act, with what its callback needs. */
export interface FinishedJob {
  readonly jobId: JobId;
  readonly clientId: string;
  readonly callbackUrl: string | null;
}

/**
 * Fenced: applies only where the job still runs under the very claim; what a worker that lost its job writes changes nothing.
 * A callback URL makes `callback_status` pending. Index: primary key.
 * @returns the jobs it applied to; the others were lost to the sweep or a cancel.
 */
export async function finishClaimed(em: EntityManager, outcomes: readonly Outcome[]): Promise<FinishedJob[]> {
  const { rows } = await sql<FinishedJob>`
    UPDATE ix_jobs AS job
    SET status = CASE WHEN outcome.failed THEN 'error' ELSE 'done' END,
        response = outcome.response::jsonb, finished_at = statement_timestamp(), heartbeat_at = NULL,
        callback_status = CASE WHEN callback_url IS NOT NULL THEN 'pending' END
    FROM unnest(
      ${outcomes.map(({ claim }) => claim.jobId)}::uuid[], ${outcomes.map(({ claim }) => claim.workerId)}::text[],
      ${outcomes.map(({ claim }) => claim.attempt)}::integer[], ${outcomes.map(({ response }) => response.error !== null)}::boolean[],
      ${outcomes.map(({ response }) => jsonbText(response))}::text[]
    ) AS outcome (job_id, worker_id, attempt, failed, response)
    WHERE job.job_id = outcome.job_id AND ${IS_RUNNING}
      AND job.attempts = outcome.attempt AND job.worker_id = outcome.worker_id
    RETURNING job.job_id AS "jobId", job.client_id AS "clientId", job.callback_url AS "callbackUrl"`.execute(em.getKysely());
  return rows;
}
