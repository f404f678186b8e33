/** The job as callers see it: the row's columns, without what is only ours. */
import { z } from 'zod';
import { IX_ERROR_CODES } from './errors.ts';
import { ShownRequestSchema } from './request.ts';
import { ResponseIXSchema } from './response.ts';
import { ReviewSchema } from './review.ts';

export const JOB_STATUSES = ['pending', 'running', 'done', 'error'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export const isTerminal = (status: JobStatus): boolean => status === 'done' || status === 'error';

export const CALLBACK_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

/** Why a pending job is held back. */
export const HELD_BY = ['not_before', 'paused'] as const;
export type HeldBy = (typeof HELD_BY)[number];

const Timestamp = z.iso.datetime();

export const JobSummarySchema = z.strictObject({
  job_id: z.uuid().describe('The id of the job, a UUID that sorts by time of submission.'),
  ix_id: z.string().describe('Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s.'),
  client_id: z.string().describe('The client that submitted it: `ix_client_id` of the request.'),
  request_id: z.string().describe('What the submitter called the request; with the client it names one job.'),
  status: z
    .enum(JOB_STATUSES)
    .describe('`pending` waits for a worker, `running` is with one; `done` and `error` are ends and never change.'),
  use_case: z.string().nullable().describe('The name of the use case; null: there was none.'),
  use_case_version: z
    .number()
    .int()
    .nullable()
    .describe('The version of the use case by which it runs, the latest when it was submitted; null: the use case has no versions.'),
  display_name: z.string().nullable().describe('The name of its first file, for people; null: it has only texts.'),
  priority: z.number().int().describe('Higher runs first; −100 … 100.'),
  attempts: z.number().int().describe('Runs that ended without an answer (a lost worker); the present run comes on top.'),
  callback_url: z.string().nullable().describe('Where the finished job is sent; null: nowhere.'),
  callback_status: z
    .enum(CALLBACK_STATUSES)
    .nullable()
    .describe('What came of the callback: `pending`, `delivered` or given up (`failed`); null: there is none yet, or none was asked for.'),
  worker_id: z.string().nullable().describe('The worker that has or had it last; null: none yet.'),
  origin_job_id: z.uuid().nullable().describe('The job this one is a resubmission of.'),
  batch_id: z.uuid().nullable().describe('The batch that made it; null: it came alone.'),
  needs_review: z
    .boolean()
    .describe('A person should look at some of its values (`response.needs_review`), and has not yet been through with them.'),
  not_before: Timestamp.nullable().describe('It is not claimed before this time.'),
  deadline_at: Timestamp.nullable().describe('When it ends in IX_003_003, unless it has ended by then.'),
  held: z
    .enum(HELD_BY)
    .nullable()
    .describe(
      'What keeps a pending job from being claimed, whatever its place: its `not_before`, or that its client or use case is `paused`. Null: nothing does.',
    ),
  code: z.enum(IX_ERROR_CODES).nullable().describe('Why it ended in error, for programs: `response.code`; null: it did not.'),
  error: z.string().nullable().describe('The same in words, `response.error`, up to 300 characters.'),
  created_at: Timestamp.describe('When it was submitted.'),
  started_at: Timestamp.nullable().describe('When its present or last run began; null: it waits.'),
  finished_at: Timestamp.nullable().describe('When it ended; null: it has not.'),
});
/** A row of the listing. */
export type JobSummary = z.output<typeof JobSummarySchema>;

/** A run that ended without an answer, as the sweep found it. */
export const LostRunSchema = z.strictObject({
  worker_id: z.string().describe('The worker whose run it was.'),
  started_at: Timestamp.describe('When it began.'),
  lost_at: Timestamp.describe('When the run was given up.'),
  reason: z.enum(['heartbeat', 'runtime']).describe("`heartbeat`: the lease ran out; `runtime`: it ran for twice the pipeline's deadline."),
});
export type LostRun = z.output<typeof LostRunSchema>;

export const JobSchema = JobSummarySchema.extend({
  strikes: z.number().int().describe('Lost runs in which this job was the one suspect of its worker: what IX_MAX_ATTEMPTS counts.'),
  lost_runs: z.array(LostRunSchema).describe('Its runs that ended without an answer, the first one first.'),
  cancel_requested_at: Timestamp.nullable().describe(
    'Someone asked for it to be cancelled; a running job ends when its worker hears of it.',
  ),
  callback_error: z
    .string()
    .nullable()
    .describe('Why the job ended without the callback it asked for: it could not be stored. `callback_status` is `failed` then.'),
  request: ShownRequestSchema.describe('What was asked for, without secrets: passwords and header values are masked.'),
  response: ResponseIXSchema.nullable().describe('What came of it; null until the job has ended.'),
  review: ReviewSchema.nullable().describe('What people decided about the answer, which itself never changes; null: nothing.'),
  queue: z
    .strictObject({
      ahead: z.number().int().describe('Jobs before this one in the order in which they are claimed; 0 once it runs.'),
      ahead_is_minimum: z.boolean().describe('`ahead` stopped counting: there are at least so many.'),
      total_active: z.number().int().describe('All pending and running jobs.'),
    })
    .nullable()
    .describe('While pending, unless it is held back, or running: jobs before this one in claim order, and all pending and running ones.'),
});
/** The whole job: the answer of `POST /jobs` and `GET /jobs/{job_id}` alike. */
export type Job = z.output<typeof JobSchema>;

export const JobListSchema = z.strictObject({
  jobs: z.array(JobSummarySchema).describe('The jobs of this page, newest first.'),
  total: z.number().int().describe('Jobs that match, before paging.'),
  total_relation: z
    .enum(['exact', 'more_than'])
    .describe('`exact`; or `more_than`: counting stopped at `total` (filters by use case, time or text, past 10,000).'),
  limit: z.number().int().describe('Entries that a page may have.'),
  offset: z.number().int().describe('Entries that were passed over; 0 when the page was asked for by cursor.'),
  next_cursor: z.string().nullable().describe('For the older jobs after this page; null: there are none.'),
  prev_cursor: z.string().nullable().describe('For the newer jobs before this page; null on the first page and without jobs.'),
});
export type JobList = z.output<typeof JobListSchema>;

/** Largest page of the listing; a larger `limit` is cut down to it. */
export const LIST_LIMIT_MAX = 200;
/** Whoever goes deeper into the listing goes by cursor. */
export const OFFSET_MAX = 10_000;
/** Shortest text the listing is searched for: what a trigram index can find. */
export const SEARCH_TEXT_MIN = 3;
export const SEARCH_TEXT_MAX = 200;
