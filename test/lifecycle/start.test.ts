/** What keeps ix from starting is told in words that name the setting, and leaves nothing running. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, createEmptyDatabase } from '../support/database.ts';
import { Ix } from './ix.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ix-start-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function failed(args: string[], settings: Record<string, string>): Promise<{ code: unknown; stderr: string; stdout: string }> {
  const ix = new Ix(args, { IX_DATA_DIR: dataDir, IX_PORT: '0', IX_LOG_LEVEL: 'silent', ...settings });
  return { code: await ix.ended(), stderr: ix.stderr, stdout: ix.stdout };
}

describe.each(['up', 'api', 'worker', 'migrate'])('ix %s', (command) => {
  test('with a wrong setting', async () => {
    const { code, stderr, stdout } = await failed([command], { IX_LEASE_SECONDS: 'soon', IX_DATABSE_URL: 'x' });
    expect(code).toBe(2);
    expect(stderr).toContain('IX_LEASE_SECONDS="soon": expected number 1–3600, seconds');
    expect(stderr).toContain('IX_DATABSE_URL: no such setting, did you mean IX_DATABASE_URL?');
    expect(stdout).toBe('');
  });

  test('with a database that does not answer: host, port and reason, not the password', async () => {
    const { port } = await closedPort();
    const { code, stderr } = await failed([command], { IX_DATABASE_URL: `postgres://ix:hunter2@127.0.0.1:${port}/jobs` });
    expect(code).toBe(1);
    expect(stderr).toBe(
      `ix: Cannot reach PostgreSQL at 127.0.0.1:${port} (IX_DATABASE_URL), database "jobs": connection refused, nothing listens there\n`,
    );
  });
});

test('a wrong password is called that', async () => {
  const database = await createEmptyDatabase();
  const url = new URL(database.url);
  url.password = 'hunter2';
  const { code, stderr } = await failed(['migrate'], { IX_DATABASE_URL: url.href });
  expect(code).toBe(1);
  expect(stderr).toMatch(/: wrong user or password\n$/);
  expect(stderr).not.toContain('hunter2');
  await database.drop();
});

test('a port that is taken: IX_PORT is named, and the database that had started is stopped', async () => {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const { code, stderr } = await failed(['up'], { IX_PORT: String(address.port), IX_LOG_LEVEL: 'info' });
  server.close();

  expect(code).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`ix: cannot listen on 127.0.0.1:${address.port} \\(another program listens there\\); IX_HOST and IX_PORT`),
  );
  expect(stderr).toContain('embedded PostgreSQL is running');
  expect(stderr).toContain('embedded PostgreSQL has stopped');
});

test('an address that others can reach is refused while there are no keys', async () => {
  const { code, stderr } = await failed(['up'], { IX_HOST: '0.0.0.0' });
  expect(code).toBe(1);
  expect(stderr).toContain('IX_HOST=0.0.0.0: ix has no keys, so it serves this machine only');
});

test('an egress list and a use case folder that cannot be followed are named', async () => {
  expect((await failed(['up'], { IX_EGRESS_ALLOW: '10.0.0.0/99' })).stderr).toContain('IX_EGRESS_ALLOW="10.0.0.0/99"');
  expect((await failed(['up'], { IX_USE_CASES_DIR: '/nowhere/at/all' })).stderr).toContain('IX_USE_CASES_DIR="/nowhere/at/all"');
});

test('ten `ix migrate` at once on an empty database: one does the work, all end well', async () => {
  const database = await createEmptyDatabase();
  const all = Array.from(
    { length: 10 },
    () => new Ix(['migrate'], { IX_DATABASE_URL: database.url, IX_LOG_LEVEL: 'error', IX_DB_POOL: '4' }),
  );
  expect(await Promise.all(all.map((ix) => ix.ended()))).toEqual(all.map(() => 0));
  expect(all.map((ix) => ix.stderr).join('')).toBe('');
  expect(all.filter((ix) => ix.stdout.includes('Migration')).length).toBe(1);
  expect(all.filter((ix) => ix.stdout.startsWith('nothing to do')).length).toBe(9);
  await database.drop();
}, 120_000);

test('migrate on a database that is current has nothing to do', async () => {
  const database = await createDatabase();
  const ix = new Ix(['migrate'], { IX_DATABASE_URL: database.url });
  expect(await ix.ended()).toBe(0);
  expect(ix.stdout).toBe('nothing to do: the schema is up to date\n');
  await database.drop();
});

/** A port of 127.0.0.1 on which nothing listens any more. */
async function closedPort(): Promise<{ port: number }> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  await new Promise<void>((settle) => server.close(() => settle()));
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return { port: address.port };
}
