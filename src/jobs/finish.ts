/** finish: results, callback rows and callback tickets in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type JobId, newCallbackId } from '../contracts/ids.ts';
import { insertCallbacks, refuseCallbacks } from '../store/callbacks.ts';
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
    await queue.publishCallbacks(
      em,
      ends.flatMap(({ callbackId }) => (callbackId === null ? [] : [{ callbackId, attempt: 1, delaySeconds: callbackDelaySeconds }])),
    );
    return ends.map(({ jobId }) => jobId);
  });
  if (finished.length > 0) {
    queue.signals.send('finished', finished);
    // Under a ceiling a job that ends makes room for its client's next.
    if (deps.clientMaxRunning > 0) queue.signals.send('work');
  }
  return new Set(finished);
}

/**
 * What belongs to an end by another act: the callback with a ticket, and a word to those who wait. A callback that the database refuses
 * keeps no job from ending: the job says that it failed, and why.
 */
export async function announce(em: EntityManager, deps: JobsDeps, finished: readonly FinishedJob[]): Promise<void> {
  if (finished.length === 0) return;
  const callbacks = finished.flatMap(({ jobId, clientId, callbackUrl }) =>
    callbackUrl === null
      ? []
      : [{ callbackId: newCallbackId(), jobId, clientId, url: callbackUrl, delaySeconds: deps.callbackDelaySeconds, attempt: 1 }],
  );
  if (callbacks.length > 0) {
    const outcomes = await settleEach(callbacks, async (some) => {
      // A savepoint: what is refused takes nothing of the act along.
      await em.transactional(async (within) => {
        await insertCallbacks(within, some);
        await deps.queue.publishCallbacks(within, some);
      });
      return some.map(() => true);
    });
    const refused = callbacks.flatMap(({ jobId }, i) => {
      const outcome = outcomes[i];
      if (outcome?.status !== 'rejected') return [];
      if (!isItemsFault(outcome.reason)) throw outcome.reason;
      return [{ jobId, why: callbackRefusal(outcome.reason) }];
    });
    await refuseCallbacks(em, refused);
  }
  deps.queue.signals.sendOnCommit(
    em,
    'finished',
    finished.map((job) => job.jobId),
  );
}

/** In words, for the job's `callback_error`. */
export const callbackRefusal = (error: unknown): string =>
  `the callback could not be stored: ${error instanceof Error ? error.message : String(error)}`;
