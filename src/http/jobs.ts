/** The jobs: submitting one, and listing them. */
import { z } from 'zod';
import { CursorSchema, isStorableTime, NameSchema, upTo } from '../contracts/bounds.ts';
import { IX_ERROR_CODES } from '../contracts/errors.ts';
import { BatchIdSchema } from '../contracts/ids.ts';
import { JOB_STATUSES, type JobList, LIST_LIMIT_MAX, OFFSET_MAX, SEARCH_TEXT_MAX, SEARCH_TEXT_MIN } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { BadCursor } from '../jobs/read.ts';
import type { AppDeps } from './deps.ts';
import { exampleJob, exampleList, exampleMultipart, exampleSubmission } from './examples.ts';
import { idempotencyKeyOf, keyReused } from './idempotency-key.ts';
import { awaitEnd, jobAnswer } from './job-answer.ts';
import { LINK, linksOf } from './paging.ts';
import { locationOf } from './path.ts';
import { parsePrefer, WAIT_MAX_SECONDS } from './prefer.ts';
import { invalid, Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';
import { readSubmission } from './submission.ts';

const TIME = 'expected an ISO 8601 date, or date and time with Z or an offset (write its + as %2B)';
export const TimeSchema = z.iso
  .datetime({ offset: true, error: TIME })
  .or(z.iso.date({ error: TIME }))
  .refine(isStorableTime, 'expected a time from the year 1 to the year 9999');

const ListQuerySchema = z.strictObject({
  status: z
    .array(z.enum(JOB_STATUSES))
    .optional()
    .describe('Jobs in this state; may be repeated. An empty one (`status=`) matches nothing.'),
  client_id: NameSchema.optional().describe('Jobs of exactly this client.'),
  batch_id: BatchIdSchema.optional().describe('Jobs that this batch made.'),
  use_case: NameSchema.optional().describe('Jobs of exactly this use case.'),
  code: z.enum(IX_ERROR_CODES).optional().describe('Jobs that ended in error with this code: `IX_003_000` are the cancelled ones.'),
  q: upTo(SEARCH_TEXT_MAX, z.string().min(SEARCH_TEXT_MIN))
    .optional()
    .describe(
      `Text in the display name, in any case, or an id (request_id, job_id, ix_id), of which the first 6 characters are enough; at least ${SEARCH_TEXT_MIN} characters.`,
    ),
  needs_review: z
    .enum(['true', 'false'])
    .optional()
    .describe('`true`: jobs with values that a person should look at, and that nobody is through with yet; `false`: all others.'),
  created_after: TimeSchema.optional().describe('Jobs submitted after this time; a date alone is its midnight in UTC.'),
  created_before: TimeSchema.optional().describe('Jobs submitted before this time.'),
  limit: z.int().min(1).default(50).describe(`Jobs on a page; more than ${LIST_LIMIT_MAX} is cut down to it.`),
  offset: z.int().min(0).max(OFFSET_MAX).optional().describe('Jobs to pass over; deeper than that goes by `cursor`. Not together with it.'),
  cursor: CursorSchema.optional().describe(
    '`next_cursor` or `prev_cursor` of an earlier answer: as fast on any page, and in step while jobs come in.',
  ),
});

export function jobsRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'post',
      path: '/jobs',
      operationId: 'submitJob',
      needs: 'submit',
      tag: 'Jobs',
      summary: 'Submit documents for extraction',
      description: [
        'Answers at once with the job, stored and waiting for a worker. `ix_client_id` and `request_id` together are the idempotency key:',
        'sent again, the same pair answers with the job there already is and starts nothing new.',
        'As multipart/form-data: part `request` with the JSON, and the files themselves as parts `files`, which follow those in `context.files`.',
      ].join(' '),
      requestHeaders: {
        Prefer: `\`wait=N\`: answer when the job has ended, or after N seconds (at most ${WAIT_MAX_SECONDS}). \`handling=strict\`: 409 when the stored request differs.`,
        'Idempotency-Key':
          'The `request_id`, where the body has none: sent again with the same request, the same job answers; with another, 422.',
        traceparent: 'W3C trace context, kept with the job.',
      },
      body: {
        'application/json': { schema: 'Submission', example: exampleSubmission },
        'multipart/form-data': { schema: 'MultipartSubmission', example: exampleMultipart },
      },
      answers: {
        201: {
          description: 'A new job.',
          schema: 'Job',
          example: exampleJob,
          headers: {
            Location: 'Where the job is.',
            ETag: 'The version of the job, weak.',
            'Retry-After': 'Seconds until it is worth asking again; while the job is pending or running.',
            'Preference-Applied': 'Each `Prefer` that was honoured.',
          },
        },
        200: {
          description: 'The job that was there already under this client and request id, unchanged.',
          schema: 'Job',
          example: exampleJob,
          headers: {
            Location: 'Where the job is.',
            'Idempotency-Replayed': '`true`',
            'Ix-Request-Differs': '`true` when the stored request is another than this one, else `false`.',
          },
        },
      },
      problems: [
        'unreadable',
        'cross-site',
        'request-differs',
        'key-reused',
        'too-slow',
        'too-large',
        'unsupported-media-type',
        'invalid',
        'too-many-pending',
        'busy',
      ],
      handler: async (c, scope) => {
        const prefer = parsePrefer(c.req.header('prefer'));
        const [submitted] = await deps.intake.hold(
          async (held) => {
            const job = await readSubmission(c, deps, scope, held);
            return deps.submit(scope, [{ ...job, awaited: prefer.wait > 0 }]);
          },
          (bytes) => deps.rates.upload(scope, bytes),
        );
        if (submitted === undefined) throw new Error('submit answered nothing for one job');
        const { job, created, differs } = submitted;
        const headers = {
          Location: locationOf(c, `/jobs/${job.job_id}`),
          ...(created ? {} : { 'Idempotency-Replayed': 'true', 'Ix-Request-Differs': String(differs) }),
          ...(prefer.applied === null ? {} : { 'Preference-Applied': prefer.applied }),
        };
        if (differs && !prefer.strict && idempotencyKeyOf(c) !== null) throw keyReused(job.request_id, job.job_id);
        if (differs && prefer.strict) {
          const detail = `request_id: ${JSON.stringify(job.request_id)} of client ${JSON.stringify(job.client_id)} is taken by another request`;
          throw new Problem('request-differs', detail, { jobId: job.job_id, headers });
        }
        return jobAnswer(c, await awaitEnd(c, deps, scope, job, prefer), created ? 201 : 200, headers);
      },
    },
    {
      method: 'get',
      path: '/jobs',
      operationId: 'listJobs',
      needs: 'read',
      tag: 'Jobs',
      summary: 'List jobs, newest first',
      query: ListQuerySchema,
      answers: {
        200: {
          description: 'One page, and how many jobs match.',
          schema: 'JobList',
          example: exampleList,
          headers: LINK,
        },
      },
      handler: async (c, scope) => {
        const query = parseQuery(c, ListQuerySchema);
        if (query.cursor !== undefined && query.offset !== undefined) {
          throw invalid([{ parameter: 'offset', detail: 'expected either offset or cursor, not both' }]);
        }
        const list = await listOrRefuse(deps, scope, {
          statuses: query.status,
          clientId: query.client_id,
          batchId: query.batch_id,
          useCase: query.use_case,
          code: query.code,
          text: query.q,
          needsReview: query.needs_review === undefined ? undefined : query.needs_review === 'true',
          createdAfter: query.created_after === undefined ? undefined : new Date(query.created_after),
          createdBefore: query.created_before === undefined ? undefined : new Date(query.created_before),
          limit: Math.min(query.limit, LIST_LIMIT_MAX),
          offset: query.offset ?? 0,
          cursor: query.cursor,
        });
        return c.json(list, 200, linksOf(c, { next: list.next_cursor, prev: list.prev_cursor }));
      },
    },
  ];
}

async function listOrRefuse(deps: AppDeps, scope: Scope, query: Parameters<AppDeps['listJobs']>[1]): Promise<JobList> {
  try {
    return await deps.listJobs(scope, query);
  } catch (error) {
    if (error instanceof BadCursor)
      throw invalid([{ parameter: 'cursor', detail: 'expected next_cursor or prev_cursor of an earlier answer' }]);
    throw error;
  }
}
