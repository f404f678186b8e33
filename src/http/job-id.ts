/** The job a route is about, from its path. */
import type { Context } from 'hono';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { AppEnv } from './deps.ts';
import { Problem } from './problem.ts';

/** @throws Problem 404 where no UUID stands: no job has such an id. */
export function jobIdOf(c: Context<AppEnv>): JobId {
  const given = c.req.param('job_id') ?? '';
  const id = JobIdSchema.safeParse(given);
  if (!id.success) throw new Problem('not-found', `there is no job ${JSON.stringify(given)}: expected a UUID`);
  return id.data;
}
