/** What the health page asks the tables: how much there is to do, and who does it. Each question is bounded. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ScopeOfAll } from '../contracts/scope.ts';
import { UNFOLDED_COUNTS } from './counts.ts';
import { isoTime } from './row.ts';
import { type Columns, float8, integer, query, text, texts } from './statement.ts';
import { tables } from './tables.ts';

export interface Share {
  readonly name: string;
  readonly pending: number;
  readonly running: number;
}

const SHARE: Columns<Share> = { name: text(), pending: integer(), running: integer() };

/** Active jobs by client, the most first. Indexes: ix_job_counts_pkey, ix_job_deltas_pkey. */
export async function activeByClient(em: EntityManager, _scope: ScopeOfAll, limit: number): Promise<Share[]> {
  const rows = await query(em, { name: text(), pending: float8<number | null>(), running: float8<number | null>() })`
    SELECT client_id AS name, sum(n) FILTER (WHERE status = 'pending')::float8 AS pending, sum(n) FILTER (WHERE status = 'running')::float8 AS running
    FROM (SELECT client_id, status, n FROM ix_job_counts WHERE client_id <> ''
          UNION ALL SELECT client_id, status, n FROM ${UNFOLDED_COUNTS}) AS counted
    WHERE status IN ('pending', 'running') GROUP BY client_id HAVING sum(n) > 0 ORDER BY sum(n) DESC, client_id LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, pending: row.pending ?? 0, running: row.running ?? 0 }));
}

/** Of a client's jobs of the last hour: how many there are, and seconds until half of them, and all, had been started; null: none was. */
export interface ClientLately {
  readonly name: string;
  readonly jobs: number;
  readonly wait_median: number | null;
  readonly wait_longest: number | null;
}

const CLIENT_LATELY: Columns<ClientLately> = { name: text(), jobs: integer(), wait_median: float8(), wait_longest: float8() };

/** The last `among` jobs of the hour by client, the most first. Index: ix_jobs_recent. */
export async function clientsLately(em: EntityManager, _scope: ScopeOfAll, among: number, limit: number): Promise<ClientLately[]> {
  return await query(em, CLIENT_LATELY)`
    SELECT client_id AS name, count(*)::int AS jobs, percentile_disc(0.5) WITHIN GROUP (ORDER BY wait) AS wait_median, max(wait) AS wait_longest
    FROM (SELECT client_id, extract(epoch FROM started_at - created_at)::float8 AS wait FROM ix_jobs
          WHERE created_at > statement_timestamp() - interval '1 hour' ORDER BY created_at DESC, job_id DESC LIMIT ${among}) AS lately
    GROUP BY client_id ORDER BY count(*) DESC, client_id LIMIT ${limit}`;
}

/** Clients that have jobs, those with the most first. Indexes: as activeByClient. */
export async function clientNames(em: EntityManager, _scope: ScopeOfAll, limit: number): Promise<string[]> {
  const rows = await query(em, { name: text() })`
    SELECT client_id AS name
    FROM (SELECT client_id, n FROM ix_job_counts WHERE client_id <> '' UNION ALL SELECT client_id, n FROM ${UNFOLDED_COUNTS}) AS counted
    GROUP BY client_id HAVING sum(n) > 0 ORDER BY sum(n) DESC, client_id LIMIT ${limit}`;
  return rows.map(({ name }) => name);
}

/** Clients that have jobs and are called so, in whatever case. Indexes: as activeByClient. */
export async function clientsLike(em: EntityManager, _scope: ScopeOfAll, name: string): Promise<string[]> {
  const rows = await query(em, { name: text() })`
    SELECT client_id AS name
    FROM (SELECT client_id, n FROM ix_job_counts WHERE client_id <> '' UNION ALL SELECT client_id, n FROM ${UNFOLDED_COUNTS}) AS counted
    WHERE lower(client_id) = lower(${name}) GROUP BY client_id HAVING sum(n) > 0 ORDER BY sum(n) DESC, client_id`;
  return rows.map(({ name }) => name);
}

/** Active jobs of these use cases, each counted up to `max`. Index: ix_jobs_recent_of_use_case. */
export async function activeByUseCase(em: EntityManager, _scope: ScopeOfAll, names: readonly string[], max: number): Promise<Share[]> {
  const n = (status: string) => sql`
    (SELECT count(*)::int FROM (SELECT FROM ix_jobs WHERE use_case = name AND status = ${sql.lit(status)} LIMIT ${max}) AS found)`;
  return await query(em, SHARE)`
    SELECT name, ${n('pending')} AS pending, ${n('running')} AS running FROM unnest(${names}::text[]) AS name`;
}

/** Pending jobs that are looked through for one that nothing holds back. */
const OLDEST_AMONG = 10_000;

/** When the job that waits longest was submitted; null: none waits, or all the oldest are held back. Index: ix_jobs_recent, backwards. */
export async function oldestPendingAt(em: EntityManager, _scope: ScopeOfAll): Promise<string | null> {
  const oldest = await tables(em)
    .selectFrom((from) =>
      from
        .selectFrom('ix_jobs')
        .select(['created_at', 'held_until'])
        .where('status', '=', 'pending')
        .orderBy('status')
        .orderBy('created_at')
        .orderBy('job_id')
        .limit(OLDEST_AMONG)
        .as('oldest'),
    )
    .select(({ ref }) => isoTime(ref('oldest.created_at')).as('at'))
    .where('held_until', 'is', null)
    .orderBy('oldest.created_at')
    .limit(1)
    .executeTakeFirst();
  return oldest?.at ?? null;
}

export interface WorkerRow {
  readonly worker_id: string;
  readonly running: number;
  readonly oldest_started_at: string;
  readonly heartbeat_at: string;
}

const WORKER: Columns<WorkerRow> = { worker_id: text(), running: integer(), oldest_started_at: text(), heartbeat_at: text() };

/** Workers that hold jobs. Index: ix_jobs_recent. */
export async function workersAtWork(em: EntityManager, _scope: ScopeOfAll, limit: number): Promise<WorkerRow[]> {
  return await query(em, WORKER)`
    SELECT worker_id, running, ${isoTime('oldest')} AS oldest_started_at, ${isoTime('heartbeat')} AS heartbeat_at
    FROM (
      SELECT worker_id, count(*)::int AS running, min(started_at) AS oldest, max(heartbeat_at) AS heartbeat
      FROM ix_jobs WHERE status = 'running' GROUP BY worker_id ORDER BY worker_id LIMIT ${limit}
    ) AS worker`;
}

export interface DatabaseState {
  /** Connections to this server, and how many there may be. */
  readonly connections: number;
  readonly max_connections: number;
  /** The longest transaction open on this database: its seconds, who has it, and its process there. */
  readonly longest_seconds: number | null;
  readonly longest_by: string | null;
  readonly longest_pid: number | null;
  /** Names of the workers that are alive, one each: those that hold the lock of workers. */
  readonly workers: readonly string[];
}

const STATE: Columns<DatabaseState> = {
  connections: integer(),
  max_connections: integer(),
  longest_seconds: float8(),
  longest_by: text(),
  longest_pid: integer(),
  workers: texts(),
};

/** From the server's own views; no table of ours is read. @param workerLock class of the advisory lock that each worker holds. */
export async function databaseState(em: EntityManager, workerLock: number): Promise<DatabaseState> {
  const [state] = await query(em, STATE)`
    WITH longest AS (
      SELECT extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds, application_name, pid FROM pg_stat_activity
      WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      ORDER BY xact_start LIMIT 1
    )
    SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      current_setting('max_connections')::int AS max_connections,
      (SELECT seconds FROM longest) AS longest_seconds, (SELECT application_name FROM longest) AS longest_by, (SELECT pid FROM longest) AS longest_pid,
      (SELECT coalesce(array_agg(application_name ORDER BY application_name), '{}')
       FROM pg_locks JOIN pg_stat_activity AS session USING (pid)
       WHERE locktype = 'advisory' AND classid = ${workerLock} AND objsubid = 2 AND granted AND datname = current_database()) AS workers`;
  if (state === undefined) throw new Error('the database answered nothing');
  return state;
}
