/** One job: by its id, or by what its submitter called it. */
import type { Context } from 'hono';
import { NameSchema } from '../contracts/bounds.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { exampleJob } from './examples.ts';
import { awaitEnd, jobAnswer } from './job-answer.ts';
import { ClientPath, JobPath, jobIdOf, nameIn } from './path.ts';
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
  const answer = async (c: Context<AppEnv>, scope: Scope, found: Job | null, name: string): Promise<Response> => {
    if (found === null) throw new Problem('not-found', `there is no job ${name}`);
    const prefer = parsePrefer(c.req.header('prefer'));
    const job = await awaitEnd(c, deps, scope, found, prefer);
    return jobAnswer(c, job, 200, prefer.wait === 0 ? {} : { 'Preference-Applied': `wait=${prefer.wait}` });
  };
  return [
    {
      ...shared,
      path: '/jobs/{job_id}',
      operationId: 'getJob',
      needs: 'read',
      summary: 'One job by its id',
      params: JobPath,
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        return answer(c, scope, await deps.getJob(scope, id), id);
      },
    },
    {
      ...shared,
      path: '/clients/{client_id}/jobs/{request_id}',
      operationId: 'getJobByCorrelation',
      needs: 'read',
      summary: 'One job by what its submitter called it',
      params: ClientPath.extend({ request_id: NameSchema.describe('The `request_id` of the request.') }),
      handler: async (c, scope) => {
        const [clientId, requestId] = [nameIn(c, 'client_id'), nameIn(c, 'request_id')];
        const found = clientId === null || requestId === null ? null : await deps.getJobByCorrelation(scope, clientId, requestId);
        return answer(
          c,
          scope,
          found,
          `${JSON.stringify(c.req.param('request_id'))} of client ${JSON.stringify(c.req.param('client_id'))}`,
        );
      },
    },
  ];
}
