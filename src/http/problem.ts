/** What goes wrong at the HTTP border, as `application/problem+json` (RFC 9457). */
import type { Context } from 'hono';
import { z } from 'zod';

/** Every kind of problem: its `type` is `urn:ix:problem:<kind>`, stable for programs; its title is for people. */
export const PROBLEMS = {
  unreadable: { status: 400, title: 'The request could not be read' },
  unauthorized: { status: 401, title: 'A key is needed' },
  'foreign-host': { status: 403, title: 'The Host header names another host' },
  'cross-site': { status: 403, title: 'The request comes from another web site' },
  forbidden: { status: 403, title: 'The key does not allow this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'request-differs': { status: 409, title: 'The stored request differs from this one' },
  'shown-once': { status: 409, title: 'What the Idempotency-Key made is not shown again' },
  'keys-full': { status: 409, title: 'The client has as many live keys as it may' },
  'not-reviewable': { status: 409, title: 'The job has no values to decide about' },
  'already-ended': { status: 409, title: 'The job has ended already' },
  'filters-full': { status: 409, title: 'There are as many filters as there may be' },
  'in-use': { status: 409, title: 'Something else needs it' },
  'not-ended': { status: 409, title: 'There is a job that has not ended yet' },
  'headers-erased': { status: 409, title: 'Header values of the files are erased' },
  'too-slow': { status: 408, title: 'The request took too long to arrive' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The content type is not supported' },
  'headers-too-large': { status: 431, title: 'The line of the request and its headers are too large' },
  'no-document': { status: 422, title: 'The document cannot be shown' },
  'key-reused': { status: 422, title: 'The Idempotency-Key came with another request' },
  invalid: { status: 422, title: 'The request does not fit the contract' },
  'too-many-pending': { status: 429, title: 'The client has as many jobs waiting as it may' },
  'rate-limited': { status: 429, title: 'The key has used what it may in a minute' },
  internal: { status: 500, title: 'ix failed' },
  unavailable: { status: 503, title: 'ix cannot answer now' },
  busy: { status: 503, title: 'ix has as much in hand as it may' },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

/** One fault in a request: where it is (JSON Pointer into the body, or the parameter's name), and what was expected there. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

export const ProblemSchema = z.strictObject({
  type: z.string().describe('`urn:ix:problem:<kind>`'),
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
    type: `urn:ix:problem:${problem.kind}`,
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
