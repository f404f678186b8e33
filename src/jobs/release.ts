/** release: jobs of a worker that stops go back to pending, with new tickets. */
import type { Fence } from '../store/finish.ts';
import { releaseRows } from '../store/release.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

export function release(deps: JobsDeps, claims: readonly Fence[]): Promise<void> {
  return transact(deps, 'release', async (em) => {
    await deps.queue.publishJobs(em, await releaseRows(em, claims));
  });
}
