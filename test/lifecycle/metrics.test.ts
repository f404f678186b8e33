/** /metrics of an API and of a worker, as a Prometheus parser reads them, against the rows. */
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { Metrics } from '../../src/app/metrics.ts';
import { loadConfig } from '../../src/config.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { CreatedKeySchema } from '../../src/contracts/key.ts';
import { MetricsSchema } from '../../src/http/metrics.ts';
import { answerWith, type Receiver, startReceiver } from '../callbacks/receiver.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { samplesOf, totals } from './samples.ts';

let database: TestDatabase;
let sql: pg.Client;
let api: RunningIx;
let worker: RunningIx;
let receiver: Receiver;

beforeAll(async () => {
  database = await createDatabase();
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  receiver = await startReceiver((response, _, { path }) => answerWith(path === '/wrong' ? 404 : 200)(response));
  const start = (roles: { api: boolean; worker: boolean }) =>
    startIx({
      config: loadConfig({
        IX_DATABASE_URL: database.url,
        IX_PORT: '0',
        IX_METRICS_PORT: '0',
        IX_DB_POOL: '4',
        IX_EGRESS_ALLOW: '127.0.0.1/32',
        IX_CALLBACK_SCHEDULE: '0s',
        IX_STOP_GRACE_SECONDS: '0',
      }),
      roles,
      log: pino({ level: 'silent' }),
    });
  [api, worker] = await Promise.all([start({ api: true, worker: false }), start({ api: false, worker: true })]);
});
afterAll(async () => {
  await Promise.all([api.stop(), worker.stop(), receiver.close(), sql.end()]);
  await database.drop();
});

async function scrape(address: string | null) {
  const response = await fetch(`${address}/metrics`, { headers: { Accept: 'text/plain;version=0.0.4;q=0.5,*/*;q=0.1' } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  return samplesOf(await response.text());
}

/** Resolves once the stream of events has said that. */
async function told(path: string, what: string): Promise<void> {
  const { body } = await fetch(`${api.address}${path}`);
  let text = '';
  for await (const bytes of body ?? []) {
    text += new TextDecoder().decode(bytes);
    if (text.includes(what)) return;
  }
  throw new Error(`the stream ended without ${what}: ${text}`);
}

async function rows(statement: string): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ key: string; n: number }>(statement);
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const inline = (name: string, pattern: string | null = null) => ({
  use_case_inline: { name, fields: [{ name: 'code', type: 'string', labels: ['Code'], pattern }] },
  context: { texts: [`Code: ${'a'.repeat(60)}!`] },
});
const receipt = { use_case: 'receipt', context: { texts: ['Total 5.00 EUR'] } };

test('what a worker ran, what it delivered, and what the database holds', async () => {
  const url = new URL(receiver.url).origin;
  const jobs = [
    { ...receipt, callback_url: `${url}/right` },
    { ...receipt, callback_url: `${url}/right` },
    { ...receipt, callback_url: `${url}/wrong` },
    receipt,
    inline('one-of-many'),
    inline('another'),
    { use_case: 'nobody-knows-it', context: { texts: ['x'] } },
  ];
  const answer = await fetch(`${api.address}/jobs/batch`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ jobs }),
  });
  expect(answer.status).toBe(201);
  // Runs until it is cancelled, and its thread with it.
  const endless = await fetch(`${api.address}/jobs`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify(inline('endless', '(a+)+')),
  });
  const { job_id } = JobSchema.parse(await endless.json());
  await told(`/jobs/${job_id}/events`, '"step":"extract"');
  expect((await fetch(`${api.address}/jobs/${job_id}/cancel`, { method: 'POST' })).status).toBe(200);
  const unsettled = `SELECT 'n' AS key, count(*)::int AS n FROM ix_jobs WHERE response IS NULL OR callback_status = 'pending'`;
  await expect.poll(() => rows(unsettled), { timeout: 20_000 }).toEqual({ n: 0 });

  const byCode = await rows(`SELECT coalesce(response->>'code', 'done') AS key, count(*)::int AS n FROM ix_jobs GROUP BY 1`);
  expect(byCode).toMatchObject({ done: expect.any(Number), IX_003_000: 1, IX_001_001: 1 });
  // It counts what it has stored, a moment later.
  let counted = await scrape(worker.metricsAddress);
  const numbers = async () => {
    counted = await scrape(worker.metricsAddress);
    return [totals(counted, 'ix_jobs_ended_total', 'code'), totals(counted, 'ix_callback_attempts_total', 'outcome', 'status')];
  };
  await expect.poll(numbers).toEqual([byCode, { 'delivered 2xx': 2, 'failed 4xx': 1 }]);
  const byUseCase = { receipt: 4, inline: 3, unknown: 1 };
  for (const name of ['ix_jobs_ended_total', 'ix_job_attempts_total', 'ix_job_wait_seconds_count', 'ix_job_run_seconds_count']) {
    expect([name, totals(counted, name, 'use_case')]).toEqual([name, byUseCase]);
  }
  const waits = await rows(`SELECT 'seconds' AS key, extract(epoch FROM sum(started_at - created_at))::float8 AS n FROM ix_jobs`);
  expect(totals(counted, 'ix_job_wait_seconds_sum')['']).toBeCloseTo(waits.seconds ?? -1, 4);
  expect(totals(counted, 'ix_job_run_seconds_bucket', 'le')).toMatchObject({ '600': 8, '+Inf': 8 });
  expect(totals(counted, 'ix_threads_killed_total', 'pool', 'why')).toEqual({ 'pipeline aborted': 1 });
  expect(totals(counted, 'ix_swept_jobs_total', 'outcome')).toEqual({ requeued: 0, exhausted: 0 });
  // Who gave the values and how far they may be trusted, as the answers have it.
  const values = await rows(`
    SELECT value->>'level' AS key, count(*)::int AS n FROM ix_jobs, jsonb_each(CASE WHEN jsonb_typeof((response::jsonb)->'trust') = 'object' THEN (response::jsonb)->'trust' ELSE '{}' END) AS t (name, value) GROUP BY 1`);
  expect(Object.keys(values).length).toBeGreaterThan(0);
  expect(totals(counted, 'ix_values_total', 'trust')).toEqual(values);
  const extracted = await rows(`
    SELECT (response::jsonb) #>> '{ix_result,meta_data,engine}' AS key, count(*)::int AS n FROM ix_jobs
    WHERE jsonb_typeof((response::jsonb)->'ix_result') = 'object' GROUP BY 1`);
  expect(totals(counted, 'ix_results_total', 'engine')).toEqual(extracted);
  const review = await rows(
    `SELECT '' AS key, count(*)::int AS n FROM ix_jobs WHERE jsonb_array_length((response::jsonb)->'needs_review') > 0`,
  );
  expect(totals(counted, 'ix_results_to_review_total')).toEqual(review);
  expect(totals(counted, 'ix_db_pool_connections', 'state')).toMatchObject({ busy: expect.any(Number), idle: expect.any(Number) });
  expect(totals(counted, 'nodejs_eventloop_lag_p99_seconds')['']).toBeGreaterThan(0);
  // An API has run nothing.
  const asked = await scrape(api.address);
  expect(totals(asked, 'ix_jobs_ended_total', 'code')).toEqual({});
  const byStatus = await rows(`SELECT status AS key, count(*)::int AS n FROM ix_jobs GROUP BY 1`);
  for (const samples of [counted, asked]) {
    expect(totals(samples, 'ix_jobs', 'status')).toEqual({ pending: 0, running: 0, ...byStatus });
    expect(totals(samples, 'ix_jobs_oldest_pending_seconds')).toEqual({ '': 0 });
    expect(totals(samples, 'ix_database_up')).toEqual({ '': 1 });
  }
});

test('the oldest that waits', async () => {
  await worker.stop();
  await sql.query(`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request, created_at, priority)
    VALUES (gen_random_uuid(), repeat('0', 16), 'c', 'waits', 0, '', '{}', now() - interval '100 s', 0), (gen_random_uuid(), repeat('1', 16), 'c', 'later', 0, '', '{}', now(), 0)`);
  const waiting = await scrape(api.address);
  expect(totals(waiting, 'ix_jobs', 'status')).toMatchObject({ pending: 2 });
  expect(totals(waiting, 'ix_jobs_oldest_pending_seconds')['']).toBeCloseTo(100, -1);
});

test('the same as JSON, where it is asked for', async () => {
  for (const address of [api.address, api.metricsAddress]) {
    const response = await fetch(`${address}/metrics`, { headers: { Accept: 'application/json' } });
    expect(response.headers.get('content-type')).toBe('application/json');
    const { metrics } = MetricsSchema.parse(await response.json());
    const flat = metrics.flatMap(({ values }) => values.map((sample) => ({ ...sample, value: sample.value ?? Number.NaN })));
    expect(new Set(flat.map(({ name }) => name))).toEqual(new Set((await scrape(address)).map(({ name }) => name)));
    expect(totals(flat, 'ix_jobs', 'status')).toEqual(totals(await scrape(address), 'ix_jobs', 'status'));
  }
});

test('a port for monitoring answers probes too, and nothing else', async () => {
  const statuses = ['/livez', '/readyz', '/healthz', '/jobs', '/'].map(
    async (path) => (await fetch(`${api.metricsAddress}${path}`)).status,
  );
  // No worker is left.
  expect(await Promise.all(statuses)).toEqual([200, 200, 503, 404, 404]);
});

test('once there is a key, the API asks for one that sees all clients; the port for monitoring asks nobody', async () => {
  const made = async (key: object): Promise<string> => {
    const init = { method: 'POST', headers: { ...JSON_TYPE, ...keyOf(admin) }, body: JSON.stringify(key) };
    return CreatedKeySchema.parse(await (await fetch(`${api.address}/v1/keys`, init)).json()).key;
  };
  const keyOf = (key: string | null): Record<string, string> => (key === null ? {} : { Authorization: `Bearer ${key}` });
  let admin: string | null = null;
  admin = await made({ role: 'admin' });
  const [reader, client] = [await made({ role: 'reader' }), await made({ role: 'client', client_id: 'c' })];
  const status = async (address: string | null, key: string | null) => (await fetch(`${address}/metrics`, { headers: keyOf(key) })).status;
  const asked = [null, client, reader, admin].map((key) => status(api.address, key));
  expect(await Promise.all(asked)).toEqual([401, 403, 200, 200]);
  expect(await status(api.metricsAddress, null)).toBe(200);
});

test('while the database is away its numbers are left out, and all others told', async () => {
  let away = false;
  const database = async () => {
    if (away) throw new Error('away');
    return { jobs: new Map(), oldestPendingSeconds: 1 };
  };
  const metrics = new Metrics({ useCases: [], database, pool: () => ({ busy: 1, idle: 2, waiting: 3 }) });
  const names = async () => new Set(samplesOf(await metrics.text()).map(({ name }) => name));
  const all = await names();
  away = true;
  const others = await names();
  expect([...all].filter((name) => !others.has(name))).toEqual(['ix_jobs', 'ix_jobs_oldest_pending_seconds']);
  expect(totals(samplesOf(await metrics.text()), 'ix_database_up')).toEqual({ '': 0 });
  away = false;
  expect(await names()).toEqual(all);
});
