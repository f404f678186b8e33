/** What the sweep compares with the tickets: how many jobs are pending, and which are the oldest. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';

/** Index: ix_jobs_claim, alone. */
export async function countPending(em: EntityManager): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ix_jobs WHERE status = 'pending'`.execute(em.getKysely());
  return rows[0]?.n ?? 0;
}

/** In claim order. Index: ix_jobs_claim, alone. */
export async function oldestPending(em: EntityManager, limit: number): Promise<JobId[]> {
  const { rows } = await sql<{ job_id: JobId }>`
    SELECT job_id FROM ix_jobs WHERE status = 'pending' ORDER BY priority DESC, created_at, job_id LIMIT ${limit}`.execute(em.getKysely());
  return rows.map((row) => row.job_id);
}
