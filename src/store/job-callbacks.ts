/** The callbacks of one job with the logs of their attempts, as a person looks at them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CallbackAttempt } from '../contracts/callback.ts';
import type { JobId } from '../contracts/ids.ts';
import type { CallbackStatus } from '../contracts/job.ts';
import { isoTime } from './row.ts';

export interface JobCallback {
  readonly callback_id: string;
  readonly url: string;
  readonly status: CallbackStatus;
  /** Null: there is none to come. */
  readonly next_attempt_at: string | null;
  /** First attempt first. */
  readonly log: readonly Omit<CallbackAttempt, 'next_attempt_at'>[];
}

/** Newest callback first. Indexes: ix_callbacks_job, ix_callback_attempts_pkey. */
export async function callbacksOfJob(em: EntityManager, jobId: JobId): Promise<JobCallback[]> {
  const { rows } = await sql<JobCallback>`
    SELECT callback_id, url, status, ${isoTime('next_attempt_at')} AS next_attempt_at,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('attempt', attempt, 'started_at', ${isoTime('started_at')}, 'duration_ms', duration_ms,
                 'status_code', status_code, 'error', error, 'response_excerpt', response_excerpt) ORDER BY attempt)
        FROM ix_callback_attempts AS a WHERE a.callback_id = c.callback_id), '[]') AS log
    FROM ix_callbacks AS c WHERE job_id = ${jobId} ORDER BY created_at DESC, callback_id DESC`.execute(em.getKysely());
  return rows;
}
