/** claim: pending → running, the oldest first. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';
import type { RequestIX } from '../contracts/request.ts';

/** What a worker holds of a job. Every later write proves it by job, worker and attempt: the fence. */
export interface Claim {
  readonly jobId: JobId;
  readonly workerId: string;
  /** `attempts` as claimed. The sweep raises it when it takes the job away, so that this claim's writes no longer apply. */
  readonly attempt: number;
  readonly ixId: IxId;
  readonly clientId: string;
  readonly requestId: string;
  readonly useCase: string | null;
  readonly request: RequestIX;
  readonly traceparent: string | null;
}

/**
 * Up to `limit` jobs in claim order: priority (higher first), turn (the fair share, see insert-pending.ts), created_at, job_id. Two claimers never share a row and never wait
 * for each other. Index: ix_jobs_claim, then the primary key.
 */
export async function claim(em: EntityManager, limit: number, workerId: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    WITH next AS (
      SELECT job_id FROM ix_jobs WHERE status = 'pending'
      ORDER BY priority DESC, turn, created_at, job_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE ix_jobs AS job
    SET status = 'running', worker_id = ${workerId}, started_at = statement_timestamp(), heartbeat_at = statement_timestamp()
    FROM next WHERE job.job_id = next.job_id
    RETURNING job.job_id AS "jobId", job.worker_id AS "workerId", job.attempts AS attempt, job.ix_id AS "ixId", job.client_id AS "clientId",
      job.request_id AS "requestId", job.use_case AS "useCase", job.request, job.traceparent`.execute(em.getKysely());
  return rows;
}
