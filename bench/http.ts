/** Rows of `throughput` over HTTP: submitting under load, and what an idle ix takes for one job. */
import { Pool } from 'undici';
import { insertPending } from '../src/store/insert-pending.ts';
import { invoiceJob } from './documents.ts';
import { type Bench, CONNECTIONS, perSecond, startIx, withBench } from './fresh.ts';
import { idleGraphile } from './graphile.ts';
import { newRows } from './load.ts';
import { alternate, figuresOf, quantile, timeEach } from './measure.ts';
import type { SuiteContext } from './suite.ts';
import { type Row, ratioAtLeast, ratioAtMost, row } from './table.ts';

const HTTP_CONNECTIONS = 64;
const HTTP_BATCH = 500;

export async function submitRows(context: SuiteContext): Promise<Row[]> {
  const { rounds, quick, say } = context;
  say('  submit');
  const jobs = quick ? 1000 : 8000;
  const subjects = {
    http: (bench: Bench) => overHttp(bench, 1, jobs, HTTP_CONNECTIONS),
    batch: (bench: Bench) => overHttp(bench, HTTP_BATCH, jobs, 2),
    textbook: (bench: Bench) => bySql(bench, 1, jobs / 4, CONNECTIONS),
    floor: (bench: Bench) => bySql(bench, HTTP_BATCH, jobs, 2),
  };
  const names = ['http', 'textbook', 'batch', 'floor'] as const;
  const figures = await alternate(rounds, names, (name) => withBench(context, subjects[name]));
  return [
    row({
      what: `POST /jobs, ${HTTP_CONNECTIONS} connections`,
      beside: `one insert and one ticket a transaction, ${CONNECTIONS} connections`,
      unit: 'jobs/s',
      ours: figuresOf(figures, 'http'),
      theirs: figuresOf(figures, 'textbook'),
      required: ratioAtLeast(2),
    }),
    row({
      what: `POST /jobs/batch of ${HTTP_BATCH}`,
      beside: 'the same rows by our statements, no HTTP',
      unit: 'jobs/s',
      ours: figuresOf(figures, 'batch'),
      theirs: figuresOf(figures, 'floor'),
      required: ratioAtLeast(0.5),
    }),
  ];
}

/** Against an API process of its own. */
async function overHttp(bench: Bench, batch: number, jobs: number, connections: number): Promise<number> {
  const api = startIx('api', bench.url);
  const pool = new Pool(await api.address(), { connections });
  const one = invoiceJob('2026-0001', false).submission;
  const [path, body] = batch === 1 ? ['/jobs', one] : ['/jobs/batch', { jobs: Array.from({ length: batch }, () => one) }];
  const text = JSON.stringify({ ...body, request_id: undefined });
  const post = async () => {
    const response = await pool.request({ path, method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
    const said = await response.body.text();
    if (response.statusCode !== 201) throw new Error(`POST ${path} answered ${response.statusCode}: ${said}`);
  };
  try {
    await timeEach(2 * (batch === 1 ? connections : 1), post);
    const start = performance.now();
    await spread(jobs / batch, connections, post);
    return perSecond(jobs, start);
  } finally {
    await pool.close();
    api.kill('SIGTERM');
    await api.ended();
  }
}

async function bySql({ orm, deps }: Bench, batch: number, jobs: number, connections: number): Promise<number> {
  const given = Array.from({ length: jobs / batch }, () => newRows(batch));
  const start = performance.now();
  await spread(given.length, connections, async (i) => {
    await insertPending(orm.em.fork(), given[i] ?? [], (made) => deps.queue.publishingJobs(made));
  });
  return perSecond(jobs, start);
}

/** Calls `work` `times` times, `width` at a time. */
async function spread(times: number, width: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < times) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** One job at a time: `POST /jobs` that waits for the result, the whole of ix in one process beside this one. */
export async function idleRows(context: SuiteContext): Promise<Row[]> {
  const { rounds, quick, say } = context;
  say('  idle latency');
  const asks = quick ? 20 : 100;
  const took = await withBench(context, async (bench) => {
    const ix = startIx('up', bench.url);
    const pool = new Pool(await ix.address(), { connections: 1 });
    const graphile = await idleGraphile(bench.url, CONNECTIONS);
    const body = JSON.stringify({ ...invoiceJob('2026-0001', false).submission, request_id: undefined });
    const headers = { 'content-type': 'application/json', prefer: 'wait=10' };
    const ours = async () => {
      const response = await pool.request({ path: '/jobs', method: 'POST', headers, body });
      const { status } = (await response.body.json()) as { status: string };
      if (status !== 'done') throw new Error(`the job is ${status}`);
    };
    try {
      await timeEach(asks, ours);
      await timeEach(asks, graphile.ask);
      return await alternate(rounds, ['ours', 'graphile'], (who) => timeEach(asks, who === 'ours' ? ours : graphile.ask));
    } finally {
      await graphile.stop();
      await pool.close();
      ix.kill('SIGTERM');
      await ix.ended();
    }
  });
  return (
    [
      [0.5, 2],
      [0.99, 3],
    ] as const
  ).map(([q, most]) =>
    row({
      what: `idle: POST /jobs → done, Prefer: wait, p${q * 100}`,
      beside: 'graphile-worker: addJob → task starts',
      unit: 'ms',
      ours: figuresOf(took, 'ours').map((round) => quantile(round, q)),
      theirs: figuresOf(took, 'graphile').map((round) => quantile(round, q)),
      required: ratioAtMost(most),
    }),
  );
}
