/**
 * A chaos run: jobs are submitted over HTTP to real processes that are killed, paused and stopped all the while, or whose database is; what
 * happens is recorded, and judged when all is over.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { connect } from '../../src/database/connect.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { startReceiver, verify } from '../callbacks/receiver.ts';
import { waitingTickets } from '../support/tickets.ts';
import type { JobTime } from './effects.ts';
import { compareCounts, readCallbacks, readRows, readTimes, runUndisturbed, unsettled } from './evidence.ts';
import { FileServer } from './file-server.ts';
import { History, readHistory } from './history.ts';
import { type Delivery, type Evidence, judge } from './judge.ts';
import type { Kind } from './kinds.ts';
import { LostDeliveries } from './lost-deliveries.ts';
import { runMonkey } from './monkey.ts';
import { type PlannedJob, type PlanOptions, planJob } from './plan.ts';
import { roll } from './roll.ts';
import { cancelUntilAnswered, eachOf, submitUntilAcknowledged } from './submit.ts';
import { type Role, Supervisor } from './supervisor.ts';
import { readTransitions, recordTransitions } from './transitions.ts';

/** What the processes stand on, and what the monkey may do to it. */
export interface Ground {
  /** A database with ix's tables and the queue's, empty; as the run itself reaches it, whatever becomes of it. */
  readonly url: string;
  /** And as the nth process of a role does. */
  readonly processUrl: (role: Role, nth: number) => string;
  readonly settings?: ((role: Role, nth: number) => Readonly<Record<string, string>>) | undefined;
  readonly kinds: (supervisor: Supervisor) => readonly Kind[];
  readonly restMs: readonly [number, number];
  readonly recovered?: (supervisor: Supervisor) => Promise<void>;
}

/** So many jobs as fast as they are taken, or so many a second for so long. */
export type Load = { readonly jobs: number } | { readonly seconds: number; readonly perSecond: number };

export interface ChaosOptions {
  readonly ground: Ground;
  /** Where the history is kept. */
  readonly folder: string;
  readonly seed: number;
  readonly load: Load;
  readonly apis: number;
  readonly workers: number;
  /** Processes that bring faults upon themselves, the first ones; each is killed once at most. */
  readonly faulty: number;
  /** For the whole run. What is not over by then is judged as it stands. */
  readonly patienceSeconds: number;
}

export interface ChaosReport {
  /** One sentence a promise that was not kept. */
  readonly violations: readonly string[];
  readonly evidence: Evidence;
  readonly times: readonly JobTime[];
  readonly processes: number;
}

/** Submissions on their way at a time. */
const WIDTH = 16;
/** Files that are kept back, and with them the jobs that want them: fewer than the workers' slots. */
const HELD_FILES = 12;
/** Under a load of so many a second: for so long. */
const HELD_MS = 1000;
/** Jobs to be cancelled that wait for their turn. */
const CANCEL_BEHIND = 2;
const MAX_ATTEMPTS = 5;
const CALLBACK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const LOOK_MS = 200;

const SETTINGS = {
  IX_MAX_ATTEMPTS: String(MAX_ATTEMPTS),
  IX_STOP_GRACE_SECONDS: '0',
  // Files are kept back for as long as submitting takes.
  IX_FETCH_TIMEOUT_SECONDS: '3600',
  IX_PIPELINE_REQUEST_TIMEOUT_SECONDS: '3600',
  IX_CALLBACK_SECRET: CALLBACK_SECRET,
  IX_CALLBACK_TIMEOUT_SECONDS: '2',
  IX_CALLBACK_SCHEDULE: '0s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s,1s',
};

/** @throws when a process ends in a way that no fault accounts for, or the API refuses a submission. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { ground, folder, seed, load, apis, workers, faulty } = options;
  const historyFile = join(folder, 'history');
  const history = new History(historyFile);
  await onDatabase(ground.url, (orm) => recordTransitions(orm.em.fork()));
  const files = await FileServer.open(HELD_FILES, 'jobs' in load ? undefined : HELD_MS);
  const deliveries: Delivery[] = [];
  const receiver = await startReceiver((response, nth, received) => {
    // At once, since a signature is good for five minutes.
    const { job_id } = verify(CALLBACK_SECRET, received).data;
    deliveries.push({ webhookId: String(received.headers['webhook-id']), job: job_id, body: received.body });
    // A tenth is refused: they are to come again.
    response.writeHead(roll(seed, 'refuse', nth) < 0.1 ? 500 : 204).end();
  });
  const monkey = new AbortController();
  const supervisor = new Supervisor({
    url: ground.processUrl,
    historyFile,
    history,
    seed,
    faulty,
    apis,
    workers,
    settings: (role, nth) => ({ ...SETTINGS, ...ground.settings?.(role, nth) }),
  });
  let havoc: Promise<void> = Promise.resolve();
  try {
    const patience = AbortSignal.timeout(1000 * options.patienceSeconds);
    supervisor.start();
    const planned: PlannedJob[] = [];
    const work = async () => {
      if (!('jobs' in load)) await supervisor.complete();
      const recovered = async () => ground.recovered?.(supervisor);
      havoc = runMonkey({ ...ground, kinds: ground.kinds(supervisor), recovered, seed, history, signal: monkey.signal });
      const plan = { seed, callbackUrl: receiver.url, fileUrl: (nth: number) => files.url(nth) };
      await Promise.race([submitAll(paced(load, plan, planned), supervisor, history), havoc.then(() => new Promise<never>(() => {}))]);
      monkey.abort();
      await havoc;
      files.holdNoMore();
      await onDatabase(ground.url, async (orm) => {
        const lost = new LostDeliveries(orm);
        while (!patience.aborted && (await unsettled(orm)) > 0) {
          await lost.look();
          await delay(LOOK_MS);
        }
      });
    };
    await Promise.race([work(), supervisor.broken, once(patience, 'abort')]);
    await supervisor.stop();
    return await onDatabase(ground.url, async (orm) => {
      const rows = await readRows(orm);
      const evidence: Evidence = {
        planned,
        history: readHistory(historyFile),
        transitions: await readTransitions(orm.em.fork()),
        rows,
        callbacks: await readCallbacks(orm),
        deliveries,
        undisturbed: await runUndisturbed(orm, planned, rows),
        counts: await compareCounts(orm, rows),
        tickets: await waitingTickets(orm.em.fork()),
        maxAttempts: MAX_ATTEMPTS,
      };
      return { violations: judge(evidence), evidence, times: await readTimes(orm), processes: supervisor.started };
    });
  } finally {
    monkey.abort();
    await havoc.catch(() => {});
    await supervisor.kill();
    await receiver.close();
    await files.close();
    history.close();
  }
}

async function onDatabase<T>(url: string, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const { orm } = await connect({ url, pool: 8, applicationName: 'chaos', entities: ENTITIES });
  try {
    return await work(orm);
  } finally {
    await orm.close(true);
  }
}

/** @param planned gets each that is drawn. */
async function* paced(load: Load, plan: PlanOptions, planned: PlannedJob[]): AsyncGenerator<PlannedJob> {
  const start = performance.now();
  const end = 'jobs' in load ? Number.POSITIVE_INFINITY : start + 1000 * load.seconds;
  const most = 'jobs' in load ? load.jobs : Number.POSITIVE_INFINITY;
  for (let nth = 0; nth < most && performance.now() < end; nth++) {
    const job = planJob(plan, nth);
    planned.push(job);
    yield job;
    if (!('jobs' in load)) await delay(1000 / load.perSecond);
  }
}

/** Sends every job, and asks for some to be cancelled: a while after they were acknowledged, so that they are in any state by then. */
async function submitAll(jobs: AsyncIterable<PlannedJob>, at: Supervisor, history: History): Promise<void> {
  const toCancel: string[] = [];
  let turns = 0;
  const cancelNext = async () => {
    const jobId = toCancel.shift();
    if (jobId === undefined) return;
    history.append({ event: 'cancel', job: jobId });
    await cancelUntilAnswered(() => at.address(turns++), jobId);
  };
  await eachOf(jobs, WIDTH, async ({ submission, requestId, twice, cancel: isToCancel }) => {
    const ids = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, async () => {
        const { jobId, created } = await submitUntilAcknowledged(() => at.address(turns++), submission, history);
        history.append({ event: 'acknowledged', request: requestId, job: jobId, created });
        return jobId;
      }),
    );
    if (isToCancel) toCancel.push(...ids.slice(0, 1));
    if (toCancel.length > CANCEL_BEHIND) await cancelNext();
  });
  while (toCancel.length > 0) await cancelNext();
}
