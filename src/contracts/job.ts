/** The job as callers see it: the row's columns, without what is only ours. */
import { z } from 'zod';
import { ShownRequestSchema } from './request.ts';
import { ResponseIXSchema } from './response.ts';
import { ReviewSchema } from './review.ts';

export const JOB_STATUSES = ['pending', 'running', 'done', 'error'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];
export const isTerminal = (status: JobStatus): boolean => status === 'done' || status === 'error';

export const CALLBACK_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type CallbackStatus = (typeof CALLBACK_STATUSES)[number];

/** Why a pending job is held back. */
export const HELD_BY = ['not_before'] as const;
export type HeldBy = (typeof HELD_BY)[number];

const Timestamp = z.iso.datetime();

export const JobSummarySchema = z.strictObject({
  job_id: z.uuid(),
  ix_id: z.string(),
  client_id: z.string(),
  request_id: z.string(),
  status: z.enum(JOB_STATUSES),
  use_case: z.string().nullable(),
  display_name: z.string().nullable(),
  priority: z.number().int(),
  /** Runs that ended without an answer (a lost worker); the present run comes on top. */
  attempts: z.number().int(),
  callback_url: z.string().nullable(),
  callback_status: z.enum(CALLBACK_STATUSES).nullable(),
  worker_id: z.string().nullable(),
  /** The job this one is a resubmission of. */
  origin_job_id: z.uuid().nullable(),
  /** A person should look at some of its values (`response.needs_review`), and has not yet been through with them. */
  needs_review: z.boolean(),
  /** It is not claimed before. */
  not_before: Timestamp.nullable(),
  /** When it ends in IX_003_003, unless it has ended by then. */
  deadline_at: Timestamp.nullable(),
  /** What keeps a pending job from being claimed, whatever its place: `not_before`. Null: nothing does. */
  held: z.enum(HELD_BY).nullable(),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
});
/** A row of the listing. */
export type JobSummary = z.output<typeof JobSummarySchema>;

/** A run that ended without an answer, as the sweep found it. */
export const LostRunSchema = z.strictObject({
  worker_id: z.string(),
  started_at: Timestamp,
  lost_at: Timestamp,
  /** `heartbeat`: the lease ran out; `runtime`: it ran for twice the pipeline's deadline. */
  reason: z.enum(['heartbeat', 'runtime']),
});
export type LostRun = z.output<typeof LostRunSchema>;

export const JobSchema = JobSummarySchema.extend({
  /** Lost runs in which this job was the one suspect of its worker: what IX_MAX_ATTEMPTS counts. */
  strikes: z.number().int(),
  lost_runs: z.array(LostRunSchema),
  /** Someone asked for it to be cancelled; a running job ends when its worker hears of it. */
  cancel_requested_at: Timestamp.nullable(),
  /** Why the job ended without the callback it asked for: it could not be stored. `callback_status` is `failed` then. */
  callback_error: z.string().nullable(),
  request: ShownRequestSchema,
  response: ResponseIXSchema.nullable(),
  /** What people decided about the answer, which itself never changes; null: nothing. */
  review: ReviewSchema.nullable(),
  /** While pending, unless it is held back, or running: jobs before this one in claim order, and all pending and running ones. */
  queue: z.strictObject({ ahead: z.number().int(), ahead_is_minimum: z.boolean(), total_active: z.number().int() }).nullable(),
});
/** The whole job: the answer of `POST /jobs` and `GET /jobs/{job_id}` alike. */
export type Job = z.output<typeof JobSchema>;

export const JobListSchema = z.strictObject({
  jobs: z.array(JobSummarySchema),
  /** Jobs that match, before paging. */
  total: z.number().int(),
  /** `exact`; or `more_than`: counting stopped at `total` (filters by use case, time or text, past 10,000). */
  total_relation: z.enum(['exact', 'more_than']),
  limit: z.number().int(),
  offset: z.number().int(),
  /** For the older jobs after this page; null: there are none. */
  next_cursor: z.string().nullable(),
  /** For the newer jobs before this page; null on the first page and without jobs. */
  prev_cursor: z.string().nullable(),
});
export type JobList = z.output<typeof JobListSchema>;

/** Largest page of the listing; a larger `limit` is cut down to it. */
export const LIST_LIMIT_MAX = 200;
/** Whoever goes deeper into the listing goes by cursor. */
export const OFFSET_MAX = 10_000;
/** Shortest text the listing is searched for: what a trigram index can find. */
export const SEARCH_TEXT_MIN = 3;
export const SEARCH_TEXT_MAX = 200;
