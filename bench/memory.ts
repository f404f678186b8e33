/** Suite `memory`: does a process of ix grow with the jobs it has done, and does it answer while it works? Linux only: it reads /proc. */

import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { countJobs } from '../src/store/counts.ts';
import { freePort } from '../test/cli/command.ts';
import type { Ix } from '../test/lifecycle/ix.ts';
import { createDatabase, dropDatabase, type OpenIx, openIx } from './database.ts';
import { startProcess } from './ix-process.ts';
import { quantile } from './measure.ts';
import { Pusher } from './push.ts';
import { sizeOf } from './resident.ts';
import type { Suite, SuiteContext } from './suite.ts';
import { atMost, ratioAtMost, row } from './table.ts';

const DATABASE = 'ix_bench_memory';
/** A round is one process from its start: these are many jobs, and nothing alternates. */
const MOST_ROUNDS = 3;

/** Pushing pauses while more jobs than this wait. */
const BACKLOG = 5000;
/** Groups of PDFs in the whole run, evenly among the texts: two before the first reading of the memory, so that their threads are in it. */
const PDF_GROUPS = 20;
const COUNT_MS = 100;

const IDLE_PROBE_MS = 3000;

/** V8 collects what a burst has left within a minute without work. */
const READINGS = 60;
const READING_MS = 1000;

interface Figures {
  /** Megabytes of a million bytes. */
  readonly peak: readonly [before: number, after: number];
  readonly resident: readonly [before: number, after: number];
  /** Milliseconds, p99: of turns of the event loop, and of answers. */
  readonly delays: Readonly<Record<'cold' | 'busy' | 'idle', Delays>>;
}

interface Delays {
  readonly loop: number;
  readonly livez: number;
}

export const memory: Suite = async (context) => {
  if (process.platform !== 'linux') throw new Error(`memory: expected Linux, whose /proc it reads, got ${process.platform}`);
  const [few, many] = context.quick ? ([2000, 20_000] as const) : ([20_000, 200_000] as const);
  const rounds: Figures[] = [];
  while (rounds.length < Math.min(context.rounds, MOST_ROUNDS)) rounds.push(await life(context, few, many));
  return {
    rows: [
      row({
        what: `most resident memory of ix up until job ${many}`,
        beside: `the same process until job ${few}`,
        unit: 'MB',
        ours: rounds.map(({ peak }) => peak[1]),
        theirs: rounds.map(({ peak }) => peak[0]),
        required: ratioAtMost(1.2),
      }),
      row({
        what: `resident memory of ix up, quiet after ${many} jobs`,
        beside: `the same process after ${few}`,
        unit: 'MB',
        ours: rounds.map(({ resident }) => resident[1]),
        theirs: rounds.map(({ resident }) => resident[0]),
        required: ratioAtMost(1.2),
      }),
      row({
        what: `event loop under load, p99 of its delay, from job ${few} to job ${many}`,
        beside: 'the same process idle',
        unit: 'ms',
        ours: rounds.map(({ delays }) => delays.busy.loop),
        theirs: rounds.map(({ delays }) => delays.idle.loop),
        required: atMost(50),
      }),
      row({
        what: `GET /livez under load, p99, from job ${few} to job ${many}`,
        beside: 'the same process idle',
        unit: 'ms',
        ours: rounds.map(({ delays }) => delays.busy.livez),
        theirs: rounds.map(({ delays }) => delays.idle.livez),
      }),
    ],
    notes: rounds.map(
      ({ delays: { cold } }) =>
        `p99 while the first ${few} jobs warm the process up: event loop ${cold.loop.toFixed(0)} ms, GET /livez ${cold.livez.toFixed(0)} ms`,
    ),
    failed: false,
  };
};

/** One process from its start until it has done `many` jobs. */
async function life({ server, say }: SuiteContext, few: number, many: number): Promise<Figures> {
  const store = await openIx(await createDatabase(server, DATABASE), 4);
  const loopPort = await freePort();
  const ix = startProcess('up', store.url, {
    NODE_OPTIONS: `--import ${new URL('./loop-delay.ts', import.meta.url).href}`,
    BENCH_LOOP_DELAY_PORT: String(loopPort),
  });
  try {
    const url = await ix.address();
    const loop = `http://127.0.0.1:${loopPort}`;
    const work = async (): Promise<Figures> => {
      const pusher = await Pusher.open(url, many / PDF_GROUPS);
      const livez = new Worker(new URL('./livez.ts', import.meta.url), { workerData: url });
      const during = (what: () => Promise<void>) => delaysDuring(loop, livez, what);
      const stage = async (jobs: number) => {
        say(`  until ${jobs} jobs are done`);
        const delays = await during(() => done(store, pusher, jobs));
        return { delays, peak: await sizeOf(ix.pid, 'VmHWM'), resident: await quietResident(ix.pid) };
      };
      try {
        const first = await stage(few);
        const second = await stage(many);
        const idle = await during(() => pause(IDLE_PROBE_MS));
        return {
          peak: [first.peak, second.peak],
          resident: [first.resident, second.resident],
          delays: { cold: first.delays, busy: second.delays, idle },
        };
      } finally {
        await Promise.all([pusher.close(), livez.terminate()]);
      }
    };
    return await Promise.race([work(), death(ix)]);
  } finally {
    ix.kill('SIGTERM');
    await ix.ended();
    await store.close();
    await dropDatabase(server, DATABASE);
  }
}

/** Rejects when the process ends, with what it said. */
async function death(ix: Ix): Promise<never> {
  const code = await ix.ended();
  throw new Error(`ix ended with ${code}:\n${ix.stderr}`);
}

/** Pushes until `jobs` have been taken in all, no faster than they are done, and waits until all of them are. */
async function done({ orm }: OpenIx, pusher: Pusher, jobs: number): Promise<void> {
  const count = (status: 'pending' | 'done' | 'error') => countJobs(orm.em.fork(), EVERYTHING, [status], null);
  while (pusher.taken < jobs) {
    if ((await count('pending')) < BACKLOG) await pusher.push(jobs - pusher.taken);
    else await pause(COUNT_MS);
  }
  while ((await count('done')) < jobs) {
    const failed = await count('error');
    if (failed > 0) throw new Error(`${failed} jobs ended in error`);
    await pause(COUNT_MS);
  }
}

/** Both probes tell what they saw since they were asked last. */
async function delaysDuring(loop: string, livez: Worker, work: () => Promise<void>): Promise<Delays> {
  const read = async () => {
    livez.postMessage('read');
    const [[took], late] = await Promise.all([once(livez, 'message') as Promise<[number[]]>, fetch(loop)]);
    return { took, late: Number(await late.text()) };
  };
  await read();
  await work();
  const { took, late } = await read();
  return { loop: late, livez: quantile(took, 0.99) };
}

/** The least resident size while nothing is asked of the process, in MB. */
async function quietResident(pid: number): Promise<number> {
  const readings: number[] = [];
  while (readings.length < READINGS) {
    await pause(READING_MS);
    readings.push(await sizeOf(pid, 'VmRSS'));
  }
  return Math.min(...readings);
}
