/** Suite `first`: how fast an idle ix answers, and how fast one worker drains a queue, each beside plain SQL. */
import { loadConfig } from '../src/config.ts';
import { JobIdSchema } from '../src/contracts/ids.ts';
import { createEgress } from '../src/egress/egress.ts';
import { waitForJob } from '../src/jobs/read.ts';
import { submit } from '../src/jobs/submit.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';
import { openPipeline } from '../src/work.ts';
import { Worker } from '../src/worker/worker.ts';
import { createDatabase, dropDatabase, type OpenIx, openIx } from './database.ts';
import { invoiceJob } from './documents.ts';
import { SUBMIT_BATCH } from './load.ts';
import { alternate, figuresOf, quantile, timeEach } from './measure.ts';
import { PlainQueue } from './plain-queue.ts';
import type { Suite, SuiteContext } from './suite.ts';
import { type Row, row } from './table.ts';

const DATABASE = 'ix_bench_first';
/** Connections of the plain loop. Source: the project's requirements. */
const PLAIN_CONNECTIONS = 10;

export const first: Suite = async (context) => {
  const { server } = context;
  const url = await createDatabase(server, DATABASE);
  const config = loadConfig({});
  const ix = await openIx(url, config.IX_DB_POOL);
  const plain = await PlainQueue.open(url, PLAIN_CONNECTIONS);
  const egress = createEgress({ allow: [] });
  const pipeline = openPipeline(config, ix.orm, await loadUseCases(null), egress);
  try {
    const bench = { ...context, ix, plain, pipeline };
    const slots = config.IX_WORKER_CONCURRENCY;
    const rows = [
      ...(await latency(bench)),
      await drainRate(bench, { slots, provenance: false }),
      await drainRate(bench, { slots: 64, provenance: false }),
      await drainRate(bench, { slots: 64, provenance: true }),
    ];
    return { rows, notes: [], failed: false };
  } finally {
    await pipeline.close();
    await egress.close();
    await plain.close();
    await ix.close();
    await dropDatabase(server, DATABASE);
  }
};

interface Bench extends SuiteContext {
  readonly ix: OpenIx;
  readonly plain: PlainQueue;
  readonly pipeline: Pipeline;
}

const REQUEST = JSON.stringify(invoiceJob('2026-0001', false).submission);

/** Submit → done, as `Prefer: wait` sees it but for HTTP: row, ticket, signal, claim, pipeline, finish, signal, read back. */
async function latency({ ix, plain, pipeline, rounds, quick, say }: Bench): Promise<Row[]> {
  say('  idle latency');
  const jobs = quick ? 20 : 100;
  const worker = workerOf(ix, pipeline, 1, () => {});
  await worker.start();
  try {
    const one = async () => {
      const [submitted] = await submit(ix.deps, [invoiceJob('2026-0001', false)]);
      if (submitted === undefined) throw new Error('submit gave no answer');
      const job = await waitForJob(ix.deps, JobIdSchema.parse(submitted.job.job_id), 10_000, new AbortController().signal);
      if (job?.status !== 'done') throw new Error(`the job is ${job?.status ?? 'gone'}: ${job?.response?.error ?? 'no answer in time'}`);
    };
    await timeEach(jobs, one);
    const took = await alternate(rounds, ['ours', 'plain'], (who) =>
      timeEach(jobs, who === 'ours' ? one : () => plain.askAndInsert(REQUEST)),
    );
    return [0.5, 0.99].map((q) =>
      row({
        what: `idle: submit → done, p${q * 100}`,
        beside: 'SELECT 1 + one flushed INSERT',
        unit: 'ms',
        ours: figuresOf(took, 'ours').map((round) => quantile(round, q)),
        theirs: figuresOf(took, 'plain').map((round) => quantile(round, q)),
      }),
    );
  } finally {
    await worker.stop(10);
  }
}

/** One worker, from its start to the last of the jobs that wait for it. */
async function drainRate(
  { ix, plain, pipeline, rounds, quick, say }: Bench,
  { slots, provenance }: { slots: number; provenance: boolean },
): Promise<Row> {
  const what = `drain: one worker, ${slots} slots${provenance ? ', with provenance' : ''}`;
  say(`  ${what}`);
  const jobs = quick ? 200 : 2000;
  const rate = (start: number) => (1000 * jobs) / (performance.now() - start);
  const ours = async () => {
    for (let done = 0; done < jobs; done += SUBMIT_BATCH) {
      await submit(
        ix.deps,
        Array.from({ length: SUBMIT_BATCH }, (_, i) => invoiceJob(`2026-${done + i}`, provenance)),
      );
    }
    const all = Promise.withResolvers<void>();
    let done = 0;
    const worker = workerOf(ix, pipeline, slots, () => {
      if (++done === jobs) all.resolve();
    });
    const start = performance.now();
    await worker.start();
    await all.promise;
    const figure = rate(start);
    await worker.stop(10);
    return figure;
  };
  const textbook = async () => {
    await plain.fill(jobs, REQUEST);
    const start = performance.now();
    await plain.drain(ANSWER);
    return rate(start);
  };
  const figures = await alternate(rounds, ['ours', 'plain'], (who) => (who === 'ours' ? ours() : textbook()));
  return row({
    what,
    beside: `plain SQL: claim one, update one, ${PLAIN_CONNECTIONS} connections`,
    unit: 'jobs/s',
    ours: figuresOf(figures, 'ours'),
    theirs: figuresOf(figures, 'plain'),
  });
}

/** As large as the pipeline's answer without provenance. */
const ANSWER = JSON.stringify({ result: 'x'.repeat(800) });

function workerOf({ deps }: OpenIx, pipeline: Pipeline, concurrency: number, finished: () => void): Worker {
  return new Worker({
    deps,
    pipeline,
    workerId: `bench:${process.pid}`,
    concurrency,
    leaseSeconds: 30,
    timeoutSeconds: 60,
    maxAttempts: 3,
    pollSeconds: 2,
    events: {
      started: () => {},
      finished,
      lost: ({ jobId }) => console.error(`job ${jobId} was lost`),
      swept: () => {},
      failed: (task, error) => console.error(`${task}:`, error),
    },
  });
}
