/** Inserting, claiming and finishing, each at every size of history. */
import { clearYounger, type History } from './history.ts';
import { drainRate, insert, newRows, SUBMIT_BATCH } from './load.ts';
import { alternate, quantile, timeEach } from './measure.ts';
import { sizeRows } from './reads.ts';
import type { SuiteContext } from './suite.ts';
import { type Row, ratioAtLeast } from './table.ts';

/** Claimers and finishers at a time. Source: the project's requirements for the store. */
export const CONNECTIONS = 16;

/** One row a transaction, and as many as a submit takes under load; the commit is waited for. */
export async function insertRows(histories: readonly History[], { rounds, say }: SuiteContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [batch, calls] of [
    [1, 40],
    [SUBMIT_BATCH, 8],
  ] as const) {
    say(`  insertPending of ${batch}`);
    const figures = await alternate(rounds, sizesOf(histories), async (size) => {
      const { orm } = historyOf(histories, size);
      const given = Array.from({ length: calls }, () => newRows(batch));
      return quantile(await timeEach(calls, (i) => insert(orm, given[i] ?? [])), 0.5);
    });
    rows.push(...sizeRows(`insertPending of ${batch}, one transaction`, 'ms', figures, null));
    for (const history of histories) await clearYounger(history);
  }
  return rows;
}

/** Jobs of one drain, by the batch of its claims: enough for seconds. */
export const drainJobs = (quick: boolean): readonly { batch: number; jobs: number }[] => [
  { batch: 1, jobs: quick ? 500 : 3000 },
  { batch: 50, jobs: quick ? 3000 : 12_000 },
];

export async function drainRows(histories: readonly History[], { rounds, quick, say }: SuiteContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { batch, jobs } of drainJobs(quick)) {
    say(`  claim + finish in batches of ${batch}`);
    const figures = await alternate(rounds, sizesOf(histories), async (size) => {
      const history = historyOf(histories, size);
      const rate = await drainRate(history.deps, jobs, { connections: CONNECTIONS, batch });
      await clearYounger(history);
      return rate;
    });
    rows.push(...sizeRows(`claim + finish, batches of ${batch}`, 'jobs/s', figures, ratioAtLeast(0.9)));
  }
  return rows;
}

const sizesOf = (histories: readonly History[]): number[] => histories.map(({ rows }) => rows);

function historyOf(histories: readonly History[], size: number): History {
  const found = histories.find(({ rows }) => rows === size);
  if (found === undefined) throw new Error(`no history of ${size} rows`);
  return found;
}
