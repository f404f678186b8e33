/** A job as an answer: its ETag, when to ask again, waiting for its end. */
import type { Context } from 'hono';
import { JobIdSchema } from '../contracts/ids.ts';
import { isTerminal, type Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { etagOf, hasVersion } from './etag.ts';
import type { Preferences } from './prefer.ts';

/** Seconds until an active job is worth asking for again. */
const RETRY_AFTER_SECONDS = 1;

/** Waits as long as the caller would, less when it goes away or the server stops. */
export async function awaitEnd(c: Context<AppEnv>, deps: AppDeps, scope: Scope, job: Job, prefer: Preferences): Promise<Job> {
  if (prefer.wait === 0 || isTerminal(job.status)) return job;
  return (await deps.waitForJob(scope, JobIdSchema.parse(job.job_id), prefer.wait * 1000, patienceOf(c))) ?? job;
}

/** Aborts when whoever waits goes away, or the server stops. */
export function patienceOf(c: Context<AppEnv>): AbortSignal {
  const closing = c.env?.closing;
  return closing === undefined ? c.req.raw.signal : AbortSignal.any([c.req.raw.signal, closing]);
}

/** The job, or 304 where the caller has this version of it already. */
export function jobAnswer(c: Context<AppEnv>, job: Job, status: 200 | 201, headers: Readonly<Record<string, string>> = {}): Response {
  const body = JSON.stringify(job);
  // Weak: who compares jobs, compares what they say.
  const etag = `W/${etagOf(body)}`;
  const all = {
    ...headers,
    ETag: etag,
    'Cache-Control': 'private, no-cache',
    ...(isTerminal(job.status) ? {} : { 'Retry-After': String(RETRY_AFTER_SECONDS) }),
  };
  if (c.req.method !== 'POST' && hasVersion(c, etag)) return c.body(null, 304, all);
  return c.body(body, status, { ...all, 'Content-Type': 'application/json' });
}
