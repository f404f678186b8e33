/** get and getByCorrelation: one whole job, or null. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import { JOB_COLUMNS, type StoredJob } from './row.ts';

/** Index: primary key. */
export async function get(em: EntityManager, jobId: JobId): Promise<StoredJob | null> {
  const { rows } = await sql<StoredJob>`SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE job_id = ${jobId}`.execute(em.getKysely());
  return rows[0] ?? null;
}

/** Those of the ids that exist, in any order. Index: primary key. */
export async function getMany(em: EntityManager, jobIds: readonly JobId[]): Promise<StoredJob[]> {
  const { rows } = await sql<StoredJob>`
    SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[])`.execute(em.getKysely());
  return rows;
}

/** Index: ix_jobs_client_id_request_id_key. */
export async function getByCorrelation(em: EntityManager, clientId: string, requestId: string): Promise<StoredJob | null> {
  const { rows } = await sql<StoredJob>`
    SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE client_id = ${clientId} AND request_id = ${requestId}`.execute(em.getKysely());
  return rows[0] ?? null;
}
