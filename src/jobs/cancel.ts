/** cancel: pending jobs end at once; the workers of running ones are told when the transaction commits. */
import type { JobId } from '../contracts/ids.ts';
import { cancel as cancelRows } from '../store/cancel.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { announce } from './finish.ts';

/**
 * A running job is not terminal yet when this returns: its worker ends it, with IX_003_000, when the signal or the next heartbeat
 * reaches it, unless its answer is stored before. @returns the jobs this applied to; terminal and unknown ones are not among them.
 */
export function cancel(deps: JobsDeps, jobIds: readonly JobId[]): Promise<Set<JobId>> {
  return transact(deps, 'cancel', async (em) => {
    const { ended, marked } = await cancelRows(em, jobIds);
    await announce(em, deps, ended);
    await deps.queue.takeJobs(em, ended.length);
    if (marked.length > 0) deps.queue.signals.sendOnCommit(em, 'cancel', marked);
    return new Set([...ended.map((job) => job.jobId), ...marked]);
  });
}
