/** The body of a callback: the whole job as it was when what is told of it happened, or where it is. */
import type { JobEvent, TestEvent, ThinJob, ToldJob } from '../contracts/callback.ts';
import type { Job } from '../contracts/job.ts';
import { toldRequest } from '../contracts/request.ts';
import { reviewOf } from '../contracts/review.ts';
import { type SubscriptionId, TEST_EVENT } from '../contracts/subscription.ts';
import type { ClaimedCallback } from '../store/callback-claims.ts';

export interface EventOptions {
  /** `thin`: never the whole job. */
  readonly payload: 'full' | 'thin';
  /** A body with the whole job that is larger than this is not sent: it goes thin by itself. */
  readonly maxBytes: number;
  /** What the job's path is put behind, `https://ix.example.com`; null: the path alone is sent. */
  readonly publicUrl: string | null;
}

/** What of a callback says what it tells. */
export type Told = Pick<ClaimedCallback, 'event' | 'reviewed' | 'createdAt'>;

/**
 * Equal, byte by byte, on every attempt and at every endpoint: what happened to the job after what the callback tells of is not told, nor what
 * its callbacks have come to.
 * @throws Error for a job that is not as far as what is told of it.
 */
export function bodyOf(job: Job, options: EventOptions, told: Told): Buffer {
  const event = eventOf(job, told);
  const whole = Buffer.from(JSON.stringify(event));
  const reason = options.payload === 'thin' ? 'configured' : whole.length > options.maxBytes ? 'too_large' : null;
  if (reason === null) return whole;
  const { job_id, ix_id, client_id, request_id } = job;
  const url = `${options.publicUrl?.replace(/\/+$/, '') ?? ''}/jobs/${job_id}`;
  const status = event.type === 'job.started' ? 'running' : job.status;
  const thin: ThinJob = { job_id, ix_id, client_id, request_id, status, url, thin: { reason, full_bytes: whole.length } };
  return Buffer.from(JSON.stringify({ ...event, data: thin }));
}

/** The body by which a subscription is tried. */
export function testBodyOf(
  subscription_id: SubscriptionId,
  { clientId, createdAt }: Pick<ClaimedCallback, 'clientId' | 'createdAt'>,
): Buffer {
  const event: TestEvent = { type: TEST_EVENT, timestamp: createdAt, data: { subscription_id, client_id: clientId } };
  return Buffer.from(JSON.stringify(event));
}

function eventOf(job: Job, { event, reviewed, createdAt }: Told): JobEvent {
  const request = toldRequest(job.request);
  if (event === 'job.started') return { type: event, timestamp: createdAt, data: { ...asItStarted(job, createdAt), request } };
  if (job.finished_at === null) throw new Error(`job ${job.job_id} is ${job.status}: only a finished job is told of as one`);
  // Pending whenever it is sent; said outright, since the row may have moved on by the time it is read.
  const data = { ...job, callback_status: job.callback_url === null ? null : ('pending' as const), request };
  if (reviewed !== null) return reviewEvent(data, job, reviewed);
  const needs_review = (job.response?.needs_review.length ?? 0) > 0;
  return {
    type: job.status === 'error' ? 'job.error' : 'job.done',
    timestamp: job.finished_at,
    data: { ...data, needs_review, review: null },
  };
}

/** Whatever has come of it since. */
const asItStarted = (job: Job, started_at: string): Job => ({
  ...job,
  status: 'running',
  started_at,
  finished_at: null,
  response: null,
  review: null,
  needs_review: false,
  code: null,
  error: null,
  worker_id: null,
  attempts: 0,
  strikes: 0,
  lost_runs: [],
  held: null,
  queue: null,
  cancel_requested_at: null,
  callback_status: null,
  callback_error: null,
});

function reviewEvent(data: ToldJob, { job_id, response, review }: Job, reviewed: number): JobEvent {
  const decisions = review?.decisions.filter(({ number }) => number <= reviewed) ?? [];
  const last = decisions.at(-1);
  if (response === null || last === undefined) throw new Error(`job ${job_id} has no decision ${reviewed} to tell of`);
  return { type: 'job.reviewed', timestamp: last.at, data: { ...data, needs_review: false, review: reviewOf(response, decisions) } };
}
