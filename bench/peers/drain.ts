/** Rows of `peers`: waiting jobs worked off, by a worker of ix and by its peers, each with the same pipeline in this process. */
import { setTimeout as pause } from 'node:timers/promises';
import { newIxId } from '../../src/contracts/ids.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { onClient } from '../database.ts';
import { invoice } from '../documents.ts';
import { alternate, figuresOf } from '../measure.ts';
import { openPipeline } from '../pipeline.ts';
import type { SuiteContext } from '../suite.ts';
import { type Row, row, told } from '../table.ts';
import { boss, README, THROUGHPUT } from './boss.ts';
import { fill, inCopyOf, startRole } from './filled.ts';
import { graphile } from './graphile.ts';
import { byPipeline, CONNECTIONS, makePeerJobs, type Peer, SLOTS, withoutPipeline } from './jobs.ts';
import { batches, sqlalchemy, textbook } from './loops.ts';
import { openReceivers } from './receivers.ts';

const PLAIN = 'ix_bench_waiting';
const CALLING = 'ix_bench_waiting_with_callbacks';
/** Endpoints of callbacks, each an origin of its own. */
const RECEIVERS = 10;
const FLOOR = { connections: 4, batch: 200 };
/** What is not done yet is looked for so often: the rate does not depend on it. */
const LOOK_MS = 100;
/** Runs of the pipeline before anything is measured, so that the first round finds its code as warm as the others do. */
const WARM_RUNS = 2000;

/** `counts`: a query of how many jobs there are that ended well, and of the seconds from the first start to the last end. */
interface Subject {
  readonly database: string;
  readonly jobs: number;
  readonly work: (url: string) => Promise<void>;
  readonly counts: string;
}

const seconds = (from: string, to: string) => `extract(epoch FROM max(${to}) - min(${from}))::float8 AS seconds`;
const ENDED = (table: string) =>
  `SELECT count(*)::int AS done, ${seconds('started_at', 'finished_at')} FROM ${table} WHERE status = 'done'`;
const DELIVERED = `SELECT count(*)::int AS done, ${seconds('job.started_at', 'callback.finished_at')}
  FROM ix_jobs AS job JOIN ix_callbacks AS callback USING (job_id) WHERE callback.status = 'delivered'`;

const ACTIVE = `SELECT FROM ix_jobs WHERE status = ANY ('{pending,running}') LIMIT 1`;
const CALLBACK_DUE = `SELECT FROM ix_callbacks WHERE status = 'pending' LIMIT 1`;

/** A worker of ix, until no job is left, and nothing that the other questions ask for. */
export async function byIx(url: string, ...questions: readonly string[]): Promise<void> {
  const worker = await startRole(url, 'worker');
  try {
    await untilEmpty(url, ACTIVE, ...questions);
  } finally {
    await worker.stop();
  }
}

export const untilIdle = (url: string): Promise<void> => untilEmpty(url, ACTIVE);

async function untilEmpty(url: string, ...questions: readonly string[]): Promise<void> {
  await onClient(url, async (client) => {
    for (const question of questions) while ((await client.query(question)).rowCount !== 0) await pause(LOOK_MS);
  });
}

/** Jobs a second, from the first start to the last end, as the rows have them. @throws when not all of them ended well. */
export async function rateOf(url: string, jobs: number, counts: string = ENDED('ix_jobs')): Promise<number> {
  const [found] = await onClient(url, async (client) => (await client.query<{ done: number; seconds: number }>(counts)).rows);
  if (found?.done !== jobs) throw new Error(`${found?.done} of ${jobs} jobs are done`);
  return jobs / found.seconds;
}

const NAMES = [
  'ix',
  'callbacks',
  'graphile',
  'boss',
  'readme',
  'textbook',
  'textbookAlone',
  'sqlalchemy',
  'sqlalchemyAlone',
  'floor',
  'floorInBatches',
] as const;
type Name = (typeof NAMES)[number];

/** Those that are slow work off less: a connection alone a fourth, the README's pg-boss, which sleeps between its batches, so many of these. */
function subjectsOf(pipeline: Pipeline, jobs: number, batchesOfReadme: number): Record<Name, Subject> {
  const fewer = jobs / 4;
  const peer = (work: Peer, count = jobs, how = byPipeline(pipeline)): Subject => ({
    database: PLAIN,
    jobs: count,
    work: async (url) => {
      await makePeerJobs(url, count);
      await work(url, how);
    },
    counts: ENDED('peer_jobs'),
  });
  const floor = (work: Peer) => peer(work, jobs, withoutPipeline());
  return {
    ix: { database: PLAIN, jobs, work: byIx, counts: ENDED('ix_jobs') },
    callbacks: { database: CALLING, jobs, work: (url) => byIx(url, CALLBACK_DUE), counts: DELIVERED },
    graphile: peer(graphile),
    boss: peer(boss(THROUGHPUT)),
    readme: peer(boss(README), batchesOfReadme * SLOTS),
    textbook: peer(textbook(CONNECTIONS)),
    textbookAlone: peer(textbook(1), fewer),
    sqlalchemy: peer(sqlalchemy(CONNECTIONS)),
    sqlalchemyAlone: peer(sqlalchemy(1), fewer),
    floor: floor(textbook(CONNECTIONS)),
    floorInBatches: floor(batches(FLOOR.batch)(FLOOR.connections)),
  };
}

const WHAT = `drain: one worker, ${SLOTS} at a time`;
/** Each beside ix, and the ratio that is required of it. Source: the project's requirements. */
const BESIDE: readonly (readonly [who: Name, text: string, required?: string])[] = [
  ['graphile', `graphile-worker, ${SLOTS} at a time, local queue and batched completion`, '≥ 1.7 ×'],
  ['boss', `pg-boss, batches of ${THROUGHPUT.batchSize}, each followed by the next at once`, '≥ 1.5 ×'],
  ['readme', `pg-boss as its README has it, batches of ${SLOTS}`, '≥ 1.5 ×'],
  ['textbook', `textbook: claim one, run, update, ${CONNECTIONS} connections`, '≥ 2.5 ×'],
  ['textbookAlone', 'the same, 1 connection'],
  ['sqlalchemy', `SQLAlchemy's statements, one by one, ${CONNECTIONS} connections`],
  ['sqlalchemyAlone', 'the same, 1 connection'],
  ['floor', `floor, no pipeline: claim one, update, ${CONNECTIONS} connections`],
  ['floorInBatches', `floor, no pipeline: batches of ${FLOOR.batch}, ${FLOOR.connections} connections`],
];

async function warm(pipeline: Pipeline): Promise<void> {
  const run = { jobId: null, ixId: newIxId(), signal: new AbortController().signal };
  for (let i = 0; i < WARM_RUNS; i++) await pipeline.run(invoice(`2026-${i}`), run);
}

export async function drainRows({ server, quick, rounds, say }: SuiteContext): Promise<Row[]> {
  const jobs = quick ? 1000 : 4000;
  const pipeline = await openPipeline();
  const receivers = await openReceivers(RECEIVERS);
  try {
    say('  drain: jobs to work off');
    await fill(server, PLAIN, jobs);
    await fill(server, CALLING, jobs, receivers.urls);
    await warm(pipeline);
    const subjects = subjectsOf(pipeline, jobs, quick ? 3 : 10);
    const figures = await alternate(rounds, NAMES, (name, round) => {
      say(`  drain, round ${round + 1}: ${name}`);
      const { database, jobs: count, work, counts } = subjects[name];
      return inCopyOf(server, database, async (url) => {
        await work(url);
        return rateOf(url, count, counts);
      });
    });
    const ix = figuresOf(figures, 'ix');
    return [
      ...BESIDE.map(([who, beside, required]) =>
        row({
          what: WHAT,
          beside,
          unit: 'jobs/s',
          ours: ix,
          theirs: figuresOf(figures, who),
          ...(required && { required: told(required) }),
        }),
      ),
      row({
        what: `drain, and a signed callback of each job delivered, ${RECEIVERS} endpoints`,
        beside: 'drain without callbacks',
        unit: 'jobs/s',
        ours: figuresOf(figures, 'callbacks'),
        theirs: ix,
        required: told('≥ 0.4 ×'),
      }),
    ];
  } finally {
    await receivers.close();
    await pipeline.close();
  }
}
