/** finish: results, callback rows and callback tickets in one transaction. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type JobId, newCallbackId } from '../contracts/ids.ts';
import { insertCallbacks } from '../store/callbacks.ts';
import { type FinishedJob, finishClaimed, type Outcome } from '../store/finish.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** @returns the jobs whose end is now stored; the others were taken from this worker before, and nothing was written for them. */
export async function finish(deps: JobsDeps, outcomes: readonly Outcome[]): Promise<Set<JobId>> {
  const finished = await transact(deps, 'finish', async (em) => {
    const applied = await finishClaimed(em, outcomes);
    await announce(em, deps, applied);
    // Under a ceiling a job that ends makes room for its client's next.
    if (deps.clientMaxRunning > 0 && applied.length > 0) deps.queue.signals.sendOnCommit(em, 'work');
    return applied;
  });
  return new Set(finished.map((job) => job.jobId));
}

/** What belongs to a job's end, whichever act ended it: its callback with a ticket, and a word to those who wait. */
export async function announce(em: EntityManager, deps: JobsDeps, finished: readonly FinishedJob[]): Promise<void> {
  if (finished.length === 0) return;
  const callbacks = finished.flatMap(({ jobId, clientId, callbackUrl }) =>
    callbackUrl === null
      ? []
      : [{ callbackId: newCallbackId(), jobId, clientId, url: callbackUrl, delaySeconds: deps.callbackDelaySeconds, attempt: 1 }],
  );
  if (callbacks.length > 0) {
    await insertCallbacks(em, callbacks);
    await deps.queue.publishCallbacks(em, callbacks);
  }
  deps.queue.signals.sendOnCommit(
    em,
    'finished',
    finished.map((job) => job.jobId),
  );
}
