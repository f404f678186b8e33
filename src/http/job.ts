/** One job: by its id, or by what its submitter called it. */
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { AppDeps } from './deps.ts';
import { exampleJob } from './examples.ts';
import { awaitEnd, jobAnswer } from './job-answer.ts';
import { badText } from './json.ts';
import { parsePrefer } from './prefer.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const ANSWERS: Route['answers'] = {
  200: {
    description: 'The job. A job that ended in error is told of in `response.error` and `response.code`.',
    schema: 'Job',
    example: exampleJob,
    headers: {
      ETag: 'The version of the job, weak.',
      'Retry-After': 'Seconds until it is worth asking again; while the job is pending or running.',
      'Preference-Applied': 'The `Prefer` that was honoured.',
    },
  },
  304: { description: 'The job is still the version named by `If-None-Match`.' },
};

const REQUEST_HEADERS = {
  Prefer: '`wait=N`: answer when the job has ended, or after N seconds (at most 60).',
  'If-None-Match': 'The ETag of an earlier answer: 304 when nothing changed since.',
};

export function jobRoutes(deps: AppDeps): Route[] {
  const shared = { method: 'get', tag: 'Jobs', requestHeaders: REQUEST_HEADERS, answers: ANSWERS, problems: ['not-found'] } as const;
  const answer = async (c: Parameters<Route['handler']>[0], found: Job | null, name: string): Promise<Response> => {
    if (found === null) throw new Problem('not-found', `there is no job ${name}`);
    const prefer = parsePrefer(c.req.header('prefer'));
    const job = await awaitEnd(c, deps, found, prefer);
    return jobAnswer(c, job, 200, prefer.wait === 0 ? {} : { 'Preference-Applied': `wait=${prefer.wait}` });
  };
  return [
    {
      ...shared,
      path: '/jobs/{job_id}',
      operationId: 'getJob',
      summary: 'One job by its id',
      params: { job_id: 'The `job_id` of an earlier answer, a UUID.' },
      handler: async (c) => {
        const given = c.req.param('job_id') ?? '';
        const id = JobIdSchema.safeParse(given);
        if (!id.success) throw new Problem('not-found', `there is no job ${JSON.stringify(given)}: expected a UUID`);
        return answer(c, await deps.getJob(id.data), id.data);
      },
    },
    {
      ...shared,
      path: '/clients/{client_id}/jobs/{request_id}',
      operationId: 'getJobByCorrelation',
      summary: 'One job by what its submitter called it',
      params: { client_id: 'The `ix_client_id` of the request.', request_id: 'The `request_id` of the request.' },
      handler: async (c) => {
        const clientId = c.req.param('client_id') ?? '';
        const requestId = c.req.param('request_id') ?? '';
        const storable = [clientId, requestId].every((text) => badText(text) === null);
        const name = `${JSON.stringify(requestId)} of client ${JSON.stringify(clientId)}`;
        return answer(c, storable ? await deps.getJobByCorrelation(clientId, requestId) : null, name);
      },
    },
  ];
}
