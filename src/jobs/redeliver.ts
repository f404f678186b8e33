/** redeliver: callbacks begin their schedule anew, under the same id. */
import type { Redelivered, RedeliverMany } from '../contracts/callback.ts';
import { REDELIVER_MAX } from '../contracts/callback.ts';
import type { JobId } from '../contracts/ids.ts';
import { requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import {
  countFailed as countRows,
  type FailedFilter,
  type Rescheduled,
  rescheduleFailed,
  rescheduleJob,
  updateCallbackStatus,
} from '../store/callbacks.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

type Deps = Pick<JobsDeps, 'orm' | 'queue'>;

/** Rows of one transaction. */
const BATCH = 1000;

/**
 * The callbacks of one job, whatever came of them, at once. One that is being sent just now is left to its end.
 * @returns how many begin anew.
 */
export function redeliverJob(deps: Deps, scope: Scope, jobId: JobId): Promise<number> {
  return transact(deps, 'redeliver', async (em) => {
    const anew = await rescheduleJob(em, scope, jobId);
    await publish(deps, scope, em, anew);
    return anew.length;
  });
}

/** Those that failed, the oldest first, up to REDELIVER_MAX, spread over time so that no more than `per_second` begin in a second. @throws OutOfScope */
export async function redeliverMany(deps: Deps, scope: Scope, { per_second, ...which }: RedeliverMany): Promise<Redelivered> {
  const filter = failedFilter(scope, which);
  let redelivered = 0;
  while (redelivered < REDELIVER_MAX) {
    const n = await transact(deps, 'redeliver', async (em) => {
      const spread = { limit: BATCH, perSecond: per_second, delaySeconds: redelivered / per_second };
      const anew = await rescheduleFailed(em, scope, filter, spread);
      await publish(deps, scope, em, anew);
      return anew.length;
    });
    redelivered += n;
    if (n < BATCH) return { redelivered, more: false };
  }
  return { redelivered, more: true };
}

type Which = Omit<RedeliverMany, 'per_second'>;

/** How many failed callbacks `redeliverMany` would send; REDELIVER_MAX + 1 stands for more. @throws OutOfScope */
export const countFailed = (deps: Deps, scope: Scope, which: Which): Promise<number> =>
  countRows(deps.orm.em.fork(), scope, failedFilter(scope, which), REDELIVER_MAX + 1);

function failedFilter(scope: Scope, { client_id, origin, created_after, created_before }: Which): FailedFilter {
  if (client_id !== null) requireClient(scope, client_id, 'client_id');
  return {
    clientId: client_id,
    origin,
    createdAfter: created_after === null ? null : new Date(created_after),
    createdBefore: created_before === null ? null : new Date(created_before),
  };
}

async function publish(
  deps: Deps,
  scope: Scope,
  em: Parameters<Parameters<typeof transact>[2]>[0],
  anew: readonly Rescheduled[],
): Promise<void> {
  await updateCallbackStatus(
    em,
    anew.flatMap(({ jobId, own }) => (own && jobId !== null ? [{ jobId, status: 'pending' }] : [])),
  );
  await deps.queue.deleteDead(
    em,
    anew.filter(({ failed }) => failed).map(({ callbackId }) => callbackId),
  );
  await deps.queue.publishCallbacks(em, anew);
  const byJob = new Map(anew.flatMap(({ jobId, clientId }) => (jobId === null ? [] : [[jobId, clientId]])));
  await insertAudit(
    em,
    scope,
    [...byJob].map(([jobId, clientId]) => ({ act: 'redeliver', target: `job ${jobId}`, clientId })),
  );
}
