/** resubmit: a copy of a job as a new one, which names its origin. */
import { type JobId, newJobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { get } from '../store/get.ts';
import type { JobsDeps } from './deps.ts';
import { type Submitted, submit } from './submit.ts';

/**
 * The same request, callback URL and priority, under a request id of its own: `requestId`, or a new one. With the same `requestId`
 * again the first copy is answered. @returns null: there is no such job.
 */
export async function resubmit(deps: JobsDeps, scope: Scope, jobId: JobId, requestId: string = newJobId()): Promise<Submitted | null> {
  const origin = await get(deps.orm.em.fork(), scope, jobId);
  if (origin === null) return null;
  const { request, callback_url, priority, traceparent } = origin;
  const submission = { ...request, request_id: requestId, callback_url, priority };
  const [copy] = await submit(deps, scope, [{ submission, uploads: [], traceparent, originJobId: jobId }]);
  return copy ?? null;
}
