/** pg-boss's own worker doing what ix does: the same rows of `ix_jobs`, the same pipeline. ix has tickets in pg-boss, but no such worker. */
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { peerTask } from './peer.ts';

/** Its own, beside that of ix's tickets. */
const SCHEMA = 'bench_boss';
const QUEUE = 'ix';

export interface BossOptions {
  /** Of its own pool, and as many again for the rows of `ix_jobs`. */
  readonly connections: number;
  /** Jobs of one fetch, run at a time and completed by one statement. */
  readonly batchSize: number;
  /** Fetchers, each with a batch of its own. */
  readonly localConcurrency: number;
}

/** Works these pending jobs off. @returns jobs a second, from the start of its workers to the last job that is stored. */
export async function drainByBoss(
  url: string,
  pipeline: Pipeline,
  jobIds: readonly string[],
  { connections, batchSize, localConcurrency }: BossOptions,
): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'ix bench pg-boss' });
  // Its upkeep and its schedules stay off: nothing takes part but the queue.
  const boss = new PgBoss({ connectionString: url, max: connections, schema: SCHEMA, supervise: false, schedule: false });
  const task = peerTask(pool, pipeline, 'pg-boss');
  const all = Promise.withResolvers<void>();
  boss.on('error', all.reject);
  let done = 0;
  const work = async (jobId: string) => {
    await task(jobId);
    if (++done === jobIds.length) all.resolve();
  };
  try {
    // Its schema, and the jobs in it, before the clock starts.
    await boss.start();
    await boss.createQueue(QUEUE, { partition: true });
    await boss.insert(
      QUEUE,
      jobIds.map((jobId) => ({ data: { jobId } })),
    );
    const begin = performance.now();
    // A batch that was full is followed by the next at once; half a second is the least it takes for the others.
    const how = { batchSize, localConcurrency, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
    await boss.work<{ jobId: string }>(QUEUE, how, async (jobs) => {
      await Promise.all(jobs.map(({ data }) => work(data.jobId))).catch(all.reject);
    });
    await all.promise;
    return (1000 * jobIds.length) / (performance.now() - begin);
  } finally {
    await boss.stop();
    await pool.end();
  }
}
