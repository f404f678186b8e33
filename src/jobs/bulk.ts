/** The same act on many jobs: those chosen, or all that match a filter, in batches of their own transactions. */
import type { JobId } from '../contracts/ids.ts';
import type { JobStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { type JobCursor, type JobFilter, listRecent } from '../store/list-recent.ts';
import { cancel } from './cancel.ts';
import type { JobsDeps } from './deps.ts';
import { redeliverJob } from './redeliver.ts';
import { HeadersErased, resubmit } from './resubmit.ts';

export const BULK_ACTS = ['cancel', 'resubmit', 'redeliver'] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

/** Whom an act concerns. */
export const BULK_STATUSES: Record<BulkAct, readonly JobStatus[]> = {
  cancel: ['pending', 'running'],
  resubmit: ['done', 'error'],
  redeliver: ['done', 'error'],
};

export interface BulkResult {
  /** Jobs that were looked at. */
  readonly seen: number;
  /** Of them, those the act applied to. */
  readonly applied: number;
  /** There are more: the act stopped at BULK_MAX. */
  readonly more: boolean;
}

/** Jobs of one transaction. */
const BATCH = 200;
/** Jobs of one call: a person waits for it. */
export const BULK_MAX = 5000;
/** Resubmissions and redeliveries under way at a time: each is a transaction. */
const TOGETHER = 5;

/**
 * @param key of one confirmed act: jobs resubmitted under it a second time are not submitted again.
 * @returns how many it applied to.
 */
export async function act(deps: JobsDeps, scope: Scope, which: BulkAct, jobIds: readonly JobId[], key: string): Promise<number> {
  if (which === 'cancel') return (await cancel(deps, scope, jobIds)).size;
  const one = async (jobId: JobId): Promise<boolean> =>
    which === 'redeliver' ? (await redeliverJob(deps, scope, jobId)) > 0 : resubmitted(deps, scope, jobId, `${jobId} again ${key}`);
  let applied = 0;
  for (let i = 0; i < jobIds.length; i += TOGETHER) {
    const results = await Promise.all(jobIds.slice(i, i + TOGETHER).map(one));
    applied += results.filter((applies) => applies).length;
  }
  return applied;
}

/** Not, where the job's files need header values that are erased. */
async function resubmitted(deps: JobsDeps, scope: Scope, jobId: JobId, requestId: string): Promise<boolean> {
  try {
    return (await resubmit(deps, scope, jobId, requestId))?.created ?? false;
  } catch (error) {
    if (error instanceof HeadersErased) return false;
    throw error;
  }
}

/** All that match, newest first, submitted before `until`: what comes in meanwhile was not meant. At most BULK_MAX. */
export async function actOnAll(
  deps: JobsDeps,
  scope: Scope,
  which: BulkAct,
  filter: JobFilter,
  until: Date,
  key: string,
): Promise<BulkResult> {
  const statuses = BULK_STATUSES[which].filter((status) => filter.statuses?.includes(status) ?? true);
  const createdBefore = filter.createdBefore !== undefined && filter.createdBefore < until ? filter.createdBefore : until;
  let cursor: JobCursor | undefined;
  let [seen, applied] = [0, 0];
  while (seen < BULK_MAX) {
    const jobs = await listRecent(deps.orm.em.fork(), scope, { ...filter, statuses, createdBefore }, { limit: BATCH, offset: 0, cursor });
    const last = jobs.at(-1);
    if (last === undefined) return { seen, applied, more: false };
    applied += await act(
      deps,
      scope,
      which,
      jobs.map((job) => job.job_id as JobId),
      key,
    );
    seen += jobs.length;
    if (jobs.length < BATCH) return { seen, applied, more: false };
    cursor = { direction: 'older', createdAt: last.created_at, jobId: last.job_id };
  }
  return { seen, applied, more: true };
}
