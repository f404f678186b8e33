/** finish: results, callback rows and callback tickets in one statement. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type JobId, newCallbackId } from '../contracts/ids.ts';
import { insertCallbacks } from '../store/callbacks.ts';
import { type FinishedJob, finishClaimed, type Outcome } from '../store/finish.ts';
import { inOneStatement } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** @returns the jobs whose end is now stored; the others were taken from this worker before, and nothing was written for them. */
export async function finish(deps: JobsDeps, outcomes: readonly Outcome[]): Promise<Set<JobId>> {
  const { queue, callbackDelaySeconds } = deps;
  const finished = await inOneStatement(deps, 'finish', (em) =>
    finishClaimed(em, outcomes, callbackDelaySeconds, (callbacks) => queue.publishingCallbacks(callbacks)),
  );
  if (finished.length > 0) {
    queue.signals.send('finished', finished);
    if (callbackDelaySeconds <= 0 && outcomes.some(({ claim }) => claim.callbackUrl !== null)) queue.signals.send('callback');
    // Under a ceiling a job that ends makes room for its client's next.
    if (deps.clientMaxRunning > 0) queue.signals.send('work');
  }
  return new Set(finished);
}

/** What belongs to an end by another act: the callback with a ticket, and a word to those who wait. */
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
