/** Suite `throughput`: draining, submitting, idle latency and callbacks, each beside plain SQL, the floor or a peer. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { pino } from 'pino';
import { Pool } from 'undici';
import { loadConfig } from '../src/config.ts';
import { createEgress, type Egress } from '../src/egress/egress.ts';
import { submit } from '../src/jobs/submit.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';
import { insertPending } from '../src/store/insert-pending.ts';
import { openPipeline, startWork } from '../src/work.ts';
import { Ix } from '../test/lifecycle/ix.ts';
import { createDatabase, dropDatabase, type OpenIx, onClient, openIx } from './database.ts';
import { invoiceJob } from './documents.ts';
import { drainByGraphile, idleGraphile } from './graphile.ts';
import { drain, newRows, SUBMIT_BATCH } from './load.ts';
import { alternate, figuresOf, quantile, timeEach } from './measure.ts';
import { PlainQueue } from './plain-queue.ts';
import type { Suite, SuiteContext } from './suite.ts';
import { type Row, ratioAtLeast, ratioAtMost, row } from './table.ts';

/** Of the textbook worker, of the textbook submitter and of graphile-worker. Source: the project's requirements, as all figures required here. */
const CONNECTIONS = 10;
const FLOOR = { connections: 4, batch: 200 };
const HTTP_CONNECTIONS = 64;
const HTTP_BATCH = 500;
/** Receivers of callbacks, each an endpoint of its own. */
const RECEIVERS = 10;

export const throughput: Suite = async (context) => ({
  rows: [
    ...(await drainRows(context)),
    await processesRow(context),
    ...(await submitRows(context)),
    ...(await idleRows(context)),
    await callbackRow(context),
  ],
  notes: [],
  failed: false,
});

interface Bench extends OpenIx {
  readonly pipeline: Pipeline;
  readonly egress: Egress;
}

/** Whatever was left is gone: every figure is taken in a new database. */
async function withBench<T>({ server }: SuiteContext, work: (bench: Bench) => Promise<T>): Promise<T> {
  const name = 'ix_bench_throughput';
  const ix = await openIx(await createDatabase(server, name), CONFIG.IX_DB_POOL);
  const egress = createEgress({ allow: ['127.0.0.1/32'] });
  const pipeline = openPipeline(CONFIG, ix.orm, await loadUseCases(null), egress);
  try {
    return await work({ ...ix, pipeline, egress });
  } finally {
    await pipeline.close();
    await egress.close();
    await ix.close();
    await dropDatabase(server, name);
  }
}

const CONFIG = loadConfig({});
const REQUEST = JSON.stringify(invoiceJob('2026-0001', false).submission);
/** As large as the pipeline's answer. */
const ANSWER = JSON.stringify({ result: 'x'.repeat(800) });
const log = pino({ level: 'warn' }, pino.destination(2));

/** Pending jobs with their tickets. @returns their ids. */
async function fill({ deps }: OpenIx, count: number, callbackUrl: (i: number) => string | null = () => null): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const jobs = Array.from({ length: Math.min(SUBMIT_BATCH, count - ids.length) }, (_, i) => {
      const job = invoiceJob(`2026-${ids.length + i}`, false);
      return { ...job, submission: { ...job.submission, callback_url: callbackUrl(ids.length + i) } };
    });
    ids.push(...(await submit(deps, jobs)).map(({ job }) => job.job_id));
  }
  return ids;
}

const perSecond = (count: number, start: number): number => (1000 * count) / (performance.now() - start);

/** From the start of worker and deliverer until `ended` resolves. */
async function rateOfWork({ deps, pipeline, egress }: Bench, count: number, ended: Promise<void>): Promise<number> {
  const start = performance.now();
  const stop = await startWork({ config: CONFIG, jobs: deps, pipeline, egress, log });
  await ended;
  const rate = perSecond(count, start);
  await stop();
  return rate;
}

/** Resolves when so many jobs have been said to be finished. */
function finished({ deps }: OpenIx, count: number): Promise<void> {
  const all = Promise.withResolvers<void>();
  const done = new Set<string>();
  const off = deps.queue.signals.on('finished', (ids) => {
    for (const id of ids ?? []) done.add(id);
    if (done.size < count) return;
    off();
    all.resolve();
  });
  return all.promise;
}

async function drainRows(context: SuiteContext): Promise<Row[]> {
  const { rounds, quick, say } = context;
  say('  drain');
  const jobs = quick ? 400 : 4000;
  const subjects = {
    ours: async (bench: Bench) => {
      await fill(bench, jobs);
      return rateOfWork(bench, jobs, finished(bench, jobs));
    },
    textbook: async ({ url }: Bench) => {
      const plain = await PlainQueue.open(url, CONNECTIONS);
      await plain.fill(jobs, REQUEST);
      const start = performance.now();
      await plain.drain(ANSWER);
      const rate = perSecond(jobs, start);
      await plain.close();
      return rate;
    },
    floor: async (bench: Bench) => {
      await fill(bench, jobs);
      const start = performance.now();
      await drain(bench.deps, FLOOR);
      return perSecond(jobs, start);
    },
    graphile: async (bench: Bench) => drainByGraphile(bench.url, bench.pipeline, await fill(bench, jobs), CONNECTIONS),
  };
  const names = ['ours', 'textbook', 'floor', 'graphile'] as const;
  const figures = await alternate(rounds, names, (name) => withBench(context, subjects[name]));
  const beside = (who: keyof typeof subjects, text: string, least: number) =>
    row({
      what: `drain: one worker, ${CONFIG.IX_WORKER_CONCURRENCY} at a time`,
      beside: text,
      unit: 'jobs/s',
      ours: figuresOf(figures, 'ours'),
      theirs: figuresOf(figures, who),
      required: ratioAtLeast(least),
    });
  return [
    beside('textbook', `plain SQL, one by one, ${CONNECTIONS} connections, no pipeline`, 5),
    beside('floor', `our statements in batches of ${FLOOR.batch}, no pipeline`, 0.6),
    beside('graphile', 'graphile-worker, the same pipeline and rows', 1.5),
  ];
}

/** Worker processes on one queue, from the first start of a job to the last end. */
async function processesRow(context: SuiteContext): Promise<Row> {
  context.say('  worker processes');
  const jobs = context.quick ? 400 : 4000;
  const figures = await alternate(context.rounds, [4, 1], (processes) =>
    withBench(context, async (bench) => {
      const workers = Array.from({ length: processes }, () => startIx('worker', bench.url));
      await Promise.all(workers.map((worker) => worker.address()));
      const all = finished(bench, jobs);
      await fill(bench, jobs);
      await all;
      for (const worker of workers) worker.kill('SIGTERM');
      await Promise.all(workers.map((worker) => worker.ended()));
      return onClient(bench.url, async (client) => {
        const { rows } = await client.query<{ done: number; seconds: number }>(
          `SELECT count(*)::int AS done, extract(epoch FROM max(finished_at) - min(started_at))::float8 AS seconds FROM ix_jobs WHERE status = 'done'`,
        );
        const [sum] = rows;
        if (sum?.done !== jobs) throw new Error(`${sum?.done} of ${jobs} jobs are done`);
        return jobs / sum.seconds;
      });
    }),
  );
  return row({
    what: 'drain while jobs come in: 4 worker processes',
    beside: '1 worker process',
    unit: 'jobs/s',
    ours: figuresOf(figures, 4),
    theirs: figuresOf(figures, 1),
  });
}

const startIx = (role: 'api' | 'worker' | 'up', url: string): Ix =>
  new Ix([role], { IX_DATABASE_URL: url, IX_PORT: '0', IX_LOG_LEVEL: 'warn' });

async function submitRows(context: SuiteContext): Promise<Row[]> {
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
  await spread(given.length, connections, (i) =>
    orm.em.fork().transactional(async (em) => {
      const rows = given[i] ?? [];
      await insertPending(em, rows);
      await deps.queue.publishJobs(
        em,
        rows.map((one) => one.jobId),
      );
    }),
  );
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
async function idleRows(context: SuiteContext): Promise<Row[]> {
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

async function callbackRow(context: SuiteContext): Promise<Row> {
  context.say('  callbacks');
  const jobs = context.quick ? 400 : 4000;
  const figures = await alternate(context.rounds, ['callbacks', 'drain'], (name) =>
    withBench(context, async (bench) => {
      const arrived = Promise.withResolvers<void>();
      let count = 0;
      const receivers = await Promise.all(
        Array.from({ length: RECEIVERS }, () =>
          receiver(() => {
            if (++count === jobs) arrived.resolve();
          }),
        ),
      );
      try {
        if (name === 'drain') {
          await fill(bench, jobs);
          return await rateOfWork(bench, jobs, finished(bench, jobs));
        }
        await fill(bench, jobs, (i) => receivers[i % RECEIVERS]?.url ?? null);
        return await rateOfWork(bench, jobs, arrived.promise);
      } finally {
        for (const { server } of receivers) {
          server.closeAllConnections();
          server.close();
        }
      }
    }),
  );
  return row({
    what: `jobs drained and their signed callbacks received, ${RECEIVERS} endpoints`,
    beside: 'drain without callbacks',
    unit: 'jobs/s',
    ours: figuresOf(figures, 'callbacks'),
    theirs: figuresOf(figures, 'drain'),
    required: ratioAtLeast(0.5),
  });
}

async function receiver(called: () => void): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(204).end();
      called();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}
