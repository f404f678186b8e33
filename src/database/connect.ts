/** The connection pool of one process: a MikroORM over PostgreSQL, known to be reachable. */
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM, type Options } from '@mikro-orm/postgresql';
import pg from 'pg';
import { codeOf, DatabaseError } from './error.ts';
import { PreparedClient } from './prepared-client.ts';

export interface ConnectOptions {
  /** postgres:// URL with everything libpq's URLs may say (sslmode, host=/socket/folder, …). */
  readonly url: string;
  /** Most connections opened at a time. */
  readonly pool: number;
  /** What pg_stat_activity shows. */
  readonly applicationName: string;
  /** false behind a pooler in transaction mode: statements are not kept by name. Default true. */
  readonly prepare?: boolean;
  readonly entities?: NonNullable<Options['entities']>;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * For every new connection. A process that is frozen or cut off in the middle of a transaction must not hold its locks for
 * ever: no transaction of ix waits for anything but the database. No parallel plans: starting their helpers takes longer than what ix asks.
 */
const SESSION = `SET TimeZone = 'UTC'; SET idle_in_transaction_session_timeout = '60s'; SET max_parallel_workers_per_gather = 0`;

export const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

export function ormOptions({ url, pool, applicationName, prepare = true, entities = [] }: ConnectOptions): Options {
  return defineConfig({
    entities: [...entities],
    dbName: databaseOf(url),
    forceUtcTimezone: true,
    pool: { min: 0, max: pool },
    // pg itself reads the URL: MikroORM's own reading drops its parameters (sslmode) and a missing port becomes 0.
    driverOptions: {
      ...(prepare && { Client: PreparedClient }),
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      onConnect: async (client: pg.ClientBase) => {
        await client.query(SESSION);
        if (client instanceof PreparedClient) await client.prepare();
      },
    },
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { path: MIGRATIONS, pathTs: MIGRATIONS, tableName: 'ix_migrations', snapshot: false, silent: true },
    preferTs: true,
    debug: false,
    logger: () => {
      // What MikroORM logs (dropped idle connections) is seen again, with its cause, by the query that needs one.
    },
  });
}

/** @throws DatabaseError naming host, port, database and the reason, never the password. */
export async function connect(options: ConnectOptions): Promise<MikroORM> {
  const orm = await MikroORM.init(ormOptions(options));
  try {
    const [server] = await orm.em.getConnection().execute<{ encoding: string }[]>(`SELECT current_setting('server_encoding') AS encoding`);
    if (server?.encoding !== 'UTF8') {
      throw new DatabaseError(`${place(options.url)} stores text as ${server?.encoding}. Expected a database with encoding UTF8.`);
    }
    return orm;
  } catch (error) {
    await orm.close(true);
    if (error instanceof DatabaseError) throw error;
    // No cause: drivers put connection settings into their errors.
    throw new DatabaseError(`Cannot reach ${place(options.url)}: ${reason(error)}`);
  }
}

/**
 * One connection of its own, for what needs a session that stays the same behind a pooler in transaction mode, too.
 * @throws DatabaseError as `connect`, naming IX_LISTEN_DATABASE_URL.
 */
export async function connectDirectly(url: string, applicationName: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // What breaks it is told by the query that needs it.
  client.on('error', () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseError(`Cannot reach ${place(url, 'IX_LISTEN_DATABASE_URL')}: ${reason(error)}`);
  }
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1)) || 'postgres';
}

function place(url: string, setting = 'IX_DATABASE_URL'): string {
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? decodeURIComponent(hostname);
  return `PostgreSQL at ${host || 'localhost'}:${port || '5432'} (${setting}), database "${databaseOf(url)}"`;
}

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
  '28000': 'the server does not let this user in from here',
  '3D000': 'there is no such database',
  '53300': 'the server has no connections left',
  '57P03': 'the server is starting up or shutting down',
};

function reason(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const known = REASONS[codeOf(at) ?? ''];
    if (known !== undefined) return known;
  }
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
