/** markDone and markError in one: running → done when the response has no error, → error when it has. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type CallbackId, type JobId, newCallbackId } from '../contracts/ids.ts';
import type { ResponseIX } from '../contracts/response.ts';
import { insertingCallbacks, originOf } from './callbacks.ts';
import type { Claim } from './claim.ts';
import { jsonText } from './json-text.ts';
import { IS_RUNNING } from './row.ts';
import { type Columns, query, text, uuid } from './statement.ts';

export type Fence = Pick<Claim, 'jobId' | 'workerId' | 'attempt'>;

export interface Outcome {
  readonly claim: Fence & Pick<Claim, 'callbackUrl'> & Partial<Pick<Claim, 'unopenable'>>;
  readonly response: ResponseIX;
  /** Why callbacks of the job cannot be stored: it ends without any, and says so. */
  readonly callbackRefused?: string;
}

/** A job that has just become terminal by a cancel or the sweep, with what its callback needs. */
export interface FinishedJob {
  readonly jobId: JobId;
  readonly clientId: string;
  readonly callbackUrl: string | null;
}

export const FINISHED: Columns<FinishedJob> = { jobId: uuid(), clientId: text(), callbackUrl: text() };

/**
 * Fenced: applies only where the job still runs under the very claim; what a worker that lost its job writes changes nothing.
 * Header values of files are erased, unless the job ends because they could not be read: then it may be resubmitted once they can.
 * Callbacks are owed in the same statement: to the job's own URL, which makes `callback_status` pending, and to the subscriptions of its client.
 * Indexes: primary key, ix_subscriptions_client.
 * @param callbackDelaySeconds until the first attempt of a callback.
 * @returns the jobs it applied to; the others were lost to the sweep or a cancel.
 */
export async function finishClaimed(
  em: EntityManager,
  outcomes: readonly Outcome[],
  callbackDelaySeconds: number,
): Promise<{ readonly finished: readonly JobId[]; readonly callbacks: readonly CallbackId[] }> {
  const callbacks = insertingCallbacks(sql`
    (SELECT *, ${callbackDelaySeconds}::float8 AS delay, NULL::integer AS reviewed FROM finished WHERE refused IS NULL) AS told`);
  const rows = await query(em, { jobId: uuid<JobId | null>(), callbackId: uuid<CallbackId | null>() })`
    WITH finished AS (
      UPDATE ix_jobs AS job
      SET status = CASE WHEN outcome.failed THEN 'error' ELSE 'done' END,
          response = outcome.response::json, finished_at = statement_timestamp(), heartbeat_at = NULL,
          callback_status = CASE WHEN callback_url IS NULL THEN NULL WHEN outcome.refused IS NULL THEN 'pending' ELSE 'failed' END,
          callback_error = outcome.refused, secret_headers = CASE WHEN outcome.unopenable THEN secret_headers END,
          needs_review = outcome.needs_review
      FROM unnest(
        ${outcomes.map(({ claim }) => claim.jobId)}::uuid[], ${outcomes.map(({ claim }) => claim.workerId)}::text[],
        ${outcomes.map(({ claim }) => claim.attempt)}::integer[], ${outcomes.map(({ response }) => response.error !== null)}::boolean[],
        ${outcomes.map(({ response }) => jsonText(response))}::text[],
        ${outcomes.map(() => newCallbackId())}::uuid[],
        ${outcomes.map(({ claim: { callbackUrl: url } }) => (url === null ? null : originOf(url)))}::text[],
        ${outcomes.map(({ callbackRefused }) => callbackRefused ?? null)}::text[],
        ${outcomes.map(({ claim }) => (claim.unopenable ?? null) !== null)}::boolean[],
        ${outcomes.map(({ response }) => response.needs_review.length > 0)}::boolean[]
      ) AS outcome (job_id, worker_id, attempt, failed, response, callback_id, origin, refused, unopenable, needs_review)
      WHERE job.job_id = outcome.job_id AND ${IS_RUNNING}
        AND job.attempts = outcome.attempt AND job.worker_id = outcome.worker_id
      RETURNING job.job_id, job.client_id, 'job.' || job.status AS event, job.callback_url AS url, outcome.callback_id, outcome.origin, outcome.refused
    ), callbacks AS (${callbacks})
    SELECT job_id AS "jobId", NULL::uuid AS "callbackId" FROM finished UNION ALL SELECT NULL, "callbackId" FROM callbacks`;
  return {
    finished: rows.flatMap(({ jobId }) => (jobId === null ? [] : [jobId])),
    callbacks: rows.flatMap(({ callbackId }) => (callbackId === null ? [] : [callbackId])),
  };
}
