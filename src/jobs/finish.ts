/** finish: results, callback rows and callback tickets in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CallbackId, type JobId, newCallbackId } from '../contracts/ids.ts';
import { insertCallbacks, refuseCallbacks, type ToldEvent } from '../store/callbacks.ts';
import { isItemsFault } from '../store/database-fault.ts';
import { type FinishedJob, finishClaimed, type Outcome } from '../store/finish.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { settleEach } from './settle.ts';

/** @returns the jobs whose end is now stored; the others were taken from this worker before, and nothing was written for them. */
export async function finish(deps: JobsDeps, outcomes: readonly Outcome[]): Promise<Set<JobId>> {
  const { queue, callbackDelaySeconds } = deps;
  const finished = await transact(deps, 'finish', async (em) => {
    const ends = await finishClaimed(em, outcomes, callbackDelaySeconds);
    await queue.publishCallbacks(em, firstAttempts(ends.callbacks, callbackDelaySeconds));
    return ends.finished;
  });
  if (finished.length > 0) {
    queue.signals.send('finished', finished);
    // Under a ceiling a job that ends makes room for its client's next.
    if (deps.clientMaxRunning > 0) queue.signals.send('work');
  }
  return new Set(finished);
}

/** Tickets of callbacks that were just made. */
const firstAttempts = (callbackIds: readonly CallbackId[], delaySeconds: number) =>
  callbackIds.map((callbackId) => ({ callbackId, attempt: 1, delaySeconds }));

/** Within the act by which something happened to jobs: what is owed for it to their URLs and their clients' subscriptions, with a ticket each. */
export async function tell(
  em: EntityManager,
  deps: Pick<JobsDeps, 'queue' | 'callbackDelaySeconds'>,
  events: readonly Omit<ToldEvent, 'callbackId' | 'delaySeconds'>[],
): Promise<void> {
  const { queue, callbackDelaySeconds: delaySeconds } = deps;
  const made = await insertCallbacks(
    em,
    events.map((event) => ({ ...event, callbackId: newCallbackId(), delaySeconds })),
  );
  await queue.publishCallbacks(em, firstAttempts(made, delaySeconds));
}

/**
 * What belongs to an end by another act: the callbacks with their tickets, and a word to those who wait. Callbacks that the database refuses
 * keep no job from ending: the job says that they failed, and why.
 */
export async function announce(em: EntityManager, deps: JobsDeps, finished: readonly FinishedJob[]): Promise<void> {
  if (finished.length === 0) return;
  const outcomes = await settleEach(finished, async (some) => {
    // A savepoint: what is refused takes nothing of the act along.
    await em.transactional((within) =>
      tell(
        within,
        deps,
        some.map(({ jobId, clientId, callbackUrl }) => ({ jobId, clientId, event: 'job.error', url: callbackUrl })),
      ),
    );
    return some.map(() => true);
  });
  const refused = finished.flatMap(({ jobId }, i) => {
    const outcome = outcomes[i];
    if (outcome?.status !== 'rejected') return [];
    if (!isItemsFault(outcome.reason)) throw outcome.reason;
    return [{ jobId, why: callbackRefusal(outcome.reason) }];
  });
  await refuseCallbacks(em, refused);
  deps.queue.signals.sendOnCommit(
    em,
    'finished',
    finished.map((job) => job.jobId),
  );
}

/** In words, for the job's `callback_error`. */
export const callbackRefusal = (error: unknown): string =>
  `the callback could not be stored: ${error instanceof Error ? error.message : String(error)}`;
