/** What a route is about, from its path. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import { KeyIdSchema } from '../contracts/key.ts';
import type { AppEnv } from './deps.ts';
import { faultsOf } from './faults.ts';
import { invalid, Problem } from './problem.ts';

export const JobPath = z.strictObject({ job_id: JobIdSchema.describe('The `job_id` of an earlier answer, a UUID.') });
export const ClientPath = z.strictObject({ client_id: NameSchema.describe('The `ix_client_id` of requests.') });

/** @throws Problem 404 where no UUID stands: no job has such an id. */
export function jobIdOf(c: Context<AppEnv>): JobId {
  const given = c.req.param('job_id') ?? '';
  const id = JobIdSchema.safeParse(given);
  if (!id.success) throw new Problem('not-found', `there is no job ${JSON.stringify(given)}: expected a UUID`);
  return id.data;
}

/** Null where something stands that nothing can be called. */
export function nameIn(c: Context<AppEnv>, parameter: string): string | null {
  return NameSchema.safeParse(c.req.param(parameter)).data ?? null;
}

/** Every route answers below it as well; what is new, there alone. */
export const VERSION = '/v1';

/** A path of ours as whoever asks names such paths: below the version, or not. */
export const locationOf = (c: Context<AppEnv>, path: string): string => (c.req.path.startsWith(`${VERSION}/`) ? VERSION + path : path);

/** What something is made for or will be called, whether ix has heard of it or not. @throws Problem 422 where nothing could be called so. */
export function nameToBe(c: Context<AppEnv>, parameter: string): string {
  const given = c.req.param(parameter);
  const name = NameSchema.safeParse(given);
  if (name.success) return name.data;
  throw invalid(name.error.issues.flatMap((issue) => faultsOf(issue, [], given)).map(({ detail }) => ({ parameter, detail })));
}

/** @throws Problem 404 */
export function keyIdOf(c: Context<AppEnv>): string {
  const given = c.req.param('key_id') ?? '';
  const keyId = KeyIdSchema.safeParse(given);
  if (!keyId.success) throw new Problem('not-found', `there is no key ${JSON.stringify(given)}: expected 12 lower-case letters and digits`);
  return keyId.data;
}
