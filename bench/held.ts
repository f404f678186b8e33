/** A transaction that stays open under load holds vacuum back: what that costs while it lasts, and whether it passes. */

import { setTimeout as wait } from 'node:timers/promises';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { claim } from '../src/jobs/claim.ts';
import type { JobsDeps } from '../src/jobs/deps.ts';
import { finish } from '../src/jobs/finish.ts';
import { foldCounts } from '../src/jobs/fold-counts.ts';
import { listJobs } from '../src/jobs/read.ts';
import { DELIVER } from '../src/queue/queues.ts';
import { everySecond } from './counters.ts';
import { createDatabase, dropDatabase, onClient, openIx } from './database.ts';
import { answerOf, enqueue } from './load.ts';
import { timeEach } from './measure.ts';
import type { SuiteContext } from './suite.ts';
import { type Row, row, told } from './table.ts';
import { CONNECTIONS } from './writes.ts';

const DATABASE = 'ix_bench_held';
const BATCH = 50;
/** Pending jobs at all times. */
const BACKLOG = 2000;
/** Parts of each phase that are looked at by themselves. */
const WINDOWS = 5;
const WARM_SECONDS = 5;

export async function heldRows({ server, heldSeconds, say }: SuiteContext): Promise<Row[]> {
  const ix = await openIx(await createDatabase(server, DATABASE), CONNECTIONS + 4);
  const { deps } = ix;
  const folding = everySecond(deps);
  const load = new SteadyLoad(deps);
  try {
    await enqueue(deps, BACKLOG);
    folding.start();
    load.start();
    await wait(WARM_SECONDS * 1000);
    const aside = Math.max(10, heldSeconds / 4);
    const rates = (seconds: number) => windows(load, seconds / WINDOWS);
    const page = () => timeEach(WINDOWS, () => listJobs(deps, EVERYTHING, { limit: 50, offset: 0 }));
    const fold = () => timeEach(WINDOWS, () => foldCounts(deps));

    say(`  held snapshot: ${aside.toFixed(0)} s before`);
    const before = await rates(aside);
    const [pageBefore, foldBefore] = [await page(), await fold()];
    say(`  held snapshot: ${heldSeconds.toFixed(0)} s with it`);
    const [during, pageDuring, foldDuring] = await onClient(ix.url, async (client) => {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM ix_jobs LIMIT 1');
      const held = await rates(heldSeconds);
      return [held, await page(), await fold()] as const;
    });
    say(`  held snapshot: ${aside.toFixed(0)} s after`);
    const after = await rates(aside);

    const whole = `submit + claim + finish, ${CONNECTIONS} connections`;
    const jobs = (what: string, ours: readonly number[], theirs: readonly number[], required?: string) =>
      row({ what: `${whole}, ${what}`, beside: 'before', unit: 'jobs/s', ours, theirs, ...(required && { required: told(required) }) });
    const last = during.slice(-1);
    return [
      jobs(`snapshot held ${heldSeconds} s`, during, before, '≥ 0.4 ×'),
      jobs('its last fifth', last, before.slice(-1)),
      jobs('afterwards', after, before),
      row({ what: 'first page, total, at its end', beside: 'before', unit: 'ms', ours: pageDuring, theirs: pageBefore }),
      row({ what: 'folding of counts, at its end', beside: 'before', unit: 'ms', ours: foldDuring, theirs: foldBefore }),
    ];
  } finally {
    await load.stop();
    await folding.stop();
    await ix.close();
    await dropDatabase(server, DATABASE);
  }
}

/** Every connection puts in as many jobs as it works off, so that the backlog stays as it is. */
class SteadyLoad {
  readonly #deps: JobsDeps;
  #stopped = false;
  #workers: Promise<void> = Promise.resolve();
  done = 0;

  constructor(deps: JobsDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#workers = Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => this.#work(`bench:${i}`))).then(() => {});
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#workers;
  }

  async #work(worker: string): Promise<void> {
    while (!this.#stopped) {
      await enqueue(this.#deps, BATCH);
      const tickets = await this.#deps.queue.fetch(DELIVER, BATCH);
      if (tickets.length === 0) continue;
      const claims = await claim(this.#deps, tickets.length, worker, { tickets });
      const outcomes = claims.map((claimed) => ({ claim: claimed, response: answerOf(claimed) }));
      if (outcomes.length === 0) continue;
      // Not `done += await …`: that reads `done` before it waits, and loses what the others add meanwhile.
      const { size } = await finish(this.#deps, outcomes);
      this.done += size;
    }
  }
}

/** Jobs a second in each of WINDOWS windows. */
async function windows(load: SteadyLoad, seconds: number): Promise<number[]> {
  const rates: number[] = [];
  for (let i = 0; i < WINDOWS; i++) {
    const [start, done] = [performance.now(), load.done];
    await wait(seconds * 1000);
    rates.push((1000 * (load.done - done)) / (performance.now() - start));
  }
  return rates;
}
