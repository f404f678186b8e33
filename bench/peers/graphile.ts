/** graphile-worker as a peer, with what its page on performance names for throughput: https://worker.graphile.org/docs/performance */
import { Logger, type Runner, type RunnerOptions, run, runMigrations, type TaskList } from 'graphile-worker';
import type pg from 'pg';
import { z } from 'zod';
import { withPool } from '../database.ts';
import { CONNECTIONS, type Peer, SLOTS, tasksOf, waitingIds } from './jobs.ts';

/** A job more than there are slots is its starting point for the local queue; this size is that of its own measurement. */
const LOCAL_QUEUE = 500;
/** What it recommends beside so many jobs at a time. */
const POOL = SLOTS + 2;

const WORKER = {
  concurrentJobs: SLOTS,
  maxPoolSize: POOL,
  localQueue: { size: LOCAL_QUEUE },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
} satisfies NonNullable<RunnerOptions['preset']>['worker'];

const silent = new Logger(() => () => {});

/** On a pool that is given to it: it does not wait for the end of its own, and stops listening to its errors before. */
const start = (pgPool: pg.Pool, taskList: TaskList): Promise<Runner> =>
  run({ pgPool, noHandleSignals: true, logger: silent, taskList, preset: { worker: WORKER } });

const PayloadSchema = z.object({ jobId: z.string() });

export const graphile: Peer = (url, work) =>
  withPool(url, POOL, (pool) =>
    withPool(url, CONNECTIONS, async (rows) => {
      await runMigrations({ pgPool: pool, logger: silent });
      const ids = await waitingIds(rows);
      await pool.query(`SELECT graphile_worker.add_job('ix', json_build_object('jobId', id)) FROM unnest($1::text[]) AS id`, [ids]);
      await pool.query('ANALYZE');
      const tasks = tasksOf(rows, work, ids.length);
      const runner = await start(pool, { ix: (payload) => tasks.run(PayloadSchema.parse(payload).jobId) });
      await tasks.all;
      await runner.stop();
    }),
  );

/** An idle runner; `ask` resolves when the task of the job it adds has started. */
export const withIdleGraphile = <T>(url: string, use: (ask: () => Promise<void>) => Promise<T>): Promise<T> =>
  withPool(url, POOL, async (pool) => {
    let started = Promise.withResolvers<void>();
    const runner = await start(pool, { ix: async () => started.resolve() });
    try {
      return await use(async () => {
        started = Promise.withResolvers();
        await runner.addJob('ix', {});
        await started.promise;
      });
    } finally {
      await runner.stop();
    }
  });
