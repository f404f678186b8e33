/** Submitting a job once more, as a new one. */
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import type { AppDeps } from './deps.ts';
import { exampleJob } from './examples.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { jobAnswer } from './job-answer.ts';
import { JobPath, jobIdOf, locationOf } from './path.ts';
import { Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const ResubmitQuerySchema = z.strictObject({
  request_id: NameSchema.optional().describe(
    'The `request_id` of the new job; ix makes one up without it. Sent again, the same answers with the same job.',
  ),
});

export function resubmitRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'post',
      path: '/jobs/{job_id}/resubmit',
      operationId: 'resubmitJob',
      needs: 'submit',
      tag: 'Jobs',
      summary: 'Submit a job once more, as a new job',
      description:
        'The new job has the same request, callback URL and priority; `origin_job_id` names the one it was made from. Header values of files go along as long as the job has not ended: then they are erased, and it is answered 409.',
      params: JobPath,
      query: ResubmitQuerySchema,
      requestHeaders: { 'Idempotency-Key': 'The `request_id` of the new job, where the query has none.' },
      answers: {
        201: { description: 'The new job.', schema: 'Job', example: exampleJob, headers: { Location: 'Where the new job is.' } },
        200: {
          description: 'The job that was there already under this `request_id`.',
          schema: 'Job',
          example: exampleJob,
          headers: { 'Idempotency-Replayed': '`true`' },
        },
      },
      problems: ['not-found', 'cross-site', 'request-differs', 'headers-erased', 'too-many-pending', 'busy'],
      handler: async (c, scope) => {
        const { request_id: requestId = idempotencyKeyOf(c) ?? undefined } = parseQuery(c, ResubmitQuerySchema);
        const id = jobIdOf(c);
        const copy = await deps.intake.hold(() => deps.resubmitJob(scope, id, requestId));
        if (copy === null) throw new Problem('not-found', `there is no job ${id}`);
        const { job, created, differs } = copy;
        if (differs) {
          const detail = `request_id: ${JSON.stringify(job.request_id)} of client ${JSON.stringify(job.client_id)} is taken by another request`;
          throw new Problem('request-differs', detail, { jobId: job.job_id });
        }
        return jobAnswer(c, job, created ? 201 : 200, {
          Location: locationOf(c, `/jobs/${job.job_id}`),
          ...(created ? {} : { 'Idempotency-Replayed': 'true' }),
        });
      },
    },
  ];
}
