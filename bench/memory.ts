/** Suite `memory`: does a process of ix grow with the jobs it has done, and does it answer while it works? Linux only: it reads /proc. */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { countJobs } from '../src/store/counts.ts';
import type { Ix } from '../test/lifecycle/ix.ts';
import { createDatabase, dropDatabase, type OpenIx, openIx } from './database.ts';
import { startIx } from './fresh.ts';
import { quantile } from './measure.ts';
import { Pusher } from './push.ts';
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

const PROBE_MS = 20;
/** So that an answer that is late does not keep the next request from being sent: a connection gives one answer a turn of the loop. */
const PROBE_CONNECTIONS = 10;
const IDLE_PROBE_MS = 3000;

/** V8 collects garbage when it has been idle for 8 seconds, and up to twice more: the size fell for the last time 9 to 21 seconds after work. */
const READINGS = 30;
const READING_MS = 1000;

interface Figures {
  /** Megabytes of a million bytes. */
  readonly peak: readonly [before: number, after: number];
  readonly resident: readonly [before: number, after: number];
  /** Milliseconds, p99: until the first reading, from there to the second, after it. */
  readonly livez: { readonly cold: number; readonly busy: number; readonly idle: number };
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
      }),
      row({
        what: `GET /livez under load, p99, from job ${few} to job ${many}`,
        beside: 'the same process idle',
        unit: 'ms',
        ours: rounds.map(({ livez }) => livez.busy),
        theirs: rounds.map(({ livez }) => livez.idle),
        required: atMost(50),
      }),
    ],
    notes: [
      `GET /livez, p99 while the first ${few} jobs warm the process up: ${rounds.map(({ livez }) => livez.cold.toFixed(0)).join(', ')} ms`,
    ],
    failed: false,
  };
};

/** One process from its start until it has done `many` jobs. */
async function life({ server, say }: SuiteContext, few: number, many: number): Promise<Figures> {
  const store = await openIx(await createDatabase(server, DATABASE), 4);
  const ix = startIx('up', store.url);
  try {
    const url = await ix.address();
    const work = async (): Promise<Figures> => {
      const pusher = await Pusher.open(url, many / PDF_GROUPS);
      const probe = new Pool(url, { connections: PROBE_CONNECTIONS });
      const stage = async (jobs: number) => {
        say(`  until ${jobs} jobs are done`);
        const livez = await livezDuring(probe, done(store, pusher, jobs));
        return { livez, peak: await sizeOf(ix.pid, 'VmHWM'), resident: await quietResident(ix.pid) };
      };
      try {
        const first = await stage(few);
        const second = await stage(many);
        const idle = await livezDuring(probe, pause(IDLE_PROBE_MS));
        return {
          peak: [first.peak, second.peak],
          resident: [first.resident, second.resident],
          livez: { cold: first.livez, busy: second.livez, idle },
        };
      } finally {
        await Promise.all([pusher.close(), probe.close()]);
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
  const count = (status: 'pending' | 'done' | 'error') => countJobs(orm.em.fork(), [status], null);
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

/** 99 in 100 GET /livez, asked every PROBE_MS until `work` ends whatever became of those before, are answered within so many milliseconds. */
async function livezDuring(probe: Pool, work: Promise<void>): Promise<number> {
  const took: number[] = [];
  const asked = new Set<Promise<void>>();
  const failed = Promise.withResolvers<never>();
  const ask = async () => {
    const start = performance.now();
    const response = await probe.request({ path: '/livez', method: 'GET' });
    await response.body.dump();
    if (response.statusCode !== 200) throw new Error(`GET /livez answered ${response.statusCode}`);
    took.push(performance.now() - start);
  };
  const timer = setInterval(() => {
    const one = ask()
      .catch(failed.reject)
      .finally(() => asked.delete(one));
    asked.add(one);
  }, PROBE_MS);
  try {
    await Promise.race([work, failed.promise]);
    clearInterval(timer);
    await Promise.race([Promise.all(asked), failed.promise]);
  } finally {
    clearInterval(timer);
  }
  return quantile(took, 0.99);
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

/** Megabytes: what is resident now, or the most that ever was. */
async function sizeOf(pid: number, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const kib = new RegExp(`^${what}:\\s*(\\d+) kB$`, 'm').exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kib === undefined) throw new Error(`/proc/${pid}/status has no ${what}`);
  return (Number(kib) * 1024) / 1e6;
}
