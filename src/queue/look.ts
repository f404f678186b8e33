/** A look into the queues that changes nothing of them: for `ix doctor`. */
import { PgBoss } from 'pg-boss';
import type { StatementPool } from './queue.ts';
import { QUEUE_SCHEMA, type WorkQueue } from './queues.ts';

/** How many tickets wait, by queue. pg-boss counts at most once a minute. @throws when its schema is not there, or another version's. */
export async function countTickets(pool: Pick<StatementPool, 'query'>, names: readonly WorkQueue[]): Promise<Map<WorkQueue, number>> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
  });
  // What it reports is thrown as well.
  boss.on('error', () => {});
  try {
    await boss.start();
    const counts = new Map<WorkQueue, number>();
    for (const name of names) {
      const [stats] = await boss.getQueueStats(name, { force: true });
      counts.set(name, stats?.readyCount ?? 0);
    }
    return counts;
  } finally {
    await boss.stop({ graceful: false });
  }
}
