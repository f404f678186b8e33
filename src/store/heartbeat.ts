/** heartbeat: one statement for all jobs of a process; tells which of them it no longer holds. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import type { Fence } from './finish.ts';

/** Touches no indexed column, so the update stays in the row's page (HOT). Index: primary key. @returns those still held. */
export async function heartbeat<C extends Fence>(em: EntityManager, claims: readonly C[]): Promise<C[]> {
  const { rows } = await sql<{ job_id: JobId; attempts: number }>`
    UPDATE ix_jobs AS job SET heartbeat_at = statement_timestamp()
    FROM unnest(
      ${claims.map((claim) => claim.jobId)}::uuid[], ${claims.map((claim) => claim.workerId)}::text[],
      ${claims.map((claim) => claim.attempt)}::integer[]
    ) AS held (job_id, worker_id, attempt)
    WHERE job.job_id = held.job_id AND job.status = 'running' AND job.attempts = held.attempt AND job.worker_id = held.worker_id
    RETURNING job.job_id, job.attempts`.execute(em.getKysely());
  // By attempt too: a process can hold a new claim of a job while the run of its old, lost one is still ending.
  const attempts = new Map(rows.map((row) => [row.job_id, row.attempts]));
  return claims.filter((claim) => attempts.get(claim.jobId) === claim.attempt);
}
