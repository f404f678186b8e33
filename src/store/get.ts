/** get and getByCorrelation: one whole job, or null: another client's is as one that is not there. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { JOB_COLUMNS, STORED_JOB, type StoredJob } from './row.ts';
import { query } from './statement.ts';

/** Index: primary key. */
export async function get(em: EntityManager, scope: Scope, jobId: JobId): Promise<StoredJob | null> {
  const [job] = await query(em, STORED_JOB)`SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE job_id = ${jobId} AND ${inScope(scope)}`;
  return job ?? null;
}

/** Those of the ids that exist, in any order. Index: primary key. */
export async function getMany(em: EntityManager, scope: Scope, jobIds: readonly JobId[]): Promise<StoredJob[]> {
  return await query(em, STORED_JOB)`SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[]) AND ${inScope(scope)}`;
}

/** Index: ix_jobs_client_id_request_id_key. */
export async function getByCorrelation(em: EntityManager, scope: Scope, clientId: string, requestId: string): Promise<StoredJob | null> {
  const [job] = await query(em, STORED_JOB)`
    SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE client_id = ${clientId} AND request_id = ${requestId} AND ${inScope(scope)}`;
  return job ?? null;
}
