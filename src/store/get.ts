/** get and getByCorrelation: one whole job, or null: another client's is as one that is not there. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { type OpenedJob, openSecrets } from './job-secrets.ts';
import type { Keyring } from './keyring.ts';
import { JOB_COLUMNS, STORED_JOB, type StoredJob } from './row.ts';
import { query, text } from './statement.ts';

/** Index: primary key. */
export async function get(em: EntityManager, scope: Scope, jobId: JobId): Promise<StoredJob | null> {
  const [job] = await query(em, STORED_JOB)`SELECT ${JOB_COLUMNS} FROM ix_jobs WHERE job_id = ${jobId} AND ${inScope(scope)}`;
  return job ?? null;
}

/** As `get`, with the request and the callback URL as they were submitted. Index: primary key. @throws Unopenable */
export async function getOpened(em: EntityManager, scope: Scope, keyring: Keyring, jobId: JobId): Promise<(StoredJob & OpenedJob) | null> {
  const [row] = await query(em, { ...STORED_JOB, secretUrls: text<string | null>(), secretHeaders: text<string | null>() })`
    SELECT ${JOB_COLUMNS}, secret_urls AS "secretUrls", secret_headers AS "secretHeaders" FROM ix_jobs
    WHERE job_id = ${jobId} AND ${inScope(scope)}`;
  if (row === undefined) return null;
  const { secretUrls, secretHeaders, ...job } = row;
  return { ...job, ...openSecrets(keyring, jobId, { request: job.request, callbackUrl: job.callback_url, secretUrls, secretHeaders }) };
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
