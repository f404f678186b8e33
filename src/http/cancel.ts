/** Cancelling a job. */
import { isTerminal, type Job } from '../contracts/job.ts';
import type { AppDeps } from './deps.ts';
import { exampleJob } from './examples.ts';
import { jobAnswer } from './job-answer.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const isCancelled = (job: Job): boolean => job.response?.code === 'IX_003_000';

export function cancelRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'post',
      path: '/jobs/{job_id}/cancel',
      operationId: 'cancelJob',
      needs: 'submit',
      tag: 'Jobs',
      summary: 'Cancel a job that waits or runs',
      description:
        'A waiting job ends at once, in error IX_003_000. A running one is asked to stop: it ends when its worker hears of it, unless its answer is stored before. Cancelling again does nothing more.',
      params: JobPath,
      answers: {
        200: {
          description: 'The job as it is now: cancelled, or running with `cancel_requested_at` set.',
          schema: 'Job',
          example: exampleJob,
        },
      },
      problems: ['not-found', 'cross-site', 'already-ended'],
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        const applied = await deps.cancelJobs(scope, [id]);
        const job = await deps.getJob(scope, id);
        if (job === null) throw new Problem('not-found', `there is no job ${id}`);
        if (!applied.has(id) && isTerminal(job.status) && !isCancelled(job))
          throw new Problem('already-ended', `the job is ${job.status}: expected one that is pending or running`, { jobId: id });
        return jobAnswer(c, job, 200);
      },
    },
  ];
}
