/** A row of `peers`: jobs that come in while they are worked off, by several worker processes of ix and by one. */
import { createDatabase, dropDatabase } from '../database.ts';
import { startProcess } from '../ix-process.ts';
import { alternate, figuresOf } from '../measure.ts';
import type { SuiteContext } from '../suite.ts';
import { type Row, row } from '../table.ts';
import { rateOf, untilIdle } from './drain.ts';
import { post } from './filled.ts';

const DATABASE = 'ix_bench_processes';

export async function processesRow({ server, rounds, quick, say }: SuiteContext): Promise<Row> {
  const jobs = quick ? 1000 : 4000;
  const figures = await alternate(rounds, [4, 1], async (processes, round) => {
    say(`  worker processes, round ${round + 1}: ${processes}`);
    const url = await createDatabase(server, DATABASE);
    const api = startProcess('api', url);
    const all = [api, ...Array.from({ length: processes }, () => startProcess('worker', url))];
    try {
      const [address = ''] = await Promise.all(all.map((ix) => ix.address()));
      await post(address, jobs);
      await untilIdle(url);
      return await rateOf(url, jobs);
    } finally {
      for (const ix of all) ix.kill('SIGTERM');
      await Promise.all(all.map((ix) => ix.ended()));
      await dropDatabase(server, DATABASE);
    }
  });
  return row({
    what: 'drain while jobs come in: 4 worker processes',
    beside: '1 worker process',
    unit: 'jobs/s',
    ours: figuresOf(figures, 4),
    theirs: figuresOf(figures, 1),
  });
}
