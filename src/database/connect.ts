/** A process's way to its database: a pool of connections and a MikroORM over it, known to be reachable. */
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { createPostgreSqlTypeParsers, defineConfig, MikroORM, type Options } from '@mikro-orm/postgresql';
import pg from 'pg';
import { DEADLINES, type Deadlines, withDeadline } from './deadline.ts';
import { Dialect } from './dialect.ts';
import { codeOf, DatabaseError, WrongSetting } from './error.ts';
import { Pool } from './pool.ts';
import { readServerUrl } from './server-url.ts';
import { StatementNames } from './statement-names.ts';

export interface ConnectOptions {
  /** postgres:// URL, as libpq means it (sslmode, host=/socket/folder, …). */
  readonly url: string;
  /** Most connections opened at a time. */
  readonly pool: number;
  /** What pg_stat_activity shows. */
  readonly applicationName: string;
  /** false behind a pooler in transaction mode: statements are not kept by name. Default true. */
  readonly prepare?: boolean;
  /** The tables that `orm` knows; a migration needs none. */
  readonly entities?: readonly NonNullable<Options['entities']>[number][];
  /** Tests wait less. */
  readonly deadlines?: Deadlines;
}

export interface Connected {
  /** Closing it closes the pool. */
  readonly orm: MikroORM;
  /** What `orm` runs on, for statements that are not its own. */
  readonly pool: Pool;
  readonly withDeadline: typeof withDeadline;
  /** For what pg-boss does by itself, over a direct connection to the same database. */
  readonly openQueuePool: (url: string) => Pool;
  /** As pg reads it, by which the server was reached. */
  readonly url: string;
}

/** A connection that is silent for so long is asked by TCP whether it is still there. */
const KEEP_ALIVE_MS = 10_000;

/**
 * For every new connection, whatever is set for the database or its role; but for `default_transaction_read_only`, by which an
 * administrator says that there are to be no writes. A process that is frozen or cut off in the middle of a transaction must not hold
 * its locks for ever: no transaction of ix waits for anything but the database. No parallel plans and no compiled ones: to start helpers
 * or a compiler takes longer than what ix asks. PostgreSQL 17 and later know transaction_timeout.
 */
const session = ({ statement }: Deadlines): string => `
  SET statement_timeout = ${Math.ceil(statement * 1000)};
  SET lock_timeout = 0;
  SET idle_session_timeout = 0;
  SET idle_in_transaction_session_timeout = '20s';
  SELECT set_config('transaction_timeout', '0', false) WHERE current_setting('transaction_timeout', true) IS NOT NULL;
  SET default_transaction_isolation = 'read committed';
  SET TimeZone = 'UTC';
  SET max_parallel_workers_per_gather = 0;
  SET jit = off`;

/** Fetches, and upkeep beside them. */
const QUEUE_CONNECTIONS = 2;

/**
 * A server that crashes may take back what pg-boss did last: nothing is lost by it, since tickets are sent and deleted within acts. Its plans
 * are made while its tables are empty, and kept.
 */
const QUEUE_SESSION = `
  SET synchronous_commit = off;
  SET enable_seqscan = off;
  SET enable_sort = off`;

/** The type `text[]`: as lists of texts pg is to read lists of times, too, which stay texts. */
const TEXT_ARRAY: number = 1009;

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/** How MikroORM has values read. */
function ormTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  for (const [oid, parse] of Object.entries(createPostgreSqlTypeParsers(pg.types.getTypeParser(TEXT_ARRAY)))) {
    types.setTypeParser(Number(oid), parse);
  }
  return types;
}

/** @param more settings of the session. */
function openPool(
  { url, pool, applicationName, prepare = true, deadlines = DEADLINES }: ConnectOptions,
  types: pg.CustomTypesConfig = ormTypes(),
  more = '',
): Pool {
  const options = {
    // pg itself reads the URL, which wins over what stands beside it here.
    connectionString: url,
    application_name: applicationName,
    max: pool,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    types,
  };
  return new Pool(options, `${session(deadlines)};${more}`, deadlines, prepare ? new StatementNames() : null);
}

/** @param pool made of a URL that pg can read. */
export function ormOptions(
  options: ConnectOptions,
  pool = openPool({ ...options, url: readServerUrl(options.url, URL_SETTING).url }),
): Options {
  return defineConfig({
    entities: [...(options.entities ?? [])],
    dbName: readServerUrl(options.url, URL_SETTING).database,
    forceUtcTimezone: true,
    driverOptions: new Dialect(pool),
    ensureDatabase: false,
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { path: MIGRATIONS, pathTs: MIGRATIONS, tableName: 'ix_migrations', snapshot: false, silent: true },
    // What pg-boss has there is its own.
    schemaGenerator: { ignoreSchema: ['ix_queue'] },
    preferTs: true,
    debug: false,
    logger: () => {
      // What MikroORM logs (a ROLLBACK on a connection that has broken) is told by the statement that failed before.
    },
  });
}

const URL_SETTING = 'IX_DATABASE_URL';
const DIRECT_SETTING = 'IX_LISTEN_DATABASE_URL';

/** @throws DatabaseError naming host, port, database and the reason, never the password. */
export async function connect(options: ConnectOptions): Promise<Connected> {
  const { place } = readServerUrl(options.url, URL_SETTING);
  const url = await settleUrl(options.url, URL_SETTING, options.deadlines);
  const pool = openPool({ ...options, url });
  const orm = await MikroORM.init(ormOptions(options, pool));
  try {
    const [server] = await orm.em.getConnection().execute<{ encoding: string }[]>(`SELECT current_setting('server_encoding') AS encoding`);
    if (server?.encoding !== 'UTF8') {
      throw new WrongSetting(`${place} stores text as ${server?.encoding}. Expected a database with encoding UTF8.`);
    }
    const openQueuePool = (direct: string) =>
      openPool({ ...options, url: direct, pool: QUEUE_CONNECTIONS, prepare: true }, pg.types, QUEUE_SESSION);
    return { orm, pool, url, withDeadline, openQueuePool };
  } catch (error) {
    await orm.close(true);
    if (error instanceof DatabaseError) throw error;
    // No cause: drivers put connection settings into their errors.
    throw unreachable(place, error);
  }
}

/**
 * A pool of one connection, for what needs a session that stays the same behind a pooler in transaction mode, too.
 * @throws DatabaseError as `connect`, naming IX_LISTEN_DATABASE_URL.
 */
export async function connectDirectly(url: string, applicationName: string): Promise<Pool> {
  const { place } = readServerUrl(url, DIRECT_SETTING);
  const pool = openPool({ url: await directUrl(url), pool: 1, applicationName, prepare: false });
  try {
    (await pool.connect()).release();
    return pool;
  } catch (error) {
    await pool.end();
    throw unreachable(place, error);
  }
}

/** IX_LISTEN_DATABASE_URL as pg reads it. @throws DatabaseError */
export const directUrl = (url: string): Promise<string> => settleUrl(url, DIRECT_SETTING);

/** Decides, by a connection where it takes one, between what sslmode leaves open. */
async function settleUrl(given: string, setting: string, { connect: seconds } = DEADLINES): Promise<string> {
  const { url, otherwise } = readServerUrl(given, setting);
  if (otherwise === null) return url;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: seconds * 1000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return url;
  } catch (error) {
    return otherwise.after(codeOf(error)) ? otherwise.url : url;
  } finally {
    await client.end();
  }
}

/** Of the server, of the database or of the role. */
const NO_CONNECTION_LEFT = '53300';

/** Codes of Node's network stack and of PostgreSQL (appendix A of its documentation) → what they mean to a person. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused, nothing listens there',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ECONNRESET: 'the connection was cut off',
  ENOENT: 'no socket file there',
  '28P01': 'wrong user or password',
  '28000': 'the server does not let this user in from here, or not without TLS (sslmode=require)',
  '3D000': 'there is no such database',
  [NO_CONNECTION_LEFT]: 'the server has no connections left. Each process of ix opens up to IX_DB_POOL, and one more',
  '57P03': 'the server is starting up or shutting down',
};

/** What a start fails with: told in words where the database had a connection for it, and then no more. */
export function toldOfCrowd(error: unknown): unknown {
  const crowded = codesOf(error).includes(NO_CONNECTION_LEFT);
  return crowded ? new DatabaseError(`ix cannot start: ${REASONS[NO_CONNECTION_LEFT]}.`) : error;
}

/** Those of {@link REASONS} that stay until somebody changes something. */
const LASTING = ['28P01', '28000', '3D000'];

function unreachable(place: string, error: unknown): DatabaseError {
  const lasting = codesOf(error).some((code) => LASTING.includes(code));
  const message = `Cannot reach ${place}: ${reasonOf(error)}`;
  return lasting ? new WrongSetting(message) : new DatabaseError(message);
}

function reasonOf(error: unknown): string {
  const known = codesOf(error).find((code) => code in REASONS);
  if (known !== undefined) return REASONS[known] ?? known;
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}

/** Its own, and those of what caused it. */
function codesOf(error: unknown): string[] {
  const codes: (string | undefined)[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) codes.push(codeOf(at));
  return codes.filter((code) => code !== undefined);
}
