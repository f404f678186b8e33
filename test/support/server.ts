/** Makes and drops whole databases on the test server. */
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** The same server and role, another database. */
export function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function createNamed(serverUrl: string, name: string, template?: string): Promise<void> {
  const from = template === undefined ? `TEMPLATE template0 ENCODING 'UTF8'` : `TEMPLATE ${pg.escapeIdentifier(template)}`;
  // Files are copied as they are: through the log of the server it takes five times as long.
  await on(serverUrl).query(`CREATE DATABASE ${pg.escapeIdentifier(name)} ${from} STRATEGY FILE_COPY`);
}

/** A connection that was closed is still seen by the server for a moment: this many looks, 20 ms apart, before it counts as left open. */
const LOOKS = 100;

/** @throws when connections to it are still open: somebody did not close a pool. The database is dropped all the same. */
export async function dropNamed(serverUrl: string, name: string): Promise<void> {
  const server = on(serverUrl);
  let open: string[] = [];
  for (let look = 0; look < LOOKS; look++) {
    // autovacuum and parallel workers are the server's own.
    const { rows } = await server.query<{ who: string }>(
      `SELECT format('%s: %s (%s)', application_name, left(query, 200), state) AS who
       FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
      [name],
    );
    open = rows.map(({ who }) => who);
    if (open.length === 0) break;
    await delay(20);
  }
  await server.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
  if (open.length > 0) throw new Error(`connections to ${name} were left open:\n  ${open.join('\n  ')}`);
}

/** One a process, kept open: connecting takes as long as dropping. It does not keep its process from ending, nor the server. */
const pools = new Map<string, pg.Pool>();

function on(serverUrl: string): pg.Pool {
  let pool = pools.get(serverUrl);
  if (pool === undefined) {
    pool = new pg.Pool({ connectionString: serverUrl, application_name: 'ix test support', idleTimeoutMillis: 0, allowExitOnIdle: true });
    // The server was stopped.
    pool.on('error', () => {});
    pools.set(serverUrl, pool);
  }
  return pool;
}
