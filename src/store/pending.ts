/** The pending jobs that the sweep makes tickets for. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';

/** In claim order. Index: ix_jobs_claim, alone. */
export async function oldestPending(em: EntityManager, limit: number): Promise<JobId[]> {
  const { rows } = await sql<{ job_id: JobId }>`
    SELECT job_id FROM ix_jobs WHERE status = 'pending' ORDER BY priority DESC, turn, created_at, job_id LIMIT ${limit}`.execute(
    em.getKysely(),
  );
  return rows.map((row) => row.job_id);
}
