/** times: jobs whose time has come are let go, with a ticket each; jobs that still wait past their deadline end. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import { dueJobs, endOverdue, overdueJobs, releaseDue } from '../store/held.ts';
import { hasLifted, liftHeld } from '../store/pauses.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { announce } from './finish.ts';
import { settleEach } from './settle.ts';

/** Jobs of one transaction. */
const BATCH = 500;

export interface TimesKept {
  readonly released: number;
  readonly overdue: number;
}

/** Every worker calls this each second; of several at a time each takes other jobs. One that the database refuses hurts none of the others. */
export async function keepTimes(deps: JobsDeps): Promise<TimesKept> {
  const overdue = await inBatches(deps, overdueJobs, 'end overdue', async (em, jobIds) => {
    const ended = await endOverdue(em, jobIds);
    await announce(em, deps, ended);
    return ended.map(({ jobId }) => jobId);
  });
  await liftPauses(deps);
  const released = await inBatches(deps, dueJobs, 'release held', async (em, jobIds) => {
    const due = await releaseDue(em, jobIds);
    await deps.queue.publishJobs(em, due);
    return due;
  });
  return { released, overdue };
}

/** Jobs of pauses that are over are due like others. */
async function liftPauses(deps: JobsDeps): Promise<void> {
  if (!(await hasLifted(deps.orm.em.fork()))) return;
  while ((await transact(deps, 'lift pauses', (em) => liftHeld(em, BATCH))) === BATCH);
}

/** @returns how many `write` applied to, all batches together. */
async function inBatches(
  deps: JobsDeps,
  find: (em: EntityManager, limit: number) => Promise<JobId[]>,
  act: string,
  write: (em: EntityManager, jobIds: readonly JobId[]) => Promise<JobId[]>,
): Promise<number> {
  for (let total = 0; ; ) {
    const jobIds = await find(deps.orm.em.fork(), BATCH);
    if (jobIds.length === 0) return total;
    const outcomes = await settleEach(jobIds, (some) =>
      transact(deps, act, async (em) => {
        const applied = new Set(await write(em, some));
        return some.map((jobId) => applied.has(jobId));
      }),
    );
    const applied = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
    total += applied;
    if (applied === 0) {
      const refused = outcomes.find((outcome) => outcome.status === 'rejected');
      if (refused !== undefined) throw refused.reason;
    }
    // Others are at what is left, or the database refuses it: the next call tries again.
    if (applied === 0 || jobIds.length < BATCH) return total;
  }
}
