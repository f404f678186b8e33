/** Decisions about a job's values are checked before they are stored: each names a value of the answer, and is one of its field. */

import { faultOf, fieldAt, type ValueField } from '../contracts/field-value.ts';
import type { Job } from '../contracts/job.ts';
import type { NewReview } from '../contracts/review.ts';
import type { FieldDefinition } from '../contracts/use-case.ts';
import { useCaseFromInline } from '../pipeline/use-cases/inline.ts';
import type { AppDeps } from './deps.ts';
import { pointerTo } from './faults.ts';
import { type Fault, invalid, Problem } from './problem.ts';

/** The fields of the job's use case, in the version that it keeps, as of the last `refresh`; null: it is there no more, so nothing is known of its values. */
export function fieldsOfJob(
  { useCases }: Pick<AppDeps, 'useCases'>,
  { request, use_case_version: version }: Pick<Job, 'request' | 'use_case_version'>,
): readonly FieldDefinition[] | null {
  if (request.use_case_inline !== null) return useCaseFromInline(request.use_case_inline).fields;
  return useCases.get(request.use_case ?? '', version)?.fields ?? null;
}

/** @param path as in `response.trust`: `result.items.0.amount`. */
export const fieldOfPath = (fields: readonly FieldDefinition[] | null, path: string): ValueField | null =>
  fields === null ? null : fieldAt(fields, path.split('.').slice(1));

/** @throws Problem 409 where the answer has no values; 422 naming each decision that does not fit. */
export function checkDecisions(deps: Pick<AppDeps, 'useCases'>, job: Job, { decisions }: NewReview): void {
  const trust = job.response?.trust ?? null;
  if (trust === null)
    throw new Problem('not-reviewable', `the job is ${job.status}: expected one whose answer has values`, { jobId: job.job_id });
  const fields = fieldsOfJob(deps, job);
  const faults = Object.entries(decisions).flatMap(([path, value]): Fault[] => {
    const pointer = pointerTo(['decisions', path]);
    if (!Object.hasOwn(trust, path)) {
      return [{ pointer, detail: `the answer has no such value, expected one of ${Object.keys(trust).slice(0, 20).join(', ')}` }];
    }
    const field = fieldOfPath(fields, path);
    const detail = field === null ? null : faultOf(field, value);
    return detail === null ? [] : [{ pointer, detail }];
  });
  if (faults.length > 0) throw invalid(faults);
}
