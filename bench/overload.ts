/** Suite `overload`: four times as many submits as ix can take. What it does not take it says so of, and what it takes it does. */
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { JOB_STATUSES } from '../src/contracts/job.ts';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { countJobs } from '../src/store/counts.ts';
import { createDatabase, dropDatabase, openIx } from './database.ts';
import { startProcess } from './ix-process.ts';
import { type SmallSubmit, steadily, submitSmall } from './small-submits.ts';
import type { Suite, SuiteContext } from './suite.ts';
import { row, told } from './table.ts';

const DATABASE = 'ix_bench_overload';
/** What is submitted beside what is taken of as many senders as can be served at once. */
const TIMES = 4;
const SENDERS = 256;
/** So many more than what is taken meanwhile, or it would be held until it is stored: ix holds 2,000. */
const SURPLUS = 8000;
/** Each has at most so many jobs waiting: the one that sends most is told so, 429. */
const CLIENTS = ['a', 'b', 'c', 'greedy', 'greedy', 'greedy', 'greedy', 'greedy'];
const MAX_PENDING = { quick: 250, full: 1000 };
const LOOK_MS = 250;
const MOST_ROUNDS = 3;

interface Round {
  /** Jobs taken a second, of as many senders as can be served, and of four times as much. */
  readonly capacity: number;
  readonly taken: number;
  readonly said: string;
  readonly failed: boolean;
}

export const overload: Suite = async (context) => {
  const rounds: Round[] = [];
  while (rounds.length < Math.min(context.rounds, MOST_ROUNDS)) rounds.push(await round(context));
  return {
    rows: [
      row({
        what: `jobs taken while ${TIMES} × as many are submitted`,
        beside: `${SENDERS} senders, each after its last answer`,
        unit: 'jobs/s',
        ours: rounds.map(({ taken }) => taken),
        theirs: rounds.map(({ capacity }) => capacity),
        required: told('refused: 429 or 503 with Retry-After; taken: done'),
      }),
    ],
    notes: rounds.map(({ said }) => said),
    failed: rounds.some(({ failed }) => failed),
  };
};

async function round({ server, quick, say }: SuiteContext): Promise<Round> {
  const store = await openIx(await createDatabase(server, DATABASE), 4);
  const ix = startProcess('up', store.url, { IX_CLIENT_MAX_PENDING: String(MAX_PENDING[quick ? 'quick' : 'full']) });
  // What has been idle for a second is not used again: the server closes it after five, and could do so just then.
  const pool = new Pool(await ix.address(), { connections: null, keepAliveTimeoutThreshold: 4000 });
  const count = (statuses: Parameters<typeof countJobs>[2]) => countJobs(store.orm.em.fork(), EVERYTHING, statuses, null);
  try {
    const seconds = quick ? 4 : 12;
    await served(pool, 3);
    const before = await served(pool, seconds);
    const capacity = before.length / seconds;
    say(`  ${capacity.toFixed(0)} jobs/s are taken of ${SENDERS} senders; now ${(TIMES * capacity).toFixed(0)} a second come in`);
    const during = Math.max(seconds, SURPLUS / ((TIMES - 1) * capacity));
    const earlier = await count(JOB_STATUSES);
    const started = performance.now();
    const answers = await steadily(TIMES * capacity, during, (n) => submitOrNot(pool, CLIENTS[n % CLIENTS.length] ?? ''));
    const taken = answers.filter(({ status }) => status === 201).length;
    const rate = (1000 * taken) / (performance.now() - started);
    while ((await count(['pending', 'running'])) > 0) await pause(LOOK_MS);
    const done = (await count(['done'])) - earlier;
    const [by, wrong] = [statusesOf(answers), answers.filter((answer) => !isFine(answer)).length];
    const said = `of ${answers.length} submits ${by}; ${wrong} answered otherwise than 201, or 429 or 503 with Retry-After; of ${taken} taken ${done} are done`;
    return { capacity, taken: rate, said, failed: wrong > 0 || done !== taken };
  } finally {
    await pool.destroy();
    ix.kill('SIGTERM');
    await ix.ended();
    await store.close();
    await dropDatabase(server, DATABASE);
  }
}

/** What as many senders as can be served are answered with; their jobs are done by then. */
async function served(pool: Pool, seconds: number): Promise<SmallSubmit[]> {
  const until = performance.now() + seconds * 1000;
  const answers: SmallSubmit[] = [];
  const sender = async (n: number) => {
    while (performance.now() < until) answers.push(await submitSmall(pool, `sender ${n}`));
  };
  await Promise.all(Array.from({ length: SENDERS }, (_, n) => sender(n)));
  return answers.filter(({ status }) => status === 201);
}

/** 0: no answer. */
const submitOrNot = (pool: Pool, clientId: string): Promise<SmallSubmit> =>
  submitSmall(pool, clientId).catch(() => ({ status: 0, retryAfter: null, took: 0 }));

const isFine = ({ status, retryAfter }: SmallSubmit): boolean =>
  status === 201 || ((status === 429 || status === 503) && /^[1-9]\d*$/.test(retryAfter ?? ''));

function statusesOf(answers: readonly SmallSubmit[]): string {
  const by = Map.groupBy(answers, ({ status }) => status);
  return [...by].map(([status, { length }]) => `${length} were answered ${status}`).join(', ');
}
