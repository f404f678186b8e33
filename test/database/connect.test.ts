/** A database that cannot be used is told with host, port and reason, and never with the password. */
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

const to = (url: string) => connect({ url, pool: 4, applicationName: 'ix connect test' });

function changed(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

async function refusal(url: string): Promise<string> {
  const error: unknown = await to(url).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('expected the connection to fail');
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hunter2');
  return error.message;
}

test('times are UTC, jsonb comes as objects, and a frozen transaction does not hold its locks for ever', async () => {
  const { orm } = await to(database.url);
  const [row] = await orm.em.getConnection().execute(
    `SELECT current_setting('TimeZone') AS zone, current_setting('idle_in_transaction_session_timeout') AS patience,
            '{"a":1}'::jsonb AS json, current_setting('application_name') AS name`,
  );
  expect(row).toEqual({ zone: 'UTC', patience: '20s', json: { a: 1 }, name: 'ix connect test' });
  await orm.close();
});

test('whatever an administrator sets for the database, its sessions are as ix needs them', async () => {
  const wanted = {
    statement_timeout: ['1s', '10s'],
    lock_timeout: ['1ms', '0'],
    idle_session_timeout: ['5s', '0'],
    idle_in_transaction_session_timeout: ['1ms', '20s'],
    transaction_timeout: ['1s', '0'],
    default_transaction_isolation: ['serializable', 'read committed'],
    jit: ['on', 'off'],
    TimeZone: ['Europe/Berlin', 'UTC'],
  } as const;
  const { orm: admin } = await to(database.url);
  const name = admin.config.get('dbName');
  const set = Object.entries(wanted).map(([setting, [theirs]]) => `ALTER DATABASE ${name} SET ${setting} = '${theirs}'`);
  for (const statement of set) await admin.em.getConnection().execute(statement);
  await admin.close(true);

  const { orm } = await to(database.url);
  const [row] = await orm.em
    .getConnection()
    .execute(`SELECT ${Object.keys(wanted).map((setting) => `current_setting('${setting}') AS "${setting}"`)}`);
  expect(row).toEqual(Object.fromEntries(Object.entries(wanted).map(([setting, [, ours]]) => [setting, ours])));
  await orm.close(true);
});

test('no more connections than the pool has room for', async () => {
  const { orm } = await to(database.url);
  const pids = await Promise.all(
    Array.from({ length: 12 }, () =>
      orm.em.fork().getConnection().execute<{ pid: number }[]>('SELECT pg_backend_pid() AS pid, pg_sleep(0.01)'),
    ),
  );
  expect(new Set(pids.map(([row]) => row?.pid)).size).toBeLessThanOrEqual(4);
  await orm.close();
});

test('a wrong password', async () => {
  const url = changed((u) => {
    u.password = 'hunter2';
  });
  const { host, pathname } = new URL(url);
  expect(await refusal(url)).toBe(
    `Cannot reach PostgreSQL at ${host} (IX_DATABASE_URL), database "${pathname.slice(1)}": wrong user or password`,
  );
});

test('a database that does not exist', async () => {
  const url = changed((u) => {
    u.pathname = '/nowhere';
  });
  expect(await refusal(url)).toMatch(/database "nowhere": there is no such database$/);
});

test('a host that does not exist', async () => {
  expect(await refusal('postgres://ix:hunter2@no-such-host.invalid/ix')).toMatch(
    /^Cannot reach PostgreSQL at no-such-host\.invalid:5432 \(IX_DATABASE_URL\), database "ix": (no such host|the host name could not be looked up)$/,
  );
});

test('encoding other than UTF-8', async () => {
  const { orm } = await to(database.url);
  const name = `${orm.config.get('dbName')}_latin`;
  await orm.em.getConnection().execute(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc`);
  const url = changed((u) => {
    u.pathname = `/${name}`;
  });
  expect(await refusal(url)).toMatch(/stores text as LATIN1\. Expected a database with encoding UTF8\.$/);
  await orm.em.getConnection().execute(`DROP DATABASE ${name} WITH (FORCE)`);
  await orm.close();
});

describe('something else listens there', () => {
  let server: Server;
  beforeEach(() => {
    server = createServer((socket) => socket.destroy());
    return new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  });
  afterEach(() => new Promise<void>((settle) => server.close(() => settle())));

  test('and hangs up', async () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a port');
    expect(await refusal(`postgres://ix:hunter2@127.0.0.1:${address.port}/ix`)).toMatch(
      /: (Connection terminated unexpectedly|the connection was cut off)$/,
    );
  });
});
