/** Where a bench runs: a PostgreSQL of its own, databases in it, and ix opened over one of them. */
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { pino } from 'pino';
import { connect } from '../src/database/connect.ts';
import { withDeadline } from '../src/database/deadline.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import type { Pool } from '../src/database/pool.ts';
import type { JobsDeps } from '../src/jobs/deps.ts';
import { Queue } from '../src/queue/queue.ts';
import { ENTITIES } from '../src/store/entities/index.ts';
import { QueueHeads } from '../src/store/queue-heads.ts';
import { KEYRING } from '../test/support/keyring.ts';
import { createNamed, urlOf } from '../test/support/server.ts';

export interface Server {
  readonly url: string;
  /** The folder on this machine that holds the data; null: the server was given, and may be anywhere. */
  readonly dataDir: string | null;
  stop(): Promise<void>;
}

/**
 * The server of `given` (a URL; its role must be a superuser), or one of its own with the settings of the product: fsync and
 * synchronous_commit on. It lives in `keep`, and stays there for the next run, or (null) in a temporary folder that goes with it.
 * @param settings of its own server, beside those.
 */
export async function startServer(
  given: string | null,
  keep: string | null,
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  if (given !== null) return { url: given, dataDir: null, stop: async () => {} };
  const dataDir = keep === null ? await mkdtemp(join(tmpdir(), 'ix-bench-')) : resolve(keep);
  await mkdir(dataDir, { recursive: true });
  // The server's user, when that is not ours, has to pass through.
  await chmod(dataDir, 0o711);
  const { url, stop } = await startEmbedded({ dataDir, log: pino({ level: 'warn' }, pino.destination(2)), settings });
  return {
    url,
    dataDir,
    stop: async () => {
      await stop();
      if (keep === null) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A new, empty database of this name, in place of any there was. @returns its URL. */
export async function createDatabase(server: Server, name: string): Promise<string> {
  await dropDatabase(server, name);
  await createNamed(server.url, name);
  return urlOf(server.url, name);
}

export async function dropDatabase(server: Server, name: string): Promise<void> {
  await onClient(server.url, (client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
}

/** A plain connection, beside those of ix. */
export async function onClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'ix bench' });
  client.on('error', ignore);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Plain connections; ended when the work is. */
export async function withPool<T>(url: string, connections: number, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'ix bench' });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/**
 * What breaks a connection at work fails its statement. One that is idle, or on its way out, is told when its database is dropped; an
 * error event that nobody hears would end the bench.
 */
function ignore(): void {}

export interface OpenIx {
  readonly url: string;
  readonly orm: MikroORM;
  readonly pool: Pool;
  readonly deps: JobsDeps;
  close(): Promise<void>;
}

/** ix as a process opens it: pool, schema brought up to date, queues. */
export async function openIx(url: string, pool: number): Promise<OpenIx> {
  const connected = await connect({ url, pool, applicationName: 'ix bench', entities: ENTITIES });
  const { orm } = connected;
  await migrate(connected);
  const queue = await Queue.start({
    ...connected,
    url,
    applicationName: 'ix bench',
    onError: (error) => console.error('queue:', error.message),
  });
  return {
    ...connected,
    deps: {
      orm,
      queue,
      keyring: KEYRING,
      heads: new QueueHeads(),
      withDeadline,
      callbackDelaySeconds: 0,
      clientMaxRunning: 0,
      clientMaxPending: 0,
    },
    close: async () => {
      await queue.stop();
      await orm.close(true);
    },
  };
}
