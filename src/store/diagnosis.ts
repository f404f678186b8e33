/** What `ix doctor` asks the server and the tables. Nothing is written, and no row of a job is read but by index. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { boolean, type Columns, float8, integer, query, text, texts } from './statement.ts';

export interface ServerFacts {
  /** 180004: as server_version_num has it. */
  readonly version: number;
  readonly shown_version: string;
  readonly read_only: boolean;
  /** Both settings without which no table is vacuumed by itself. */
  readonly autovacuum: boolean;
  /** Seconds since 1970, by the server's clock. */
  readonly clock: number;
  /** Client sessions of the whole server, and how many there may be. */
  readonly connections: number;
  readonly max_connections: number;
  /** Transactions since the oldest one that was not yet frozen; the server stops at two thousand million. */
  readonly xid_age: number;
  /** Off: what was acknowledged may be lost when the server crashes. */
  readonly durable: boolean;
  readonly user_name: string;
  readonly database_name: string;
  /** Whether the user may make tables, as migrations do. */
  readonly may_create: boolean;
}

const SERVER: Columns<ServerFacts> = {
  version: integer(),
  shown_version: text(),
  read_only: boolean(),
  autovacuum: boolean(),
  clock: float8(),
  connections: integer(),
  max_connections: integer(),
  xid_age: integer(),
  durable: boolean(),
  user_name: text(),
  database_name: text(),
  may_create: boolean(),
};

/** From the server's own views and settings. */
export async function serverFacts(em: EntityManager): Promise<ServerFacts> {
  const [facts] = await query(em, SERVER)`
    SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS shown_version,
      pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,
      current_setting('autovacuum') = 'on' AND current_setting('track_counts') = 'on' AS autovacuum,
      extract(epoch FROM clock_timestamp())::float8 AS clock,
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      current_setting('max_connections')::int AS max_connections,
      (SELECT age(datfrozenxid) FROM pg_database WHERE datname = current_database()) AS xid_age,
      current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AND current_setting('synchronous_commit') <> 'off' AS durable,
      current_user::text AS user_name, current_database()::text AS database_name,
      has_schema_privilege(current_schema(), 'CREATE') AS may_create`;
  if (facts === undefined) throw new Error('the database answered nothing');
  return facts;
}

export interface TableFacts {
  readonly name: string;
  readonly live: number;
  /** Rows that are gone and whose space vacuum has not given back. */
  readonly dead: number;
  /** Of the table and its indexes. */
  readonly bytes: number;
  readonly autovacuum: boolean;
  /** What the user may not do of SELECT, INSERT, UPDATE and DELETE. */
  readonly denied: readonly string[];
  /** A publication tells of it, and its rows have nothing to be told apart by: updates and deletes fail. */
  readonly unidentified: boolean;
}

const TABLE: Columns<TableFacts> = {
  name: text(),
  live: float8(),
  dead: float8(),
  bytes: float8(),
  autovacuum: boolean(),
  denied: texts(),
  unidentified: boolean(),
};

/** Of each table of ix, and of those in the schema of the queue. From the server's own views. */
export async function tableFacts(em: EntityManager, queueSchema: string): Promise<TableFacts[]> {
  return await query(em, TABLE)`
    SELECT c.oid::regclass::text AS name, coalesce(s.n_live_tup, 0)::float8 AS live, coalesce(s.n_dead_tup, 0)::float8 AS dead,
      pg_total_relation_size(c.oid)::float8 AS bytes,
      NOT coalesce(c.reloptions && '{autovacuum_enabled=false,autovacuum_enabled=off,autovacuum_enabled=0}', false) AS autovacuum,
      ARRAY(SELECT privilege FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS privilege
            WHERE NOT has_table_privilege(c.oid, privilege)) AS denied,
      (c.relreplident = 'n' OR c.relreplident = 'd' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary))
        AND EXISTS (SELECT FROM pg_publication_tables AS p JOIN pg_publication USING (pubname)
                    WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND (pubupdate OR pubdelete)) AS unidentified
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables AS s ON s.relid = c.oid
    WHERE c.relkind = 'r' AND (n.nspname = ${queueSchema} OR n.nspname = current_schema() AND c.relname LIKE 'ix\\_%')
    ORDER BY c.oid::regclass::text`;
}

export interface Holder {
  readonly kind: 'session' | 'prepared transaction' | 'replication slot';
  /** The session's name and process, the transaction's or the slot's name. */
  readonly who: string;
  /** How long it has held; null: nobody knows of a slot. */
  readonly seconds: number | null;
}

const HOLDER: Columns<Holder> = { kind: text(), who: text(), seconds: float8() };

/** What keeps vacuum from removing rows that are gone, for `seconds` or longer: the longest first. From the server's own views. */
export async function snapshotHolders(em: EntityManager, seconds: number): Promise<Holder[]> {
  return await query(em, HOLDER)`
    SELECT kind, who, seconds FROM (
      SELECT 'session' AS kind, format('%s (pid %s, user %s, %s)', coalesce(nullif(application_name, ''), 'without a name'), pid, usename, state) AS who,
        extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds
      FROM pg_stat_activity
      WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND backend_type IN ('client backend', 'walsender')
        AND (datname = current_database() OR backend_type = 'walsender')
      UNION ALL
      SELECT 'prepared transaction', gid, extract(epoch FROM clock_timestamp() - prepared)::float8 FROM pg_prepared_xacts
      WHERE database = current_database()
      UNION ALL
      SELECT 'replication slot', slot_name, NULL FROM pg_replication_slots WHERE NOT active
    ) AS holder (kind, who, seconds)
    WHERE seconds IS NULL OR seconds >= ${seconds} ORDER BY seconds DESC NULLS LAST LIMIT 20`;
}

export interface WorkFacts {
  /** Jobs and callbacks that could be taken up, counted to 10,001. */
  readonly waiting: number;
  readonly due_callbacks: number;
  /** How long the first of them has waited; null: none waits. */
  readonly oldest_seconds: number | null;
  readonly oldest_callback_seconds: number | null;
  /** Running jobs whose worker has sent no heartbeat for `silentSeconds`. */
  readonly silent: number;
  readonly paused_endpoints: number;
}

const WORK: Columns<WorkFacts> = {
  waiting: integer(),
  due_callbacks: integer(),
  oldest_seconds: float8(),
  oldest_callback_seconds: float8(),
  silent: integer(),
  paused_endpoints: integer(),
};

// Indexes: ix_jobs_recent and ix_jobs_claim for jobs, ix_callbacks_due for callbacks; endpoints are few.
export async function workFacts(em: EntityManager, silentSeconds: number): Promise<WorkFacts> {
  const [facts] = await query(em, WORK)`
    WITH due AS (SELECT next_attempt_at FROM ix_callbacks AS c
      WHERE status = 'pending' AND next_attempt_at < clock_timestamp() AND (claimed_until IS NULL OR claimed_until < clock_timestamp())
        AND NOT EXISTS (SELECT FROM ix_endpoints AS e WHERE e.client_id = c.client_id AND e.origin = c.origin AND paused_at IS NOT NULL)
      ORDER BY next_attempt_at LIMIT 10001)
    SELECT (SELECT count(*)::int FROM (SELECT FROM ix_jobs WHERE status = 'pending' AND held_until IS NULL LIMIT 10001) AS counted) AS waiting,
      (SELECT count(*)::int FROM due) AS due_callbacks,
      (SELECT extract(epoch FROM clock_timestamp() - min(created_at))::float8 FROM ix_jobs WHERE status = 'pending' AND held_until IS NULL) AS oldest_seconds,
      (SELECT extract(epoch FROM clock_timestamp() - min(next_attempt_at))::float8 FROM due) AS oldest_callback_seconds,
      (SELECT count(*)::int FROM ix_jobs
       WHERE status = 'running' AND heartbeat_at < clock_timestamp() - make_interval(secs => ${silentSeconds})) AS silent,
      (SELECT count(*)::int FROM ix_endpoints WHERE paused_at IS NOT NULL) AS paused_endpoints`;
  if (facts === undefined) throw new Error('the database answered nothing');
  return facts;
}
