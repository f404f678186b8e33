/** A decision as it comes from the review page's form. */
import { faultOf } from '../contracts/field-value.ts';
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { type NewReview, NewReviewSchema } from '../contracts/review.ts';
import type { Scope } from '../contracts/scope.ts';
import { checkDecisions, fieldOfPath, fieldsOfJob } from '../http/decisions.ts';
import { parseBody } from '../http/faults.ts';
import { Problem } from '../http/problem.ts';
import type { UiDeps } from './deps.ts';
import { valueChosen } from './review-choices.ts';
import { fieldsUnderReview, type Refused } from './review-page.ts';

/** @returns the job as it is then, or why what was typed is no value of the field. @throws Problem for a form that is not of our page. */
export async function decide(deps: UiDeps, scope: Scope, job: Job, form: URLSearchParams): Promise<Job | Refused> {
  if (form.get('done') === 'yes') return store(deps, scope, job, { decisions: {}, done: true });
  const path = form.get('path') ?? '';
  const field = fieldsUnderReview(deps, job).find((one) => one.path === path);
  if (field === undefined) throw new Problem('unreadable', 'the form names no value of this job: go back and reload the page');
  const kind = fieldOfPath(fieldsOfJob(deps, job), path);
  const value = valueChosen(field, kind, form);
  if (value === undefined) throw new Problem('unreadable', 'the form chooses no value: expected one of its choices');
  const why = kind === null ? null : faultOf(kind, value);
  if (why !== null) return { typed: form.get('typed') ?? '', why };
  return store(deps, scope, job, { decisions: { [path]: value }, done: false });
}

async function store(deps: UiDeps, scope: Scope, job: Job, given: NewReview): Promise<Job> {
  const bounded = parseBody(NewReviewSchema, given);
  checkDecisions(deps, job, bounded);
  const after = await deps.review(scope, JobIdSchema.parse(job.job_id), bounded);
  if (after === null) throw new Problem('not-found', `there is no job ${job.job_id}; it may be past its retention`);
  return after;
}
