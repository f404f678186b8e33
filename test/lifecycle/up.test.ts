/** `ix up` from start to stop: what it says, what it keeps, and what is left after each way to end. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { portOf } from '../cli/command.ts';
import { alive, Ix, serverPid, until } from './ix.ts';

const started: Ix[] = [];
/** One folder for all tests, which come one after the other: each leaves it so that the next can start from it. */
let parent: string;
let dataDir: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'ix-up-'));
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  for (const ix of started.splice(0)) await ix.clear();
});
afterAll(() => rm(parent, { recursive: true, force: true }));

function run(args: string[], settings: Record<string, string> = {}): Ix {
  const ix = new Ix(args, { IX_DATA_DIR: dataDir, IX_PORT: '0', IX_LOG_LEVEL: 'info', ...settings });
  started.push(ix);
  return ix;
}

const JobSchema = z.looseObject({ job_id: z.string(), status: z.string(), attempts: z.number() });

async function submit(address: string, body: object): Promise<z.output<typeof JobSchema>> {
  const response = await fetch(`${address}/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Prefer: 'wait=0' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return JobSchema.parse(await response.json());
}

async function job(address: string, id: string, wait = 0): Promise<z.output<typeof JobSchema>> {
  const response = await fetch(`${address}/jobs/${id}`, { headers: wait === 0 ? {} : { Prefer: `wait=${wait}` } });
  expect(response.status).toBe(200);
  return JobSchema.parse(await response.json());
}

const INVOICE = { use_case: 'invoice', context: { texts: ['Invoice no. 4711\nInvoice date 2025-03-01\nTotal EUR 12.50'] } };

/** Runs until its deadline: the pattern backtracks without end on this text. */
const ENDLESS = {
  use_case_inline: { name: 'endless', fields: [{ name: 'code', type: 'string', labels: ['Code'], pattern: '(a+)+' }] },
  context: { texts: [`Code: ${'a'.repeat(60)}!`] },
};

const running = async (ix: Ix, jobId: string): Promise<void> => {
  const address = await ix.address();
  await until(async () => (await job(address, jobId)).status === 'running');
};

async function endsWell(ix: Ix): Promise<void> {
  const server = await serverPid(dataDir);
  expect(await ix.ended()).toBe(0);
  expect(await alive(server)).toBe(false);
  expect(ix.stderr).not.toMatch(/"level":[56]0/);
}

test('Ctrl-C during the first start ends it well', async () => {
  const ix = run(['up']);
  await ix.until(() => ix.stderr.includes('making a new database'));
  ix.interrupt();
  expect(await ix.ended()).toBe(0);
  expect(ix.stdout).toBe('');
  expect(await serverPid(dataDir).catch(() => null)).toBe(null);
});

test('says where it listens once it is ready, then where the data is and what to try; a second one on the same folder is told which process has it; Ctrl-C ends it, its server with it', async () => {
  const ix = run(['up']);
  const address = await ix.address();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  expect(await (await fetch(`${address}/healthz`)).json()).toMatchObject({
    postgres: { ok: true },
    queue: { ok: true },
    worker: { ok: true },
  });
  await ix.until(() => ix.stdout.includes('Ctrl-C'));
  expect(ix.stdout).toContain(dataDir);
  expect(ix.stdout).toContain('npx ix extract samples/');

  const second = run(['up']);
  expect(await second.ended()).toBe(1);
  expect(second.stderr).toContain(`ix: The data folder ${dataDir} is in use by another ix process (pid ${ix.pid} on host ${hostname()}).`);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  // As below npm: the terminal tells all, and npm passes it on.
  ix.interrupt();
  ix.kill('SIGINT');
  await endsWell(ix);
});

test('a port that is taken: IX_PORT is named, and the database that had started is stopped', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  const ix = run(['up'], { IX_PORT: String(port) });
  const code = await ix.ended();
  server.close();

  expect(code).toBe(1);
  expect(ix.stderr).toContain(`ix: cannot listen on 127.0.0.1:${port} (another program listens there); IX_HOST and IX_PORT`);
  expect(ix.stderr).toContain('embedded PostgreSQL is running');
  expect(ix.stderr).toContain('embedded PostgreSQL has stopped');
});

test('killed outright: its server ends with it, the next start takes the folder over with all data; without its database it ends, and says so', async () => {
  const first = run(['up']);
  const { job_id } = await submit(await first.address(), INVOICE);
  const server = await serverPid(dataDir);
  first.kill('SIGKILL');
  expect(await first.ended()).toBe('SIGKILL');
  await until(async () => !(await alive(server)));

  // The first may have been in the middle of the job: it comes back once its lease is over.
  const second = run(['up'], { IX_LEASE_SECONDS: '2' });
  const address = await second.address();
  expect((await job(address, job_id, 30)).status).toMatch(/^(done|error)$/);

  process.kill(await serverPid(dataDir), 'SIGKILL');
  expect(await second.ended()).toBe(1);
  expect(second.stderr).toContain('the embedded PostgreSQL ended by itself');
});

test('SIGTERM ends it, its server with it; what still runs when the grace is over is handed back, not lost and not counted as a failed run; a second signal, after half a second or later, ends it at once', async () => {
  const first = run(['up'], { IX_STOP_GRACE_SECONDS: '0' });
  const { job_id } = await submit(await first.address(), ENDLESS);
  await running(first, job_id);
  first.kill('SIGTERM');
  await endsWell(first);

  const ix = run(['up'], { IX_STOP_GRACE_SECONDS: '3600' });
  await running(ix, job_id);
  expect(await job(await ix.address(), job_id)).toMatchObject({ attempts: 0 });
  const server = await serverPid(dataDir);
  await until(async () => !ix.kill('SIGTERM'));
  expect(await ix.ended()).toBe(1);
  await until(async () => !(await alive(server)));
});
