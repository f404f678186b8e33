/** Deleting for good: jobs that have ended with all that is theirs, and whatever else a client has. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { CallbackId, FileId, JobId } from '../contracts/ids.ts';
import type { JobStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { FOLD_LOCK, foldDeltas } from './counts.ts';
import { inScope } from './in-scope.ts';
import { execute, query, text, uuid } from './statement.ts';

/** A job that is to go; nobody else changes it until the transaction ends. */
export interface DoomedJob {
  readonly jobId: JobId;
  readonly clientId: string;
  readonly status: JobStatus;
}

const DOOMED = { jobId: uuid<JobId>(), clientId: text(), status: text<JobStatus>() };

/** The job, whatever its state; null: there is none. Index: primary key. */
export async function lockJob(em: EntityManager, scope: Scope, jobId: JobId): Promise<DoomedJob | null> {
  const [job] = await query(em, DOOMED)`
    SELECT job_id AS "jobId", client_id AS "clientId", status FROM ix_jobs WHERE job_id = ${jobId} AND ${inScope(scope)} FOR UPDATE`;
  return job ?? null;
}

/** Up to `limit` jobs of a client that have ended. Index: ix_jobs_recent_of_client. */
export async function lockEndedJobs(em: EntityManager, clientId: string, limit: number): Promise<DoomedJob[]> {
  return await query(em, DOOMED)`
    SELECT job_id AS "jobId", client_id AS "clientId", status FROM ix_jobs
    WHERE client_id = ${clientId} AND status IN ('done', 'error') LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

/** What goes with jobs and has to be told elsewhere. */
export interface Gone {
  /** Callbacks of theirs that were given up: each has a dead letter. */
  readonly dead: readonly CallbackId[];
  /** Uploaded files that went with them. */
  readonly files: number;
}

/**
 * The jobs, with their callbacks and attempts, reviews, secrets and the files that no other job uses. A file that a submit is just tying to a new job
 * stays. Indexes: primary keys, ix_callbacks_job, ix_job_files_file.
 */
export async function deleteJobRows(em: EntityManager, jobs: readonly DoomedJob[]): Promise<Gone> {
  const ids = jobs.map(({ jobId }) => jobId);
  const dead = await query(em, { callbackId: uuid<CallbackId>() })`
    SELECT callback_id AS "callbackId" FROM ix_callbacks WHERE job_id = ANY(${ids}::uuid[]) AND status = 'failed'`;
  const files = await query(em, { clientId: text(), fileId: text<FileId>() })`
    SELECT DISTINCT client_id AS "clientId", file_id AS "fileId" FROM ix_job_files WHERE job_id = ANY(${ids}::uuid[])`;
  await execute(em)`DELETE FROM ix_jobs WHERE job_id = ANY(${ids}::uuid[])`;
  const given = sql`
    SELECT * FROM unnest(${files.map(({ clientId }) => clientId)}::text[], ${files.map(({ fileId }) => fileId)}::text[]) AS given (client_id, file_id)`;
  return { dead: dead.map(({ callbackId }) => callbackId), files: files.length === 0 ? 0 : await deleteUnused(em, given) };
}

/** Up to `limit` files of a client that no job uses. Indexes: ix_files_pkey, ix_job_files_file. */
export async function deleteUnusedFiles(em: EntityManager, clientId: string, limit: number): Promise<number> {
  return deleteUnused(
    em,
    sql`SELECT client_id, file_id FROM ix_files AS own WHERE client_id = ${clientId} AND NOT EXISTS (
      SELECT FROM ix_job_files AS link WHERE link.client_id = own.client_id AND link.file_id = own.file_id) LIMIT ${limit}`,
  );
}

/** @returns false: the client has no such file, or a job uses it. Indexes: ix_files_pkey, ix_job_files_file. */
export const deleteFileRow = async (em: EntityManager, clientId: string, fileId: FileId): Promise<boolean> =>
  (await deleteUnused(em, sql`SELECT ${clientId}::text AS client_id, ${fileId}::text AS file_id`)) === 1;

async function deleteUnused(em: EntityManager, which: RawBuilder<unknown>): Promise<number> {
  return await execute(em)`
    DELETE FROM ix_files WHERE (client_id, file_id) IN (
      SELECT client_id, file_id FROM ix_files AS file JOIN (${which}) AS given USING (client_id, file_id)
      WHERE NOT EXISTS (SELECT FROM ix_job_files AS link WHERE link.client_id = file.client_id AND link.file_id = file.file_id)
      FOR UPDATE OF file SKIP LOCKED
    )`;
}

/** What a client has beside jobs and files, by what it is called in answers. */
export interface ClientLeftovers {
  readonly endpoints: number;
  readonly subscriptions: number;
  readonly secrets: number;
  readonly keys: number;
}

/**
 * What a client has beside jobs and files: endpoints, subscriptions, signing secrets, keys and the sessions opened with its claims; and the counts that hold its name,
 * which nobody folds meanwhile. Its audit stays. Indexes: by client_id, where there are many rows; sessions and remembered keys are read whole.
 */
export async function deleteLeftovers(em: EntityManager, clientId: string): Promise<ClientLeftovers> {
  // Callbacks without a job, by which they were tried, go with them.
  const subscriptions = await execute(em)`DELETE FROM ix_subscriptions WHERE client_id = ${clientId}`;
  const endpoints = await execute(em)`DELETE FROM ix_endpoints WHERE client_id = ${clientId}`;
  const secrets = await execute(em)`DELETE FROM ix_callback_secrets WHERE client_id = ${clientId}`;
  const keys = await execute(em)`DELETE FROM ix_keys WHERE client_id = ${clientId} AND role = 'client'`;
  await execute(em)`DELETE FROM ix_sessions WHERE client_id = ${clientId}`;
  await execute(em)`DELETE FROM ix_pauses WHERE kind = 'client' AND name = ${clientId}`;
  const remembered = [`secret of client ${clientId}`, `subscription of client ${clientId}`];
  await execute(em)`DELETE FROM ix_idempotency_keys WHERE operation = ANY(${remembered}::text[])`;
  await execute(em)`SELECT pg_advisory_xact_lock(${FOLD_LOCK})`;
  await foldDeltas(em);
  await execute(em)`DELETE FROM ix_job_counts WHERE client_id = ${clientId} AND n = 0`;
  await execute(em)`DELETE FROM ix_job_ends WHERE client_id = ${clientId}`;
  return { endpoints, subscriptions, secrets, keys };
}
