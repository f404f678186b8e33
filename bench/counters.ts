/** What exact counts cost: claim + finish with the triggers that write deltas, and without, and folding every second as in a process. */
import { foldCounts } from '../src/jobs/fold-counts.ts';
import { Every } from '../src/queue/every.ts';
import { createDatabase, dropDatabase, onClient, openIx } from './database.ts';
import { drainRate } from './load.ts';
import { alternate, figuresOf } from './measure.ts';
import type { SuiteContext } from './suite.ts';
import { type Row, ratioAtLeast, row } from './table.ts';
import { CONNECTIONS, drainJobs } from './writes.ts';

const DATABASE = 'ix_bench_counters';
/** Source: the project's requirements for the store. */
const KEPT = 0.9;

export async function counterRows({ server, rounds, quick, say }: SuiteContext): Promise<Row[]> {
  const ix = await openIx(await createDatabase(server, DATABASE), CONNECTIONS + 2);
  const rows: Row[] = [];
  try {
    for (const { batch, jobs } of drainJobs(quick)) {
      say(`  counters, batches of ${batch}`);
      const figures = await alternate(rounds, ['counted', 'uncounted'], async (mode) => {
        await onClient(ix.url, (client) =>
          client.query(`ALTER TABLE ix_jobs ${mode === 'counted' ? 'ENABLE' : 'DISABLE'} TRIGGER ix_jobs_count_update`),
        );
        const folding = everySecond(ix.deps);
        folding.start();
        try {
          return await drainRate(ix.deps, jobs, { connections: CONNECTIONS, batch });
        } finally {
          await folding.stop();
        }
      });
      rows.push(
        row({
          what: `claim + finish, batches of ${batch}, counted`,
          beside: 'the same, count triggers off',
          unit: 'jobs/s',
          ours: figuresOf(figures, 'counted'),
          theirs: figuresOf(figures, 'uncounted'),
          required: ratioAtLeast(KEPT),
        }),
      );
    }
    return rows;
  } finally {
    await ix.close();
    await dropDatabase(server, DATABASE);
  }
}

/** As the processes of ix do it. */
export const everySecond = (deps: Parameters<typeof foldCounts>[0]): Every =>
  new Every(
    1,
    () => foldCounts(deps),
    (error) => console.error('folding:', error),
  );
