/** sweep: jobs of lost workers go back with new tickets, or end. */
import type { JobId } from '../contracts/ids.ts';
import { isItemsFault } from '../store/database-fault.ts';
import { findOrphans, type SweepLimits, type Swept, sweepOrphans } from '../store/sweep-orphans.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { announce } from './finish.ts';

export interface SweepResult {
  readonly requeued: readonly JobId[];
  readonly exhausted: readonly JobId[];
  /** Lost jobs that the database refused to take back; they are tried again by the next sweep. */
  readonly refused: readonly { readonly jobId: JobId; readonly error: unknown }[];
}

/** All lost jobs in one transaction; when the database refuses one of them, each in its own. */
export async function sweep(deps: JobsDeps, limits: SweepLimits): Promise<SweepResult> {
  const { swept, refused } = await takeBack(deps, limits);
  return {
    requeued: swept.flatMap(({ requeued }) => requeued),
    exhausted: swept.flatMap(({ exhausted }) => exhausted.map((job) => job.jobId)),
    refused,
  };
}

async function takeBack(deps: JobsDeps, limits: SweepLimits): Promise<{ swept: Swept[]; refused: SweepResult['refused'] }> {
  const some = (only: JobId | null): Promise<Swept> =>
    transact(deps, 'sweep', async (em) => {
      const swept = await sweepOrphans(em, limits, only);
      await announce(em, deps, swept.exhausted);
      await deps.queue.publishJobs(em, swept.requeued);
      return swept;
    });
  try {
    return { swept: [await some(null)], refused: [] };
  } catch (error) {
    if (!isItemsFault(error)) throw error;
  }
  const swept: Swept[] = [];
  const refused: { jobId: JobId; error: unknown }[] = [];
  for (const jobId of await findOrphans(deps.orm.em.fork(), limits)) {
    try {
      swept.push(await some(jobId));
    } catch (error) {
      if (!isItemsFault(error)) throw error;
      refused.push({ jobId, error });
    }
  }
  return { swept, refused };
}
