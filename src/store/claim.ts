/** claim: pending → running, in the order of the queue. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';
import type { RequestIX } from '../contracts/request.ts';
import { QUEUE_HEADS } from './counts.ts';

/** What a worker holds of a job. Every later write proves it by job, worker and attempt: the fence. */
export interface Claim {
  readonly jobId: JobId;
  readonly workerId: string;
  /** `attempts` as claimed. The sweep raises it when it takes the job away, so that this claim's writes no longer apply. */
  readonly attempt: number;
  readonly ixId: IxId;
  readonly clientId: string;
  readonly requestId: string;
  readonly useCase: string | null;
  readonly callbackUrl: string | null;
  readonly request: RequestIX;
  readonly traceparent: string | null;
}

/** Any one number: held by a claim under a ceiling. */
const CEILING_LOCK = 7_294_302;

/**
 * Up to `limit` jobs in claim order: priority (higher first), turn (the fair share, see insert-pending.ts), created_at, job_id. Two
 * claimers never share a row and, without a ceiling, never wait for each other. Index: ix_jobs_claim from the head of each priority on
 * (ix_queue_heads_pkey, ix_job_deltas_waiting), then the primary key; under a ceiling ix_jobs_recent too, for what runs.
 * The commit does not wait for the disk: a claim that a crash of the server takes back is as if it had never been, the job is pending and
 * has its ticket, and the fence refuses the answer of the worker that ran it.
 * @param clientMaxRunning jobs of one client that may run at a time; 0: no ceiling. Others' jobs are claimed past those of a client at its
 *   ceiling. It is exact, so claimers take turns then.
 * @param takeTickets the statement that takes `n` tickets, done within this one.
 */
export async function claim(
  em: EntityManager,
  limit: number,
  workerId: string,
  clientMaxRunning: number,
  takeTickets: (n: RawBuilder<number>) => RawBuilder<unknown>,
): Promise<Claim[]> {
  if (clientMaxRunning > 0) await sql`SELECT pg_advisory_xact_lock(${CEILING_LOCK})`.execute(em.getKysely());
  const { rows } = await sql<Claim>`
    WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true)),
    ${clientMaxRunning > 0 ? underCeiling(limit, clientMaxRunning) : next(limit, sql`true`, sql`next`)},
    claimed AS (
      UPDATE ix_jobs AS job
      SET status = 'running', worker_id = ${workerId}, started_at = statement_timestamp(), heartbeat_at = statement_timestamp()
      WHERE job.job_id = ANY (ARRAY(SELECT job_id FROM next, unflushed))
      RETURNING job.job_id AS "jobId", job.worker_id AS "workerId", job.attempts AS attempt, job.ix_id AS "ixId", job.client_id AS "clientId",
        job.request_id AS "requestId", job.use_case AS "useCase", job.callback_url AS "callbackUrl", job.request, job.traceparent
    ),
    taken AS (${takeTickets(sql`(SELECT count(*) FROM claimed)`)})
    SELECT * FROM claimed`.execute(em.getKysely());
  return rows;
}

const next = (limit: number, where: RawBuilder<unknown>, name: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  lane AS MATERIALIZED (SELECT priority, turn FROM ${QUEUE_HEADS} AS head ORDER BY priority DESC),
  ${name} AS MATERIALIZED (
    SELECT job.* FROM lane, LATERAL (
      SELECT job_id, client_id, priority, turn, created_at FROM ix_jobs
      WHERE status = 'pending' AND priority = lane.priority AND turn >= lane.turn AND ${where}
      ORDER BY turn, created_at, job_id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS job LIMIT ${limit}
  )`;

const underCeiling = (limit: number, ceiling: number): RawBuilder<unknown> => sql`
  running AS (SELECT client_id, count(*) AS n FROM ix_jobs WHERE status = 'running' GROUP BY client_id),
  ${next(limit, sql`client_id NOT IN (SELECT client_id FROM running WHERE n >= ${ceiling})`, sql`candidates`)},
  next AS (
    SELECT job_id FROM (
      SELECT job_id, coalesce(n, 0) + row_number() OVER (PARTITION BY client_id ORDER BY priority DESC, turn, created_at, job_id) AS nth
      FROM candidates LEFT JOIN running USING (client_id)
    ) AS counted WHERE nth <= ${ceiling}
  )`;
