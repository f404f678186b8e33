/** What goes wrong at the HTTP border, as `application/problem+json` (RFC 9457). */
import type { Context } from 'hono';
import { z } from 'zod';

/** Every kind of problem: what it is called, and what to do about it. */
export const PROBLEMS = {
  unreadable: {
    status: 400,
    title: 'The request could not be read',
    about: 'Send well-formed JSON or multipart; the detail says where it breaks.',
  },
  unauthorized: {
    status: 401,
    title: 'A key is needed',
    about: 'Send a key that is live: `Authorization: Bearer ix_…`; the detail says what is wrong with this one.',
  },
  'foreign-host': {
    status: 403,
    title: 'The Host header names another host',
    about: 'Use `localhost` or a loopback address: without keys ix answers this machine only.',
  },
  'cross-site': {
    status: 403,
    title: 'The request comes from another web site',
    about: 'The request came from a page of another site. Programs are not concerned: send no `Origin`.',
  },
  forbidden: {
    status: 403,
    title: 'The key does not allow this',
    about: "The key's role does not allow it, or the body names another client; the detail says which.",
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    about: "There is no such job, use case or path, or it is another client's.",
  },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here', about: '`Allow` lists the methods.' },
  'request-differs': {
    status: 409,
    title: 'The stored request differs from this one',
    about: 'The key is taken by another request; `job_id` names its job.',
  },
  'shown-once': {
    status: 409,
    title: 'What the Idempotency-Key made is not shown again',
    about: 'What this `Idempotency-Key` made is there and cannot be shown again: the detail names it.',
  },
  'keys-full': {
    status: 409,
    title: 'The client has as many live keys as it may',
    about: 'The client has two live keys: revoke one first.',
  },
  'not-reviewable': {
    status: 409,
    title: 'The job has no values to decide about',
    about: "The job's answer has no values to decide about, or there is none yet.",
  },
  'already-ended': { status: 409, title: 'The job has ended already', about: 'The job has ended: there is nothing to cancel.' },
  'filters-full': {
    status: 409,
    title: 'There are as many filters as there may be',
    about: 'There are 100 filters: delete one first.',
  },
  'subscriptions-full': {
    status: 409,
    title: 'The client has as many subscriptions as it may',
    about: 'The client has 20 subscriptions: delete one first.',
  },
  'use-case-retired': {
    status: 409,
    title: 'The use case is retired',
    about: 'No new job may name it: `GET /use-cases` lists those that may be named.',
  },
  'name-taken': {
    status: 409,
    title: 'The name is that of a use case which is not kept in the database',
    about: 'A use case of that name comes with ix, or from the folder of `IX_USE_CASES_DIR`: choose another name.',
  },
  'use-cases-full': {
    status: 409,
    title: 'There are as many use cases as there may be',
    about: 'There are 1,000 use cases in the database: save another version of one of them.',
  },
  'in-use': { status: 409, title: 'Something else needs it', about: 'A job has the file that is to be deleted: delete its jobs first.' },
  'not-ended': {
    status: 409,
    title: 'There is a job that has not ended yet',
    about: 'What is to be deleted waits or runs: cancel it, and delete it once it has ended.',
  },
  'headers-erased': {
    status: 409,
    title: 'Header values of the files are erased',
    about: 'A resubmit: the job has ended, and the header values of its files are erased. Submit the request anew.',
  },
  'too-slow': {
    status: 408,
    title: 'The request took too long to arrive',
    about: 'The body came too slowly: send it faster, or in smaller requests.',
  },
  'too-large': { status: 413, title: 'The request is too large', about: 'The detail names the limit.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not supported',
    about: '`application/json` or `multipart/form-data`, in UTF-8, not compressed.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The line of the request and its headers are too large',
    about: 'The line of the request and its headers may have 16 kB together.',
  },
  'no-document': {
    status: 422,
    title: 'The document cannot be shown',
    about: "The page's document cannot be had or drawn any more; the detail says why.",
  },
  'key-reused': {
    status: 422,
    title: 'The Idempotency-Key came with another request',
    about: 'The `Idempotency-Key` came with another request before; `job_id` names its job, if it made one.',
  },
  invalid: { status: 422, title: 'The request does not fit the contract', about: 'Correct each of `errors`.' },
  'too-many-pending': {
    status: 429,
    title: 'The client has as many jobs waiting as it may',
    about: 'Send it again after `Retry-After`, when jobs of this client have been taken.',
  },
  'rate-limited': {
    status: 429,
    title: 'The key has used what it may in a minute',
    about: 'The key has used its requests or bytes of this minute; send it again after `Retry-After`.',
  },
  internal: { status: 500, title: 'ix failed', about: 'A mistake in ix: the log has the details under the `request_id`.' },
  unavailable: {
    status: 503,
    title: 'ix cannot answer now',
    about: 'The database does not answer, takes no writes or is held up; the same request again is safe. `Retry-After` says when.',
  },
  busy: {
    status: 503,
    title: 'ix has as much in hand as it may',
    about: 'The API has as much in hand as it may; send the same again after `Retry-After`.',
  },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

/** What names a kind to programs, and is the page that tells people of it. */
export const problemType = (kind: ProblemKind): string => `/docs/problems/${kind}`;

/** One fault in a request: where it is (JSON Pointer into the body, or the parameter's name), and what was expected there. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

export const ProblemSchema = z.strictObject({
  type: z.string().describe('`/docs/problems/<kind>`'),
  title: z.string().describe('The kind of problem, in words.'),
  status: z.int().describe('The HTTP status.'),
  detail: z.string().optional().describe('This occurrence, in words.'),
  request_id: z.string().optional().describe('The `X-Request-Id` of the answer: the log has the same one.'),
  job_id: z.string().optional().describe("kinds `request-differs` and `key-reused`: the job that has this client's request id."),
  errors: z
    .array(
      z.strictObject({
        pointer: z.string().optional().describe('JSON Pointer (RFC 6901) into the JSON body.'),
        parameter: z.string().optional().describe('Name of a query parameter or of a multipart part.'),
        detail: z.string().describe('What was expected there.'),
      }),
    )
    .optional()
    .describe('Each fault of the request; at most 100.'),
});

/** Most faults one problem tells of: a thousand of the same help nobody. */
export const FAULTS_MAX = 100;

export interface ProblemExtras {
  readonly faults?: readonly Fault[];
  readonly jobId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere below a route; `app.onError` answers with it. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly extras: ProblemExtras;

  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = 'Problem';
    this.kind = kind;
    this.extras = extras;
  }
}

/** A request that reads well but says something the contract does not allow: 422, naming every fault. */
export function invalid(faults: readonly Fault[]): Problem {
  const [first] = faults;
  const where = first?.parameter ?? first?.pointer ?? '';
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more, see errors)` : '';
  return new Problem('invalid', `${where === '' ? 'the request' : where}: ${first?.detail ?? 'not accepted'}${more}`, { faults });
}

/** As it is told. */
export function problemBody(problem: Problem, requestId?: string): z.output<typeof ProblemSchema> {
  const { status, title } = PROBLEMS[problem.kind];
  const { faults, jobId } = problem.extras;
  return {
    type: problemType(problem.kind),
    title,
    status,
    detail: problem.message,
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(jobId === undefined ? {} : { job_id: jobId }),
    ...(faults === undefined ? {} : { errors: faults.slice(0, FAULTS_MAX) }),
  };
}

export function problemResponse(c: Context, problem: Problem, requestId?: string): Response {
  const body = problemBody(problem, requestId);
  const { headers } = problem.extras;
  return c.body(JSON.stringify(body), PROBLEMS[problem.kind].status, { 'Content-Type': 'application/problem+json', ...headers });
}
