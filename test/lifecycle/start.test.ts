/** What keeps ix from starting is told in words that name the setting, and leaves nothing running. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError, startIx } from '../../src/app/main.ts';
import { migrateOnly } from '../../src/app/migrate-only.ts';
import { loadConfig } from '../../src/config.ts';
import { claim } from '../../src/jobs/claim.ts';
import { FrontServer } from '../database/front-server.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { Stage } from '../support/stage.ts';
import { Ix } from './ix.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ix-start-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function ended(args: string[], settings: Record<string, string>): Promise<{ code: unknown; stderr: string; stdout: string }> {
  const ix = new Ix(args, { IX_DATA_DIR: dataDir, IX_PORT: '0', IX_LOG_LEVEL: 'silent', ...settings });
  return { code: await ix.ended(), stderr: ix.stderr, stdout: ix.stdout };
}

async function listening(): Promise<{ port: number; server: Server }> {
  const server = createServer();
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return { port: address.port, server };
}

const closed = (server: Server) => new Promise<void>((settle) => server.close(() => settle()));

test('wrong settings: exit code 2, each named', async () => {
  const { code, stderr, stdout } = await ended(['up'], { IX_LEASE_SECONDS: 'soon', IX_DATABSE_URL: 'x' });
  expect(code).toBe(2);
  expect(stderr).toContain('IX_LEASE_SECONDS="soon": expected number 1–3600, seconds');
  expect(stderr).toContain('IX_DATABSE_URL: no such setting, did you mean IX_DATABASE_URL?');
  expect(stdout).toBe('');
});

test('a database that does not answer: exit code 1, one sentence, no password', async () => {
  const { port, server } = await listening();
  await closed(server);
  const { code, stderr } = await ended(['worker'], { IX_DATABASE_URL: `postgres://ix:hunter2@127.0.0.1:${port}/jobs` });
  expect(code).toBe(1);
  const place = `PostgreSQL at 127.0.0.1:${port} (IX_DATABASE_URL), database "jobs"`;
  expect(stderr).toBe(`ix: Cannot reach ${place}: connection refused, nothing listens there\n`);
});

test.each([0, 1, 2])('a server with %d connections left: IX_DB_POOL is named', async (places) => {
  const database = await createEmptyDatabase();
  const front = await FrontServer.before(database.url, { plainToo: true, places });
  const url = new URL(database.url);
  url.port = String(front.port);
  const config = loadConfig({ IX_DATABASE_URL: url.href, IX_PORT: '0' });
  const start = startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'silent' }) });
  await expect(start.then((ix) => ix.stop())).rejects.toThrow(
    /^(Cannot reach .*|ix cannot start): the server has no connections left\. Each process of ix opens up to IX_DB_POOL, and one more\.?$/,
  );
  await front.close();
  await database.drop();
});

describe('a setting that cannot be followed is named before anything starts', () => {
  test.each([
    ['IX_HOST', 'no-such-host.invalid', 'IX_HOST=no-such-host.invalid: expected a host name or address of this machine'],
    ['IX_EGRESS_ALLOW', '10.0.0.0/99', 'IX_EGRESS_ALLOW="10.0.0.0/99": '],
    ['IX_USE_CASES_DIR', '/nowhere/at/all', 'IX_USE_CASES_DIR="/nowhere/at/all": '],
  ])('%s=%s', async (name, value, message) => {
    const config = loadConfig({ IX_DATA_DIR: dataDir, IX_PORT: '0', [name]: value });
    const start = startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'silent' }) });
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(message);
  });
});

test('a row that the database lets nobody change stops neither a start nor a stop', async () => {
  const stage = await Stage.open();
  const [bad, good] = [await stage.job(), await stage.job()];
  await claim(stage.deps, 1, 'dead');
  await stage.age(1000);
  await stage.refuseUpdates(bad);
  const ix = new Ix(['worker'], { IX_DATABASE_URL: stage.url, IX_DB_POOL: '4', IX_LEASE_SECONDS: '1', IX_LOG_LEVEL: 'error' });
  await ix.address();
  await ix.until(() => ix.stderr.includes(`sweep of job ${bad} failed`));
  while ((await stage.get(good)).status !== 'done') await new Promise((settle) => setTimeout(settle, 20));
  ix.kill('SIGTERM');
  expect(await ix.ended()).toBe(0);
  await stage.close();
});

test('ten migrations at once on an empty database: one does the work, all end well', async () => {
  const database = await createEmptyDatabase();
  const config = loadConfig({ IX_DATABASE_URL: database.url, IX_DB_POOL: '4' });
  const all = await Promise.all(Array.from({ length: 10 }, () => migrateOnly(config, pino({ level: 'silent' }))));
  await database.drop();

  const [worked, ...others] = all.filter((ran) => ran.length > 0);
  expect(worked).toContain('Migration20261124000000_jobs');
  expect(others).toEqual([]);
});
