/** cancel: pending → error IX_003_000 at once; a running job is marked, and its worker ends it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { IxError } from '../contracts/errors.ts';
import type { JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { endedResponse } from './ended-response.ts';
import { FINISHED, type FinishedJob } from './finish.ts';
import { inScope } from './in-scope.ts';
import { query, text } from './statement.ts';

export interface Cancelled {
  /** Were pending: terminal now. */
  readonly ended: readonly FinishedJob[];
  /** Run: their workers are to be told. */
  readonly marked: readonly FinishedJob[];
}

/**
 * Terminal and unknown jobs are passed over. Against a claim: whichever has the row first; a job claimed meanwhile is marked.
 * Index: primary key.
 */
export async function cancelRows(em: EntityManager, scope: Scope, jobIds: readonly JobId[]): Promise<Cancelled> {
  const pending = (value: unknown, otherwise: string) => sql`CASE WHEN status = 'pending' THEN ${value} ELSE ${sql.ref(otherwise)} END`;
  const rows = await query(em, { ...FINISHED, status: text<'running' | 'error'>() })`
    UPDATE ix_jobs
    SET status = ${pending(sql`'error'`, 'status')}, response = ${pending(endedResponse(new IxError('IX_003_000')), 'response')},
        secret_headers = ${pending(sql`NULL`, 'secret_headers')},
        finished_at = ${pending(sql`statement_timestamp()`, 'finished_at')},
        callback_status = ${pending(sql`CASE WHEN callback_url IS NOT NULL THEN 'pending' END`, 'callback_status')},
        cancel_requested_at = coalesce(cancel_requested_at, statement_timestamp())
    WHERE job_id IN (SELECT job_id FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[]) AND ${inScope(scope)} ORDER BY job_id FOR UPDATE)
      AND status IN ('pending', 'running')
    RETURNING job_id AS "jobId", status, client_id AS "clientId", callback_url AS "callbackUrl"`;
  return {
    ended: rows.filter((row) => row.status === 'error'),
    marked: rows.filter((row) => row.status === 'running'),
  };
}
