/**
 * A rolling upgrade: processes of an earlier ix, taken from the history of this repository, go on while the newest one migrates their database,
 * and both run each other's jobs.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../cli/command.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { Ix, until } from './ix.ts';

/** The first migration by which a release has to be able to roll: what came just before it is the earlier ix. */
const SINCE = 'migrations/Migration20261201000000_idempotency.ts';
const execute = promisify(execFile);

let database: TestDatabase;
let folder: string;
const started: Ix[] = [];

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ix-earlier-'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((ix) => ix.clear()));
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The tree of the commit before SINCE, with the packages of this one. */
async function checkOutEarlier(): Promise<string> {
  const git = async (...args: string[]) => (await execute('git', args, { cwd: ROOT })).stdout.trim();
  const added = (await git('log', '--diff-filter=A', '--format=%H', '--', SINCE)).split('\n').at(-1);
  await mkdir(join(folder, 'ix'));
  await git('archive', '--output', join(folder, 'ix.tar'), `${added}^`, 'src', 'migrations', 'package.json');
  await execute('tar', ['xf', join(folder, 'ix.tar'), '-C', join(folder, 'ix')]);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'ix', 'node_modules'));
  return join(folder, 'ix', 'src', 'cli', 'bin.js');
}

function start(role: string, bin = join(ROOT, 'src', 'cli', 'bin.js')): Ix {
  const settings = { IX_DATABASE_URL: database.url, IX_PORT: '0', IX_LOG_LEVEL: 'warn', IX_STOP_GRACE_SECONDS: '5', IX_DB_POOL: '4' };
  const ix = new Ix([role], settings, [process.execPath, bin]);
  started.push(ix);
  return ix;
}

const JobSchema = z.looseObject({ job_id: z.string(), status: z.string(), worker_id: z.string().nullable() });

async function submit(address: string, request_id: string) {
  const response = await fetch(`${address}/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ use_case: 'invoice', request_id, context: { texts: ['Invoice number: 4711\nTotal: 119.00 EUR'] } }),
  });
  return JobSchema.parse(await response.json()).job_id;
}

/** Its status, and the process that ran it, once it has ended. */
async function ended(address: string, id: string) {
  let job = { status: 'pending', worker_id: null as string | null };
  await until(async () => {
    job = JobSchema.parse(await (await fetch(`${address}/jobs/${id}`)).json());
    return ['done', 'error'].includes(job.status);
  });
  return [job.status, Number(job.worker_id?.split(':')[1])];
}

test('old and new processes work on one database, migrated by the newest', async () => {
  const earlier = await checkOutEarlier();
  const [oldApi, oldWorker] = [start('api', earlier), start('worker', earlier)];
  const [old] = await Promise.all([oldApi.address(), oldWorker.address()]);
  expect(await ended(old, await submit(old, 'before'))).toEqual(['done', oldWorker.pid]);

  const migration = start('migrate');
  expect(await migration.ended()).toBe(0);
  expect(migration.stdout).toContain('Migration20261201000000_idempotency');
  const newApi = start('api');
  const recent = await newApi.address();
  // The old worker runs what either API takes; each API shows what the other took.
  for (const [from, at] of [
    [old, recent],
    [recent, old],
  ] as const) {
    expect(await ended(at, await submit(from, `old worker ${from}`))).toEqual(['done', oldWorker.pid]);
  }
  const newWorker = start('worker');
  await newWorker.address();
  oldWorker.kill('SIGTERM');
  expect(await oldWorker.ended()).toBe(0);
  for (const from of [old, recent]) expect(await ended(from, await submit(from, `new worker ${from}`))).toEqual(['done', newWorker.pid]);
  expect([oldApi.stderr, oldWorker.stderr, newApi.stderr, newWorker.stderr].filter((text) => /"level":(50|60)/.test(text))).toEqual([]);
});
