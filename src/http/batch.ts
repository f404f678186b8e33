/** Submitting many jobs in one request: all of them are stored, or none. */
import { BATCH_MAX, type BatchAnswer, type BatchStatus } from '../contracts/batch.ts';
import type { SubmittedKey } from '../jobs/submit.ts';
import type { AppDeps } from './deps.ts';
import { exampleBatch, exampleBatchAnswer } from './examples.ts';
import type { Route } from './route.ts';
import { readBatch } from './submission.ts';

export function batchRoutes(deps: AppDeps): Route[] {
  const answer = { description: 'An entry for each job, in order.', schema: 'BatchAnswer', example: exampleBatchAnswer } as const;
  return [
    {
      method: 'post',
      path: '/jobs/batch',
      operationId: 'submitJobs',
      needs: 'submit',
      tag: 'Jobs',
      summary: `Submit up to ${BATCH_MAX} jobs at once, all or none`,
      description: [
        'Each job as `POST /jobs` takes it, in JSON; files are named by URL, or by the `file_id` of an earlier upload.',
        'All are stored in one transaction. When one does not fit the contract, 422 names each fault (`/jobs/17/context/…`) and nothing is stored.',
        'Entries say what became of each: `created`, `existing` (the same job was there), `differs` (a job with another request was there,',
        'and stays as it is). The whole batch may be sent again. `Prefer` is ignored: nothing is waited for.',
      ].join(' '),
      requestHeaders: {
        'Idempotency-Key': 'Jobs without a `request_id` get it, with `-` and their index: `KEY-0`.',
        traceparent: 'W3C trace context, kept with each job.',
      },
      body: { 'application/json': { schema: 'Batch', example: exampleBatch } },
      answers: {
        201: { ...answer, description: `${answer.description} At least one is new.` },
        200: { ...answer, description: `${answer.description} None is new.`, headers: { 'Idempotency-Replayed': '`true`' } },
      },
      problems: ['unreadable', 'cross-site', 'too-slow', 'too-large', 'unsupported-media-type', 'invalid', 'too-many-pending', 'busy'],
      handler: async (c, scope) => {
        const keys = await deps.intake.hold(
          async (held) => deps.submitBatch(scope, await readBatch(c, deps, scope, held)),
          (bytes) => deps.rates.upload(scope, bytes),
        );
        const body = answerOf(keys);
        return body.created > 0 ? c.json(body, 201) : c.json(body, 200, { 'Idempotency-Replayed': 'true' });
      },
    },
  ];
}

function answerOf(keys: readonly SubmittedKey[]): BatchAnswer {
  const counts: Record<BatchStatus, number> = { created: 0, existing: 0, differs: 0 };
  const jobs = keys.map(({ jobId, clientId, requestId, created, differs }, index) => {
    const status = created ? 'created' : differs ? 'differs' : 'existing';
    counts[status]++;
    return { index, status, job_id: jobId, client_id: clientId, request_id: requestId } as const;
  });
  return { ...counts, jobs };
}
