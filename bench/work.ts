/** Rows of `throughput`: jobs worked off by one worker and by several, with callbacks and without. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { submit } from '../src/jobs/submit.ts';
import { startWork } from '../src/work.ts';
import { drainByBoss } from './boss.ts';
import { type OpenIx, onClient } from './database.ts';
import { invoiceJob } from './documents.ts';
import { type Bench, CONFIG, CONNECTIONS, perSecond, startIx, withBench } from './fresh.ts';
import { drainByGraphile } from './graphile.ts';
import { drain, SUBMIT_BATCH } from './load.ts';
import { alternate, figuresOf } from './measure.ts';
import { PlainQueue } from './plain-queue.ts';
import type { Receivers } from './receivers.ts';
import type { SuiteContext } from './suite.ts';
import { type Row, ratioAtLeast, row } from './table.ts';

const FLOOR = { connections: 4, batch: 200 };
/** Batches as large as our worker's slots; of 1, 2 and 4 fetchers 4 were fastest. */
const BOSS = { connections: CONNECTIONS, batchSize: CONFIG.IX_WORKER_CONCURRENCY, localConcurrency: 4 };
/** Receivers of callbacks, each an endpoint of its own. */
const RECEIVERS = 10;

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

/** From the start of worker and deliverer until `ended` resolves. */
async function rateOfWork({ deps, pipeline, egress }: Bench, count: number, ended: Promise<unknown>): Promise<number> {
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

export async function drainRows(context: SuiteContext): Promise<Row[]> {
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
    boss: async (bench: Bench) => drainByBoss(bench.url, bench.pipeline, await fill(bench, jobs), BOSS),
  };
  const names = ['ours', 'textbook', 'floor', 'graphile', 'boss'] as const;
  const figures = await alternate(rounds, names, (name) => withBench(context, subjects[name]));
  const beside = (who: keyof typeof subjects, text: string, least?: number) =>
    row({
      what: `drain: one worker, ${CONFIG.IX_WORKER_CONCURRENCY} at a time`,
      beside: text,
      unit: 'jobs/s',
      ours: figuresOf(figures, 'ours'),
      theirs: figuresOf(figures, who),
      ...(least !== undefined && { required: ratioAtLeast(least) }),
    });
  return [
    beside('textbook', `plain SQL, one by one, ${CONNECTIONS} connections, no pipeline`, 5),
    beside('floor', `our statements in batches of ${FLOOR.batch}, no pipeline`, 0.6),
    beside('graphile', 'graphile-worker, the same pipeline and rows', 1.5),
    beside('boss', 'pg-boss, the same pipeline and rows'),
  ];
}

/** Worker processes on one queue, from the first start of a job to the last end. */
export async function processesRow(context: SuiteContext): Promise<Row> {
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

export async function callbackRow(context: SuiteContext): Promise<Row> {
  context.say('  callbacks');
  const jobs = context.quick ? 400 : 4000;
  const figures = await alternate(context.rounds, ['callbacks', 'drain'], (name) =>
    withBench(context, async (bench) => {
      if (name === 'drain') {
        await fill(bench, jobs);
        return rateOfWork(bench, jobs, finished(bench, jobs));
      }
      const thread = new Worker(new URL('./receivers.ts', import.meta.url), {
        workerData: { receivers: RECEIVERS, expected: jobs } satisfies Receivers,
      });
      try {
        const [urls] = (await once(thread, 'message')) as [string[]];
        await fill(bench, jobs, (i) => urls[i % RECEIVERS] ?? null);
        return await rateOfWork(bench, jobs, once(thread, 'message'));
      } finally {
        await thread.terminate();
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
