/**
 * A chaos run: jobs are submitted over HTTP to real processes that are killed, paused and stopped all the while; what happens is recorded,
 * and judged when all is over.
 */

import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type JobId, JobIdSchema } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { connect } from '../../src/database/connect.ts';
import { withDeadline } from '../../src/database/deadline.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { Queue } from '../../src/queue/queue.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { startReceiver, verify } from '../callbacks/receiver.ts';
import { Network } from '../queue/network.ts';
import { KEYRING } from '../support/keyring.ts';
import { waitingTickets } from '../support/tickets.ts';
import { compareCounts, readCallbacks, readRows, runUndisturbed, unsettled } from './evidence.ts';
import { FileServer } from './file-server.ts';
import { History, readHistory } from './history.ts';
import { type Delivery, type Evidence, judge } from './judge.ts';
import { LostDeliveries } from './lost-deliveries.ts';
import { runMonkey } from './monkey.ts';
import { type PlannedJob, planJobs } from './plan.ts';
import { roll } from './roll.ts';
import { eachOf, submitUntilAcknowledged } from './submit.ts';
import { Supervisor } from './supervisor.ts';
import { readTransitions, recordTransitions } from './transitions.ts';

export interface ChaosOptions {
  /** A database with ix's tables and the queue's, empty. */
  readonly url: string;
  /** Where the history is kept. */
  readonly folder: string;
  readonly seed: number;
  readonly jobs: number;
  readonly workers: number;
  /** Processes that are subject to faults, the first ones; each is killed once at most. */
  readonly faulty: number;
  /** A monkey cuts, silences and slows the network to the database, until all has been submitted. */
  readonly cable?: boolean;
  /** For the whole run. What is not over by then is judged as it stands. */
  readonly patienceSeconds: number;
}

export interface ChaosReport {
  /** One sentence a promise that was not kept. */
  readonly violations: readonly string[];
  readonly evidence: Evidence;
  readonly processes: number;
}

/** Submissions on their way at a time. */
const WIDTH = 16;
/** Files that are kept back, and with them the jobs that want them: fewer than the workers' slots. */
const HELD_FILES = 12;
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
  const { url, folder, seed, workers, faulty } = options;
  const historyFile = join(folder, 'history');
  const history = new History(historyFile);
  const connected = await connect({ url, pool: 8, applicationName: 'ix chaos', entities: ENTITIES });
  const { orm } = connected;
  const failures: Error[] = [];
  const queue = await Queue.start({
    ...connected,
    url,
    applicationName: 'ix chaos',
    onError: (error) => failures.push(error),
  });
  const files = await FileServer.open(HELD_FILES);
  const deliveries: Delivery[] = [];
  const receiver = await startReceiver((response, nth, received) => {
    // At once, since a signature is good for five minutes.
    const { job_id } = verify(CALLBACK_SECRET, received).data;
    deliveries.push({ webhookId: String(received.headers['webhook-id']), job: job_id, body: received.body });
    // A tenth is refused: they are to come again.
    response.writeHead(roll(seed, 'refuse', nth) < 0.1 ? 500 : 204).end();
  });
  const network = options.cable === true ? await Network.to(url) : null;
  const monkey = new AbortController();
  let cable: Promise<void> | null = null;
  const supervisor = new Supervisor({
    url: network?.url ?? url,
    cable: network !== null,
    historyFile,
    history,
    seed,
    faulty,
    workers,
    settings: SETTINGS,
  });
  try {
    await recordTransitions(orm.em.fork());
    const planned = planJobs({ seed, jobs: options.jobs, callbackUrl: receiver.url, fileUrl: (nth) => files.url(nth) });
    const deps: JobsDeps = {
      orm,
      queue,
      keyring: KEYRING,
      heads: new QueueHeads(),
      withDeadline,
      callbackDelaySeconds: 0,
      clientMaxRunning: 0,
      clientMaxPending: 0,
    };
    const patience = AbortSignal.timeout(1000 * options.patienceSeconds);
    supervisor.start();
    if (network !== null) cable = runMonkey(network, { seed, history, signal: monkey.signal });
    const work = async () => {
      await submitAll(planned, supervisor, history, deps);
      monkey.abort();
      await cable;
      files.holdNoMore();
      const lost = new LostDeliveries(orm);
      while (!patience.aborted && (await unsettled(orm)) > 0) {
        await lost.look();
        await delay(LOOK_MS);
      }
    };
    await Promise.race([work(), supervisor.broken, once(patience, 'abort')]);
    await supervisor.stop();

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
    if (failures.length > 0) throw new AggregateError(failures, 'the queue reported failures to the test itself');
    return { violations: judge(evidence), evidence, processes: supervisor.started };
  } finally {
    monkey.abort();
    await cable;
    await supervisor.kill();
    await network?.cut();
    await receiver.close();
    await files.close();
    await queue.stop();
    await orm.close(true);
    history.close();
  }
}

/** Sends every job, and asks for some to be cancelled: a while after they were acknowledged, so that they are in any state by then. */
async function submitAll(planned: readonly PlannedJob[], at: Supervisor, history: History, deps: JobsDeps): Promise<void> {
  const toCancel: JobId[] = [];
  const cancelNext = async () => {
    const jobId = toCancel.shift();
    if (jobId === undefined) return;
    history.append({ event: 'cancel', job: jobId });
    await cancel(deps, EVERYTHING, [jobId]);
  };
  await eachOf(planned, WIDTH, async ({ submission, requestId, twice, cancel: isToCancel }) => {
    const ids = await Promise.all(
      Array.from({ length: twice ? 2 : 1 }, async () => {
        const { jobId, created } = await submitUntilAcknowledged(() => at.address(), submission);
        history.append({ event: 'acknowledged', request: requestId, job: jobId, created });
        return JobIdSchema.parse(jobId);
      }),
    );
    if (isToCancel) toCancel.push(...ids.slice(0, 1));
    if (toCancel.length > CANCEL_BEHIND) await cancelNext();
  });
  while (toCancel.length > 0) await cancelNext();
}
