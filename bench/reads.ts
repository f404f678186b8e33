/** The listing, the queue position and single jobs, each at every size of history. */

import { type JobId, JobIdSchema } from '../src/contracts/ids.ts';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { foldCounts } from '../src/jobs/fold-counts.ts';
import { getJob, type JobQuery, listJobs } from '../src/jobs/read.ts';
import { oldestPending } from '../src/store/pending.ts';
import { queuePosition } from '../src/store/queue-position.ts';
import { COMMON_WORD, clearYounger, clientName, type History, middleOf, RARE_WORD } from './history.ts';
import { enqueue } from './load.ts';
import { alternate, figuresOf, quantile, timeEach } from './measure.ts';
import type { SuiteContext } from './suite.ts';
import { atMost, both, type Row, ratioAtMost, row } from './table.ts';

type Ask = () => Promise<unknown>;

interface Read {
  readonly what: string;
  /** ≤ 5 ms at ten million and ≤ 2 × its time at ten thousand. Source: the project's requirements for the store. */
  readonly required: boolean;
  readonly prepare: (history: History) => Promise<Ask>;
}

const page = { limit: 50, offset: 0 };
const list =
  (query: Partial<JobQuery>) =>
  async ({ deps }: History): Promise<Ask> =>
  () =>
    listJobs(deps, EVERYTHING, { ...page, ...query });

/** A client that has neither most nor fewest jobs: one in a hundred or so. */
const CLIENT = clientName(20);

const READS: readonly Read[] = [
  { what: 'first page, total', required: true, prepare: list({}) },
  { what: 'one status', required: true, prepare: list({ statuses: ['done'] }) },
  { what: 'one status, rare', required: true, prepare: list({ statuses: ['error'] }) },
  { what: 'one client', required: true, prepare: list({ clientId: CLIENT }) },
  { what: 'client + status', required: false, prepare: list({ clientId: CLIENT, statuses: ['error'] }) },
  { what: 'deep page by cursor', required: true, prepare: deepPage },
  { what: 'offset 5,000', required: false, prepare: list({ offset: 5000 }) },
  { what: 'use case', required: false, prepare: list({ useCase: 'receipt' }) },
  { what: 'time range, one hour', required: false, prepare: oneHour },
  { what: 'text: in half of the names', required: false, prepare: list({ text: COMMON_WORD }) },
  { what: 'text: that, of one client', required: false, prepare: list({ text: COMMON_WORD, clientId: CLIENT }) },
  { what: 'text: in 20 names', required: false, prepare: list({ text: RARE_WORD }) },
  { what: 'text: an id', required: false, prepare: someId },
  { what: 'get', required: false, prepare: some },
];

/** The middle of the history, as somebody comes to it who goes on by cursor. */
async function deepPage(history: History): Promise<Ask> {
  const { deps } = history;
  const middle = await listJobs(deps, EVERYTHING, { ...page, createdBefore: middleOf(history) });
  if (middle.next_cursor === null) throw new Error('there is no page after the middle one');
  const cursor = middle.next_cursor;
  return () => listJobs(deps, EVERYTHING, { ...page, cursor });
}

async function oneHour(history: History): Promise<Ask> {
  const createdBefore = middleOf(history);
  const createdAfter = new Date(createdBefore.getTime() - 3_600_000);
  return () => listJobs(history.deps, EVERYTHING, { ...page, createdAfter, createdBefore });
}

/** A job of the middle. */
async function oneOf(history: History): Promise<JobId> {
  const { jobs } = await listJobs(history.deps, EVERYTHING, { limit: 1, offset: 0, createdBefore: middleOf(history) });
  const [job] = jobs;
  if (job === undefined) throw new Error('there is no job in the middle of the history');
  return JobIdSchema.parse(job.job_id);
}

async function some(history: History): Promise<Ask> {
  const jobId = await oneOf(history);
  return () => getJob(history.deps, EVERYTHING, jobId);
}

async function someId(history: History): Promise<Ask> {
  const text = await oneOf(history);
  return () => listJobs(history.deps, EVERYTHING, { ...page, text });
}

/** Calls of one run; its figure is their median. */
const CALLS = 20;

export async function readRows(histories: readonly History[], { rounds, say }: SuiteContext): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { what, required, prepare } of READS) {
    say(`  ${what}`);
    rows.push(...(await atEverySize(what, histories, rounds, prepare, required ? both(atMost(5), ratioAtMost(2)) : null)));
  }
  return rows;
}

/** The position of jobs all over a queue of 100,000. */
export async function positionRows(histories: readonly History[], { rounds, quick, say }: SuiteContext): Promise<Row[]> {
  const pending = quick ? 5000 : 100_000;
  say(`  queue position: putting ${pending.toLocaleString('en')} jobs into each queue`);
  const prepare = async ({ deps, orm }: History): Promise<Ask> => {
    await enqueue(deps, pending);
    await foldCounts(deps);
    const queued = await oldestPending(orm.em.fork(), pending);
    let i = 0;
    return async () => {
      const jobId = queued[Math.floor((i++ * pending) / CALLS) % pending];
      if (jobId !== undefined) await queuePosition(orm.em.fork(), EVERYTHING, jobId);
    };
  };
  const what = `queue position, ${pending.toLocaleString('en')} pending`;
  const rows = await atEverySize(what, histories, rounds, prepare, atMost(5));
  for (const history of histories) await clearYounger(history);
  return rows;
}

async function atEverySize(
  what: string,
  histories: readonly History[],
  rounds: number,
  prepare: Read['prepare'],
  required: Parameters<typeof row>[0]['required'] | null,
): Promise<Row[]> {
  const asks = new Map<number, Ask>();
  for (const history of histories) {
    const ask = await prepare(history);
    await timeEach(CALLS, ask);
    asks.set(history.rows, ask);
  }
  const figures = await alternate(rounds, [...asks.keys()], async (size) => {
    const ask = asks.get(size);
    if (ask === undefined) throw new Error(`nothing was prepared for ${size} rows`);
    return quantile(await timeEach(CALLS, ask), 0.5);
  });
  return sizeRows(what, 'ms', figures, required);
}

/** A row for each size, the larger ones beside the smallest. What is required, is of those. */
export function sizeRows(
  what: string,
  unit: Row['unit'],
  figures: ReadonlyMap<number, readonly number[]>,
  required: Parameters<typeof row>[0]['required'] | null,
): Row[] {
  const sizes = [...figures.keys()].toSorted((a, b) => a - b);
  return sizes.map((size, i) => {
    const ours = figuresOf(figures, size);
    const [smallest] = sizes;
    if (i === 0 || smallest === undefined) return row({ what, beside: `${count(size)} rows`, unit, ours });
    const theirs = figuresOf(figures, smallest);
    return row({ what, beside: `${count(size)} rows / ${count(smallest)}`, unit, ours, theirs, ...(required && { required }) });
  });
}

const count = (rows: number): string => (rows >= 1e6 ? `${rows / 1e6} million` : rows >= 1000 ? `${rows / 1000} thousand` : String(rows));
