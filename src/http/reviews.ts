/** Reviews: deciding about the values of an answer, and all that was decided, as labelled data. */
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { NewReviewSchema, type ReviewedJob } from '../contracts/review.ts';
import { readJson } from './body-json.ts';
import { checkDecisions } from './decisions.ts';
import type { AppDeps } from './deps.ts';
import { exampleJob } from './examples.ts';
import { jobAnswer } from './job-answer.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const ReviewsQuerySchema = z.strictObject({
  use_case: NameSchema.optional().describe('Jobs of exactly this use case.'),
  client_id: NameSchema.optional().describe('Jobs of exactly this client.'),
});

export function reviewRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'post',
      path: '/v1/jobs/{job_id}/review',
      operationId: 'reviewJob',
      needs: 'review',
      tag: 'Jobs',
      summary: 'Decide about values of an answer',
      description: [
        'What is decided stands beside the answer, in `review`, and never replaces it. Sending the same again changes nothing; another value for',
        'the same path counts from then on. When nothing of `response.needs_review` is open any more, or with `done`, the review is complete:',
        '`needs_review` of the job becomes false, and its callback URL is sent `job.reviewed`; each later decision sends it again.',
      ].join(' '),
      params: JobPath,
      body: { 'application/json': { schema: 'NewReview', example: { decisions: { 'result.net_amount': '1234.56' } } } },
      answers: { 200: { description: 'The job as it is now.', schema: 'Job', example: exampleJob } },
      problems: ['unreadable', 'cross-site', 'not-found', 'not-reviewable', 'too-slow', 'too-large', 'unsupported-media-type', 'invalid'],
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        const given = await readJson(c, NewReviewSchema, deps.limits.bodySeconds);
        const job = await deps.getJob(scope, id);
        if (job === null) throw new Problem('not-found', `there is no job ${id}`);
        await deps.useCases.refresh();
        checkDecisions(deps, job, given);
        const reviewed = await deps.review(scope, id, given);
        if (reviewed === null) throw new Problem('not-found', `there is no job ${id}`);
        return jobAnswer(c, reviewed, 200);
      },
    },
    {
      method: 'get',
      path: '/v1/reviews',
      operationId: 'listReviews',
      needs: 'read',
      tag: 'Jobs',
      summary: 'All that was decided, a job a line',
      description: 'JSON Lines, in the order in which the jobs were submitted: each job that somebody decided about, with its review.',
      query: ReviewsQuerySchema,
      answers: { 200: { description: 'Lines of `ReviewedJob`.', media: 'application/x-ndjson', schema: 'ReviewedJob' } },
      handler: (c, scope) => {
        const { use_case: useCase, client_id: clientId } = parseQuery(c, ReviewsQuerySchema);
        const jobs = deps.reviewedJobs(scope, { useCase, clientId });
        return c.body(ReadableStream.from(linesOf(jobs)), 200, { 'Content-Type': 'application/x-ndjson' });
      },
    },
  ];
}

async function* linesOf(jobs: AsyncIterable<ReviewedJob>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for await (const job of jobs) yield encoder.encode(`${JSON.stringify(job)}\n`);
}
