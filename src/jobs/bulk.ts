/** The same act on many jobs: those chosen, or all that match a filter, in batches of their own transactions. */
import type { JobId } from '../contracts/ids.ts';
import type { JobStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { JobCursor, JobFilter } from '../store/job-filter.ts';
import { countRecent, type JobTotal, listRecent } from '../store/list-recent.ts';
import { cancel } from './cancel.ts';
import type { JobsDeps } from './deps.ts';
import { decodeCursor, encodeCursor } from './read.ts';
import { redeliverJob } from './redeliver.ts';
import { HeadersErased, resubmit } from './resubmit.ts';
import { UseCaseRetired } from './submit.ts';

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
  /** Where to go on; null: there is no more. */
  readonly next: string | null;
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

/** Not, where the job's files need header values that are erased, or its use case is retired. */
async function resubmitted(deps: JobsDeps, scope: Scope, jobId: JobId, requestId: string): Promise<boolean> {
  try {
    return (await resubmit(deps, scope, jobId, requestId))?.created ?? false;
  } catch (error) {
    if (error instanceof HeadersErased || error instanceof UseCaseRetired) return false;
    throw error;
  }
}

/** Of those that match, the ones the act concerns. */
const concerned = (which: BulkAct, filter: JobFilter): JobFilter => ({
  ...filter,
  statuses: BULK_STATUSES[which].filter((status) => filter.statuses?.includes(status) ?? true),
});

/** How many an act would look at. */
export const countAll = (deps: Pick<JobsDeps, 'orm'>, scope: Scope, which: BulkAct, filter: JobFilter): Promise<JobTotal> =>
  countRecent(deps.orm.em.fork(), scope, concerned(which, filter));

/**
 * All that match, newest first, submitted before `until`: what comes in meanwhile was not meant. At most BULK_MAX.
 * @param from `next` of an earlier call. @throws BadCursor
 */
export async function actOnAll(
  deps: JobsDeps,
  scope: Scope,
  which: BulkAct,
  filter: JobFilter,
  until: Date,
  key: string,
  from?: string,
): Promise<BulkResult> {
  const createdBefore = filter.createdBefore !== undefined && filter.createdBefore < until ? filter.createdBefore : until;
  let cursor: JobCursor | undefined = from === undefined ? undefined : decodeCursor(from);
  let [seen, applied] = [0, 0];
  while (seen < BULK_MAX) {
    const jobs = await listRecent(
      deps.orm.em.fork(),
      scope,
      { ...concerned(which, filter), createdBefore },
      { limit: BATCH, offset: 0, cursor },
    );
    const last = jobs.at(-1);
    if (last === undefined) return { seen, applied, more: false, next: null };
    applied += await act(
      deps,
      scope,
      which,
      jobs.map((job) => job.job_id as JobId),
      key,
    );
    seen += jobs.length;
    if (jobs.length < BATCH) return { seen, applied, more: false, next: null };
    cursor = { direction: 'older', createdAt: last.created_at, jobId: last.job_id };
  }
  const next = cursor === undefined ? null : encodeCursor('older', { created_at: cursor.createdAt, job_id: cursor.jobId });
  return { seen, applied, more: true, next };
}
