/** Behind a pooler in transaction mode, with a direct connection to LISTEN on, ix does all it does. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { SECRET_KEY } from '../support/keyring.ts';
import { TransactionPooler } from './pooler.ts';

const SESSIONS = 3;
const BATCHES = 2;
const BATCH = 25;
const SINGLE = 20;

let database: TestDatabase;
let direct: pg.Client;
let pooler: TransactionPooler;
beforeAll(async () => {
  database = await createEmptyDatabase();
  direct = new pg.Client({ connectionString: database.url });
  await direct.connect();
  pooler = await TransactionPooler.open(database.url, SESSIONS);
});
afterAll(async () => {
  await pooler.close();
  await direct.end();
  await database.drop();
});

async function withIx(lines: string[], work: (ix: RunningIx) => Promise<void>): Promise<void> {
  const config = loadConfig({
    IX_DATABASE_URL: pooler.url,
    IX_SECRET_KEY: SECRET_KEY,
    IX_LISTEN_DATABASE_URL: database.url,
    IX_PORT: '0',
    IX_CLIENT_MAX_RUNNING: '5',
    IX_CLIENT_MAX_PENDING: '10000',
  });
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  const ix = await startIx({ config, roles: { api: true, worker: true }, log });
  try {
    await work(ix);
  } finally {
    await ix.stop();
  }
}

const JOB = { use_case: 'invoice', context: { texts: ['Invoice no. 4711\nTotal due EUR 119.00'] } };

test('migrates, takes jobs, runs them and is told of it', async () => {
  const lines: string[] = [];
  await withIx(lines, async ({ address }) => {
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json', ...headers },
      });
    const batches = await Promise.all(Array.from({ length: BATCHES }, () => post('/jobs/batch', { jobs: Array(BATCH).fill(JOB) })));
    expect(batches.map(({ status }) => status)).toEqual(Array(BATCHES).fill(201));
    const waited = await Promise.all(Array.from({ length: SINGLE }, () => post('/jobs', { ...JOB, priority: 1 }, { Prefer: 'wait=60' })));
    for (const response of waited) {
      const job = JobSchema.parse(await response.json());
      expect(job).toMatchObject({ status: 'done', response: { ix_result: { result: { invoice_number: '4711' } } } });
    }
    const count = async (): Promise<number> => {
      const response = await fetch(`${address}/jobs?status=done&limit=1`);
      return JobListSchema.parse(await response.json()).total;
    };
    while ((await count()) < BATCHES * BATCH + SINGLE);
    const health = await fetch(`${address}/healthz`);
    expect([health.status, await health.json()]).toEqual([
      200,
      expect.objectContaining({ worker: { ok: true, state: 'well', detail: '1 connected' } }),
    ]);
  });
  const messages = lines.map((line): { level: number; msg: string } => JSON.parse(line));
  expect(messages.filter(({ level }) => level > 30)).toEqual([]);
  expect(messages.map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/^notifications .* go over IX_LISTEN_DATABASE_URL/));
  expect(pooler.switches).toBeGreaterThan(BATCHES * BATCH);
});

test('leaves no lock in a session that others get', async () => {
  await withIx([], async () => {});
  const { rows } = await direct.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(rows).toEqual([]);
});
