/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): the request id of a job whose body names none; elsewhere what is made is made
 * once under it, see src/jobs/once.ts.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { NameSchema } from '../contracts/bounds.ts';
import type { Submission } from '../contracts/request.ts';
import type { Once } from '../jobs/once.ts';
import type { AppEnv } from './deps.ts';
import { faultsOf } from './faults.ts';
import { invalid, Problem } from './problem.ts';

/** Of printable ASCII: a quoted string as RFC 8941 has it (`\"` and `\\` stand for themselves), or, as many clients send it, without quotes. */
const KEY = /^(?:"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"|([\x21\x23-\x7e]+))$/;

/** Null: none was sent. @throws Problem 422 for one that no request can be called. */
export function idempotencyKeyOf(c: Context<AppEnv>): string | null {
  const given = c.req.header('idempotency-key');
  if (given === undefined) return null;
  const [, quoted, bare] = KEY.exec(given.trim()) ?? [];
  return nameOrRefuse(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
}

/** Of a request that makes something. Null: it may do so again. @param body as it was understood. @throws Problem 422 */
export function onceOf(c: Context<AppEnv>, body: unknown): Once | null {
  const key = idempotencyKeyOf(c);
  return key === null ? null : { key, digest: createHash('sha256').update(JSON.stringify(body)).digest() };
}

/** What a route says of it. */
export const ONCE = {
  'Idempotency-Key': 'Sent again with the same request within a day, nothing more is made; with another request, 422.',
} as const;

/**
 * @param suffix of jobs that share a key, parting them.
 * @throws Problem 422 where the body has a request id of its own that is another.
 */
export function underKey(submission: Submission, key: string | null, suffix = ''): Submission {
  if (key === null) return submission;
  const requestId = nameOrRefuse(`${key}${suffix}`);
  const own = submission.request_id;
  if (own !== undefined && own !== requestId)
    throw refused(`expected the request_id of the body, ${JSON.stringify(own)}, or one of the two alone`);
  return { ...submission, request_id: requestId };
}

/** The draft's answer to a key that came with another request before. */
export const keyReused = (key: string, jobId: string): Problem =>
  new Problem('key-reused', `Idempotency-Key: ${JSON.stringify(key)} came with another request before`, { jobId });

function nameOrRefuse(name: string): string {
  const parsed = NameSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  throw refused(
    parsed.error.issues
      .flatMap((issue) => faultsOf(issue, [], name))
      .map(({ detail }) => detail)
      .join('; '),
  );
}

const refused = (detail: string): Problem => invalid([{ parameter: 'Idempotency-Key', detail }]);
