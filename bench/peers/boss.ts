/** pg-boss's own worker as a peer: tickets in its queue, the jobs in their table. */
import type pg from 'pg';
import { type ConnectionOptions, PgBoss, type WorkOptions } from 'pg-boss';
import { withPool } from '../database.ts';
import { CONNECTIONS, type Peer, SLOTS, tasksOf, waitingIds } from './jobs.ts';

/** Its own, beside that of ix's tickets. */
const SCHEMA = 'peer_boss';
const QUEUE = 'ix';

interface Ticket {
  readonly jobId: string;
}

/** `work` with a batch, all else as it is by default: it looks for the next batch two seconds after the last. */
export const README: WorkOptions = { batchSize: SLOTS };
/** What it documents for throughput: a full batch is followed by the next at once. Of batches of 16 to 500 and 1 to 4 fetchers the fastest. */
export const THROUGHPUT = { batchSize: 200, burstWhenBatchFull: true } satisfies WorkOptions;

async function withBoss<T>(url: string, use: (boss: PgBoss) => Promise<T>): Promise<T> {
  const boss = new PgBoss({ connectionString: url, max: CONNECTIONS, schema: SCHEMA });
  // A fetch that fails is tried again.
  boss.on('error', (error) => console.error('pg-boss:', error));
  await boss.start();
  try {
    await boss.createQueue(QUEUE);
    return await use(boss);
  } finally {
    await boss.stop();
  }
}

/** The jobs of a batch run at the same time; pg-boss completes them when all are done. */
export const boss =
  (options: WorkOptions): Peer =>
  (url, work) =>
    withBoss(url, (started) =>
      withPool(url, CONNECTIONS, async (rows) => {
        const ids = await waitingIds(rows);
        await started.insert(
          QUEUE,
          ids.map((jobId) => ({ data: { jobId } })),
        );
        await rows.query('ANALYZE');
        const tasks = tasksOf(rows, work, ids.length);
        await started.work<Ticket>(QUEUE, options, async (jobs) => {
          await Promise.all(jobs.map(({ data }) => tasks.run(data.jobId)));
        });
        await tasks.all;
      }),
    );

/** Tickets made inside the transactions of a client, as it documents it: by the `db` option. */
export const withTickets = <T>(
  url: string,
  use: (send: (client: pg.PoolClient, jobIds: readonly string[]) => Promise<void>) => Promise<T>,
) =>
  withBoss(url, (started) =>
    use(async (client, jobIds) => {
      const options: ConnectionOptions = { db: { executeSql: (text, values) => client.query(text, values) } };
      const [only, ...others] = jobIds;
      if (only !== undefined && others.length === 0) await started.send(QUEUE, { jobId: only }, options);
      else
        await started.insert(
          QUEUE,
          jobIds.map((jobId) => ({ data: { jobId } })),
          options,
        );
    }),
  );
