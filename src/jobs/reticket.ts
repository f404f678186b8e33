/** reticket: tickets for what waits, after many were lost. A worker that finds jobs, or callbacks, without any asks for it. */
import { firstWaiting } from '../store/callbacks.ts';
import { oldestPending } from '../store/pending.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Tickets of one call; the next one goes on. Tickets too many do no harm: they find nothing, and are gone. */
const LIMIT = 10_000;

/** For the jobs that are claimed first. @returns how many. */
export function reticketJobs(deps: JobsDeps): Promise<number> {
  return transact(deps, 'reticket', async (em) => {
    const jobIds = await oldestPending(em, LIMIT);
    await deps.queue.publishJobs(em, jobIds);
    return jobIds.length;
  });
}

/** For the callbacks that are due first. @returns how many. */
export function reticketCallbacks(deps: Pick<JobsDeps, 'orm' | 'queue'>): Promise<number> {
  return transact(deps, 'reticket callbacks', async (em) => {
    const waiting = await firstWaiting(em, LIMIT);
    await deps.queue.publishCallbacks(em, waiting);
    return waiting.length;
  });
}
