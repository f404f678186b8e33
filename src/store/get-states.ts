/** getStates: jobs without what they were asked and what they answered, which may be megabytes. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import { isoTime, type StoredJob, SUMMARY_COLUMNS } from './row.ts';

export type StoredState = Omit<StoredJob, 'request' | 'response' | 'traceparent'>;

/** Those of the ids that exist, in any order. Index: primary key. */
export async function getStates(em: EntityManager, jobIds: readonly JobId[]): Promise<StoredState[]> {
  const { rows } = await sql<StoredState>`
    SELECT ${SUMMARY_COLUMNS}, strikes, lost_runs, ${isoTime('cancel_requested_at')} AS cancel_requested_at, callback_error
    FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[])`.execute(em.getKysely());
  return rows;
}
