/** claim: pending → running, in the order of the queue. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { IxId, JobId } from '../contracts/ids.ts';
import type { RequestIX } from '../contracts/request.ts';
import { type JobSecrets, openSecrets } from './job-secrets.ts';
import { type Keyring, Unopenable } from './keyring.ts';
import { NOT_PAUSED } from './pauses.ts';
import type { QueueHead, QueueHeads } from './queue-heads.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, float8, integer, json, query, smallint, text, uuid } from './statement.ts';

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
  /** Null: its use case has no versions. */
  readonly useCaseVersion: number | null;
  /** As it may be shown. */
  readonly callbackUrl: string | null;
  /** Null: the row is damaged; its run says so. */
  readonly request: RequestIX | null;
  /** Why the secrets of its request cannot be read: masks stand in their places. Null: the request is whole. */
  readonly unopenable: Unopenable | null;
  readonly traceparent: string | null;
  /** Seconds until its deadline, 0 or less when that has passed; null: it has none. */
  readonly deadlineInSeconds: number | null;
  /** From its submission to this claim. */
  readonly waitedSeconds: number;
  /** Subscriptions of its client are told that it starts. */
  readonly tellsStart: boolean;
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
  /** Null: every job. */
  readonly only?: WorkerClass | null;
}

/** What a worker of a class runs. */
export interface WorkerClass {
  /** Jobs with one of these use cases, registered or inline, by name; null: with any, or with none. */
  readonly useCases: readonly string[] | null;
  /** Jobs that ask for one of these engines, as their requests say it; null: for any. */
  readonly engines: readonly string[] | null;
}

type ClaimedRow = Omit<Claim, 'unopenable'> & JobSecrets & QueueHead;

const CLAIMED: Columns<ClaimedRow> = {
  jobId: uuid(),
  workerId: text(),
  attempt: integer(),
  ixId: text(),
  clientId: text(),
  requestId: text(),
  useCase: text(),
  useCaseVersion: integer(),
  callbackUrl: text(),
  request: json(),
  secretUrls: text(),
  secretHeaders: text(),
  traceparent: text(),
  deadlineInSeconds: float8(),
  waitedSeconds: float8(),
  tellsStart: boolean(),
  priority: smallint(),
  turn: text(),
  created_at: text(),
};

/**
 * Jobs in claim order: priority (higher first), turn (the fair share, see insert-pending.ts), created_at, job_id. Two claimers never share
 * a row and, without a ceiling, never wait for each other. Index: ix_jobs_claim and ix_jobs_suspects, then the primary key and ix_subscriptions_client;
 * under a ceiling ix_jobs_recent too, for what runs.
 * The lease begins when the row is written, not when the statement was sent: it may have waited for a lock.
 * The commit does not wait for the disk: a claim that a crash of the server takes back is as if it had never been, the job is pending, and
 * the fence refuses the answer of the worker that ran it.
 * @param heads see there; null: begin at the beginning.
 */
export async function claimRows(
  em: EntityManager,
  keyring: Keyring,
  workerId: string,
  limits: ClaimLimits,
  heads: QueueHeads | null,
): Promise<Claim[]> {
  if (limits.clientMaxRunning > 0) await execute(em)`SELECT pg_advisory_xact_lock(${CEILING_LOCK})`;
  const known = heads?.known ?? [];
  const since = performance.now();
  const rows = await claimFrom(em, workerId, limits, known);
  // In claim order backwards, so that the first of each priority stays.
  heads?.saw(rows.toReversed(), performance.now() - since);
  if (known.length > 0 && rows.length < limits.free) {
    const suspects = rows.filter(({ attempt }) => attempt > 0).length;
    const rest = { ...limits, free: limits.free - rows.length, suspects: limits.suspects - suspects };
    rows.push(...(await claimFrom(em, workerId, rest, [])));
  }
  return rows.map(({ priority: _, turn: __, created_at: ___, ...claimed }) => opened(keyring, claimed));
}

/** A job whose secrets cannot be read is the trouble of that job alone. */
function opened(keyring: Keyring, { secretUrls, secretHeaders, ...claimed }: Omit<Claim, 'unopenable'> & JobSecrets): Claim {
  const { request: masked } = claimed;
  if (masked === null || (secretUrls === null && secretHeaders === null)) return { ...claimed, unopenable: null };
  try {
    const { request } = openSecrets(keyring, claimed.jobId, { ...claimed, request: masked, secretUrls, secretHeaders });
    return { ...claimed, request, unopenable: null };
  } catch (error) {
    if (error instanceof Unopenable) return { ...claimed, unopenable: error };
    throw error;
  }
}

async function claimFrom(em: EntityManager, workerId: string, limits: ClaimLimits, known: readonly QueueHead[]): Promise<ClaimedRow[]> {
  return await query(em, CLAIMED)`
    WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true)),
    ${limits.clientMaxRunning > 0 ? underCeiling(limits, known) : freely(limits, known)},
    claimed AS (
      UPDATE ix_jobs AS job
      SET status = 'running', worker_id = ${workerId}, started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
      WHERE job.job_id = ANY (ARRAY(SELECT job_id FROM next, unflushed))
      RETURNING *
    )
    SELECT job_id AS "jobId", worker_id AS "workerId", attempts AS attempt, ix_id AS "ixId", client_id AS "clientId",
      request_id AS "requestId", use_case AS "useCase", use_case_version AS "useCaseVersion", callback_url AS "callbackUrl", request, secret_urls AS "secretUrls", secret_headers AS "secretHeaders", traceparent,
      extract(epoch FROM deadline_at - started_at)::float8 AS "deadlineInSeconds",
      extract(epoch FROM started_at - claimed.created_at)::float8 AS "waitedSeconds",
      EXISTS (SELECT FROM ix_subscriptions AS s WHERE s.client_id = claimed.client_id AND 'job.started' = ANY(s.events)) AS "tellsStart", priority, turn::text AS turn, ${isoTime('claimed.created_at')} AS created_at
    FROM claimed ORDER BY claimed.priority DESC, claimed.turn, claimed.created_at, claimed.job_id`;
}

const COLUMNS = sql`job_id, client_id, priority, turn, created_at`;
const ORDER = sql`priority DESC, turn, created_at, job_id`;

/** The first that wait, `free` fresh ones and `suspects` others, locked. */
const candidates = ({ free, suspects }: ClaimLimits, known: readonly QueueHead[], where: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  fresh AS MATERIALIZED (${
    known.length === 0
      ? sql`
        SELECT ${COLUMNS} FROM ix_jobs WHERE status = 'pending' AND held_until IS NULL AND attempts = 0 AND ${where} ORDER BY ${ORDER} LIMIT ${free}
        FOR UPDATE SKIP LOCKED`
      : sql`
        SELECT job.* FROM (
          SELECT * FROM unnest(
            ${known.map(({ priority }) => priority)}::smallint[], ${known.map(({ turn }) => turn)}::bigint[],
            ${known.map(({ created_at }) => created_at)}::timestamptz[]
          ) AS given (priority, turn, created_at) ORDER BY priority DESC
        ) AS head, LATERAL (
          SELECT ${COLUMNS} FROM ix_jobs
          WHERE status = 'pending' AND held_until IS NULL AND attempts = 0 AND priority = head.priority AND (turn, created_at) >= (head.turn, head.created_at)
            AND ${where}
          ORDER BY turn, created_at, job_id LIMIT ${free} FOR UPDATE SKIP LOCKED
        ) AS job LIMIT ${free}`
  }),
  suspect AS MATERIALIZED (
    SELECT ${COLUMNS} FROM ix_jobs WHERE status = 'pending' AND held_until IS NULL AND attempts > 0 AND ${where} ORDER BY ${ORDER} LIMIT ${suspects} FOR UPDATE SKIP LOCKED
  ),
  candidates AS (SELECT * FROM fresh UNION ALL SELECT * FROM suspect)`;

/** What waits for workers of another class, or behind a pause without being held, is read past, in the order of the queue. */
function claimable({ only }: ClaimLimits): RawBuilder<unknown> {
  const useCases = only?.useCases ?? null;
  const engines = only?.engines ?? null;
  const conditions = [
    ...(useCases === null ? [] : [sql`use_case = ANY(${useCases}::text[])`]),
    ...(engines === null ? [] : [sql`engine = ANY(${engines}::text[])`]),
  ];
  return sql.join([NOT_PAUSED, ...conditions], sql` AND `);
}

const freely = (limits: ClaimLimits, known: readonly QueueHead[]): RawBuilder<unknown> => sql`
  ${candidates(limits, known, claimable(limits))},
  next AS (SELECT job_id FROM candidates ORDER BY ${ORDER} LIMIT ${limits.free})`;

const underCeiling = (limits: ClaimLimits, known: readonly QueueHead[]): RawBuilder<unknown> => sql`
  running AS (SELECT client_id, count(*) AS n FROM ix_jobs WHERE status = 'running' GROUP BY client_id),
  ${candidates(
    limits,
    known,
    sql`${claimable(limits)} AND client_id NOT IN (SELECT client_id FROM running WHERE n >= ${limits.clientMaxRunning})`,
  )},
  next AS (
    SELECT job_id FROM (
      SELECT candidates.*, coalesce(n, 0) + row_number() OVER (PARTITION BY client_id ORDER BY ${ORDER}) AS nth
      FROM candidates LEFT JOIN running USING (client_id)
    ) AS counted WHERE nth <= ${limits.clientMaxRunning} ORDER BY ${ORDER} LIMIT ${limits.free}
  )`;
