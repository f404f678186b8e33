/** The body of a callback: the whole job, or where it is. */
import type { CallbackEvent, ThinJob, ToldJob } from '../contracts/callback.ts';
import type { Job } from '../contracts/job.ts';
import { toldRequest } from '../contracts/request.ts';
import { reviewOf } from '../contracts/review.ts';

export interface EventOptions {
  /** `thin`: never the whole job. */
  readonly payload: 'full' | 'thin';
  /** A body with the whole job that is larger than this is not sent: it goes thin by itself. */
  readonly maxBytes: number;
  /** What the job's path is put behind, `https://ix.example.com`; null: the path alone is sent. */
  readonly publicUrl: string | null;
}

/**
 * Equal, byte by byte, on every attempt, because a finished job does not change: what the callback itself has come to is not told, nor what
 * was decided about the job after what the callback tells of.
 * @param reviewed the last decision it tells of; null: it tells of the job's end.
 * @throws Error for a job that is not finished.
 */
export function bodyOf(job: Job, options: EventOptions, reviewed: number | null = null): Buffer {
  const event = eventOf(job, reviewed);
  const whole = Buffer.from(JSON.stringify(event));
  const reason = options.payload === 'thin' ? 'configured' : whole.length > options.maxBytes ? 'too_large' : null;
  if (reason === null) return whole;
  const { job_id, ix_id, client_id, request_id, status } = job;
  const url = `${options.publicUrl?.replace(/\/+$/, '') ?? ''}/jobs/${job_id}`;
  const thin: ThinJob = { job_id, ix_id, client_id, request_id, status, url, thin: { reason, full_bytes: whole.length } };
  return Buffer.from(JSON.stringify({ ...event, data: thin }));
}

export function eventOf(job: Job, reviewed: number | null = null): CallbackEvent {
  if (job.finished_at === null) throw new Error(`job ${job.job_id} is ${job.status}: only a finished job has a callback`);
  // Pending whenever it is sent; said outright, since the row may have moved on by the time it is read.
  const data = { ...job, callback_status: 'pending' as const, request: toldRequest(job.request) };
  if (reviewed !== null) return reviewEvent(data, job, reviewed);
  const needs_review = (job.response?.needs_review.length ?? 0) > 0;
  return {
    type: job.status === 'error' ? 'job.error' : 'job.done',
    timestamp: job.finished_at,
    data: { ...data, needs_review, review: null },
  };
}

function reviewEvent(data: ToldJob, { job_id, response, review }: Job, reviewed: number): CallbackEvent {
  const decisions = review?.decisions.filter(({ number }) => number <= reviewed) ?? [];
  const last = decisions.at(-1);
  if (response === null || last === undefined) throw new Error(`job ${job_id} has no decision ${reviewed} to tell of`);
  return { type: 'job.reviewed', timestamp: last.at, data: { ...data, needs_review: false, review: reviewOf(response, decisions) } };
}
