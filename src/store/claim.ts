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
  /**
   * `attempts` as claimed. The sweep raises it when it takes the job away, so that this claim's writes no longer apply. Above 0 the job is
   * a suspect: an earlier run of it was lost.
   */
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

export interface ClaimLimits {
  /** Most jobs. */
  readonly free: number;
  /** Most suspects among them: jobs that lost a run before, which may have been what killed their worker. */
  readonly suspects: number;
  /**
   * Jobs of one client that may run at a time; 0: no ceiling. Others' jobs are claimed past those of a client at its ceiling. It is exact,
   * so claimers take turns then.
   */
  readonly clientMaxRunning: number;
  /**
   * Where to begin. `head`: at the turn the counts say the first pending job is in, so that what an old snapshot keeps in the index before
   * it is not read. `start`: at the beginning of the index, whatever the counts say. Rows that were written with triggers off are found
   * by that alone.
   */
  readonly from: 'head' | 'start';
}

/**
 * Jobs in claim order: priority (higher first), turn (the fair share, see insert-pending.ts), created_at, job_id. Two claimers never share
 * a row and, without a ceiling, never wait for each other. Index: ix_jobs_claim (`from: head`: of each priority from its head on, by
 * ix_queue_heads_pkey and ix_job_deltas_waiting) and ix_jobs_suspects, then the primary key; under a ceiling ix_jobs_recent too, for what runs.
 * The lease begins when the row is written, not when the statement was sent: it may have waited for a lock.
 * The commit does not wait for the disk: a claim that a crash of the server takes back is as if it had never been, the job is pending and
 * has its ticket, and the fence refuses the answer of the worker that ran it.
 * @param takeTickets the statement that takes `n` tickets, done within this one.
 */
export async function claim(
  em: EntityManager,
  workerId: string,
  limits: ClaimLimits,
  takeTickets: (n: RawBuilder<number>) => RawBuilder<unknown>,
): Promise<Claim[]> {
  if (limits.clientMaxRunning > 0) await sql`SELECT pg_advisory_xact_lock(${CEILING_LOCK})`.execute(em.getKysely());
  const { rows } = await sql<Claim>`
    WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true)),
    ${limits.clientMaxRunning > 0 ? underCeiling(limits) : freely(limits)},
    claimed AS (
      UPDATE ix_jobs AS job
      SET status = 'running', worker_id = ${workerId}, started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
      WHERE job.job_id = ANY (ARRAY(SELECT job_id FROM next, unflushed))
      RETURNING job.job_id AS "jobId", job.worker_id AS "workerId", job.attempts AS attempt, job.ix_id AS "ixId", job.client_id AS "clientId",
        job.request_id AS "requestId", job.use_case AS "useCase", job.callback_url AS "callbackUrl", job.request, job.traceparent
    ),
    taken AS (${takeTickets(sql`(SELECT count(*) FROM claimed)`)})
    SELECT * FROM claimed`.execute(em.getKysely());
  return rows;
}

const COLUMNS = sql`job_id, client_id, priority, turn, created_at`;
const ORDER = sql`priority DESC, turn, created_at, job_id`;

const fresh = (where: RawBuilder<unknown>, order: RawBuilder<unknown>, free: number): RawBuilder<unknown> => sql`
  SELECT ${COLUMNS} FROM ix_jobs WHERE status = 'pending' AND attempts = 0 AND ${where} ORDER BY ${order} LIMIT ${free} FOR UPDATE SKIP LOCKED`;

/** The first that wait, `free` fresh ones and `suspects` others, locked. */
const candidates = ({ free, suspects, from }: ClaimLimits, where: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  lane AS MATERIALIZED (SELECT priority, turn FROM ${QUEUE_HEADS} AS head ORDER BY priority DESC),
  fresh AS MATERIALIZED (${
    from === 'start'
      ? fresh(where, ORDER, free)
      : sql`
        SELECT job.* FROM lane, LATERAL (
          ${fresh(sql`priority = lane.priority AND turn >= lane.turn AND ${where}`, sql`turn, created_at, job_id`, free)}
        ) AS job LIMIT ${free}`
  }),
  suspect AS MATERIALIZED (
    SELECT ${COLUMNS} FROM ix_jobs WHERE status = 'pending' AND attempts > 0 AND ${where} ORDER BY ${ORDER} LIMIT ${suspects} FOR UPDATE SKIP LOCKED
  ),
  candidates AS (SELECT * FROM fresh UNION ALL SELECT * FROM suspect)`;

const freely = (limits: ClaimLimits): RawBuilder<unknown> => sql`
  ${candidates(limits, sql`true`)},
  next AS (SELECT job_id FROM candidates ORDER BY ${ORDER} LIMIT ${limits.free})`;

const underCeiling = (limits: ClaimLimits): RawBuilder<unknown> => sql`
  running AS (SELECT client_id, count(*) AS n FROM ix_jobs WHERE status = 'running' GROUP BY client_id),
  ${candidates(limits, sql`client_id NOT IN (SELECT client_id FROM running WHERE n >= ${limits.clientMaxRunning})`)},
  next AS (
    SELECT job_id FROM (
      SELECT candidates.*, coalesce(n, 0) + row_number() OVER (PARTITION BY client_id ORDER BY ${ORDER}) AS nth
      FROM candidates LEFT JOIN running USING (client_id)
    ) AS counted WHERE nth <= ${limits.clientMaxRunning} ORDER BY ${ORDER} LIMIT ${limits.free}
  )`;
