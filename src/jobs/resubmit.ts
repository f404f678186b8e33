/** resubmit: a copy of a job as a new one, which names its origin. */
import { type JobId, newJobId } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { getOpened } from '../store/get.ts';
import type { JobsDeps } from './deps.ts';
import { type Submitted, submit } from './submit.ts';

/** The files of the job cannot be fetched as they were: their header values were erased when it ended. */
export class HeadersErased extends Error {}

/**
 * The same request, callback URL, priority and time until its deadline, at once, under a request id of its own: `requestId`, or a new one. With the same `requestId`
 * again the first copy is answered. @returns null: there is no such job. @throws HeadersErased; Unopenable
 */
export async function resubmit(deps: JobsDeps, scope: Scope, jobId: JobId, requestId: string = newJobId()): Promise<Submitted | null> {
  const origin = await getOpened(deps.orm.em.fork(), scope, deps.keyring, jobId);
  if (origin === null) return null;
  if (origin.headersErased) {
    throw new HeadersErased(
      `job ${jobId} has ended, and the header values of its files were erased then: submit the request anew, with them`,
    );
  }
  const { request, callbackUrl, priority, traceparent } = origin;
  const submission = {
    ...request,
    request_id: requestId,
    callback_url: callbackUrl,
    priority,
    not_before: null,
    deadline_seconds: deadlineSecondsOf(origin),
  };
  const [copy] = await submit(deps, scope, [{ submission, uploads: [], traceparent, originJobId: jobId }]);
  return copy ?? null;
}

/** As it was submitted. */
const deadlineSecondsOf = ({ created_at, deadline_at }: Pick<Job, 'created_at' | 'deadline_at'>): number | null =>
  deadline_at === null ? null : Math.round((Date.parse(deadline_at) - Date.parse(created_at)) / 1000);
