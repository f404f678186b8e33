/** review: what a person decides about an answer, stored beside it; with the last of it, the callback that tells of it. */
import { isDeepStrictEqual } from 'node:util';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { ResponseIX } from '../contracts/response.ts';
import {
  type DecidedValue,
  type DecisionKind,
  latestOf,
  type NewReview,
  type Review,
  type ReviewedJob,
  reviewOf,
} from '../contracts/review.ts';
import type { Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { updateCallbackStatus } from '../store/callbacks.ts';
import { get } from '../store/get.ts';
import { getStates } from '../store/get-states.ts';
import type { JobCursor } from '../store/job-filter.ts';
import { listRecent } from '../store/list-recent.ts';
import { endReview, insertDecisions, listReviewed, lockForReview, type NewDecision, type ReviewedFilter } from '../store/reviews.ts';
import type { StoredJob } from '../store/row.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { tell } from './finish.ts';
import { getJob } from './read.ts';

/** The job's answer has no values to decide about, or a path is not one of them. */
export class NotReviewable extends Error {
  override readonly name = 'NotReviewable';
}

/**
 * Decisions that say what the latest of their path says already are passed over, so the same may be sent again. Once the review is complete
 * each further decision is told of by a callback of its own.
 * @param given values that fit their fields: nobody looks at that here.
 * @returns the job as it is then; null: there is none.
 * @throws NotReviewable
 */
export async function review(deps: JobsDeps, scope: Scope, jobId: JobId, given: NewReview): Promise<Job | null> {
  const found = await transact(deps, 'review', async (em) => {
    // The lock first: what is read after it is what whoever held it before has committed.
    const job = (await lockForReview(em, scope, jobId)) ? await get(em, scope, jobId) : null;
    if (job === null) return false;
    const decisions = newDecisions(job, given);
    if (decisions.length === 0) return true;
    await insertDecisions(em, scope, jobId, decisions);
    await insertAudit(em, scope, [{ act: 'review', target: `job ${jobId}`, clientId: job.client_id }]);
    const after = reviewed(await get(em, scope, jobId));
    if (after?.complete !== true) return true;
    await endReview(em, jobId);
    const { client_id: clientId, callback_url: url } = job;
    await tell(em, deps, [{ jobId, clientId, event: 'job.reviewed', url, reviewed: after.decisions.length }]);
    if (url !== null) await updateCallbackStatus(em, [{ jobId, status: 'pending' }]);
    return true;
  });
  return found ? getJob(deps, scope, jobId) : null;
}

const reviewed = (job: StoredJob | null): Review | null =>
  job === null || job.response === null ? null : reviewOf(job.response, job.decisions ?? []);

function newDecisions(job: StoredJob, given: NewReview): NewDecision[] {
  const { response } = job;
  if (response === null || response.trust === null)
    throw new NotReviewable(`the answer of job ${job.job_id} has no values to decide about`);
  const before = reviewed(job);
  const latest = latestOf(before ?? { decisions: [] });
  const decisions: Omit<NewDecision, 'number'>[] = [];
  for (const [path, value] of Object.entries(given.decisions)) {
    if (!Object.hasOwn(response.trust, path)) throw new NotReviewable(`${path}: expected one of ${Object.keys(response.trust).join(', ')}`);
    const known = latest.get(path);
    if (known === undefined || !isDeepStrictEqual(known.value, value)) decisions.push({ path, kind: kindOf(response, path, value), value });
  }
  if (given.done && before?.complete !== true) decisions.push({ path: null, kind: 'done', value: null });
  const first = (before?.decisions.length ?? 0) + 1;
  return decisions.map((decision, i) => ({ ...decision, number: first + i }));
}

/** What the decision comes to, beside what the machine answered. */
function kindOf(response: ResponseIX, path: string, value: DecidedValue): DecisionKind {
  const own = path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : null),
      response.ix_result?.result,
    );
  if (isDeepStrictEqual(own, value)) return 'confirmed';
  if (value === null) return 'left_empty';
  const isRunnerUp = response.trust?.[path]?.runners_up.some((runnerUp) => isDeepStrictEqual(runnerUp.value, value)) ?? false;
  return isRunnerUp ? 'picked' : 'typed';
}

/** Jobs that are read at a time: their answers may be megabytes. */
const PAGE = 20;

/** Every job that somebody decided about, in the order in which they were submitted. */
export async function* reviewedJobs(deps: Pick<JobsDeps, 'orm'>, scope: Scope, filter: ReviewedFilter): AsyncGenerator<ReviewedJob> {
  let after: JobId | null = null;
  for (;;) {
    const page: StoredJob[] = await listReviewed(deps.orm.em.fork(), scope, filter, { after, limit: PAGE });
    for (const job of page) {
      const { job_id, client_id, request_id, use_case, display_name } = job;
      const review = reviewed(job);
      if (review !== null) yield { job_id, client_id, request_id, use_case, display_name, review };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = JobIdSchema.parse(last.job_id);
  }
}

/** The next job that needs review: the first one submitted before `after`; where there is none, or `after` is null, the newest. Null: no other. */
export async function nextToReview(deps: Pick<JobsDeps, 'orm'>, scope: Scope, after: JobId | null): Promise<JobId | null> {
  const em = deps.orm.em.fork();
  const [from] = after === null ? [] : await getStates(em, scope, [after]);
  const cursor = from === undefined ? undefined : ({ direction: 'older', createdAt: from.created_at, jobId: from.job_id } as const);
  const first = async (place: JobCursor | undefined) => {
    const [job] = await listRecent(em, scope, { statuses: ['done'], needsReview: true }, { limit: 1, offset: 0, cursor: place });
    return job === undefined || job.job_id === after ? null : JobIdSchema.parse(job.job_id);
  };
  return (cursor === undefined ? null : await first(cursor)) ?? (await first(undefined));
}
