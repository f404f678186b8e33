/** The pending jobs that get tickets anew. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import { query, uuid } from './statement.ts';

/** In claim order. Index: ix_jobs_claim, alone. */
export async function oldestPending(em: EntityManager, limit: number): Promise<JobId[]> {
  const rows = await query(em, { job_id: uuid<JobId>() })`
    SELECT job_id FROM ix_jobs WHERE status = 'pending' AND held_until IS NULL ORDER BY priority DESC, turn, created_at, job_id LIMIT ${limit}`;
  return rows.map((row) => row.job_id);
}
