/** graphile-worker doing what ix does: the same rows of `ix_jobs`, the same pipeline, with its own queue instead of ours. */
import { Logger, type Runner, run, runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { peerTask } from './peer.ts';

/** Jobs it takes at once into its local queue. Source: the batch of the floor. */
const LOCAL_QUEUE = 200;

const silent = new Logger(() => () => {});

/** One runner with as many tasks at a time as it has connections; its local queue and batched completion are on. */
function start(url: string, connections: number, task: (payload: unknown) => Promise<void>): Promise<Runner> {
  return run({
    connectionString: url,
    concurrency: connections,
    noHandleSignals: true,
    logger: silent,
    taskList: { ix: task },
    preset: {
      worker: { maxPoolSize: connections, localQueue: { size: LOCAL_QUEUE }, completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });
}

/** Works these pending jobs off. @returns jobs a second, from the start of the runner to the last that is stored. */
export async function drainByGraphile(url: string, pipeline: Pipeline, jobIds: readonly string[], connections: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'ix bench graphile' });
  const all = Promise.withResolvers<void>();
  const work = peerTask(pool, pipeline, 'graphile');
  let done = 0;
  const task = async (payload: unknown) => {
    await work(payload);
    if (++done === jobIds.length) all.resolve();
  };
  try {
    // Its schema, and the jobs in it, before the clock starts.
    await runMigrations({ connectionString: url, logger: silent });
    await pool.query(`SELECT graphile_worker.add_job('ix', to_json(id)) FROM unnest($1::text[]) AS id`, [jobIds]);
    const begin = performance.now();
    const runner = await start(url, connections, task);
    await all.promise;
    const rate = (1000 * jobIds.length) / (performance.now() - begin);
    await runner.stop();
    return rate;
  } finally {
    await pool.end();
  }
}

/** An idle runner. `ask` resolves when the task of the job it adds has started. */
export async function idleGraphile(url: string, connections: number): Promise<{ ask(): Promise<void>; stop(): Promise<void> }> {
  let started = Promise.withResolvers<void>();
  const runner = await start(url, connections, async () => started.resolve());
  return {
    ask: async () => {
      started = Promise.withResolvers();
      await runner.addJob('ix', {});
      await started.promise;
    },
    stop: () => runner.stop(),
  };
}
