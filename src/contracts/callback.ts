/** Callbacks: what a receiver is sent, and what is remembered of sending it. */
import { z } from 'zod';
import { JobSchema } from './job.ts';

const Timestamp = z.iso.datetime();

export const CALLBACK_TYPES = ['job.done', 'job.error'] as const;

/** The body of a callback: `type`, `timestamp` and `data` as Standard Webhooks recommends. The same on every attempt. */
export const CallbackEventSchema = z.strictObject({
  type: z.enum(CALLBACK_TYPES),
  /** When the job finished, not when this was sent: that is the `webhook-timestamp` header. */
  timestamp: Timestamp,
  /** The job as `GET /jobs/{job_id}` showed it then. */
  data: JobSchema,
});
export type CallbackEvent = z.output<typeof CallbackEventSchema>;

/** One delivery attempt, of the log. */
export const CallbackAttemptSchema = z.strictObject({
  /** 1 for the first. */
  attempt: z.number().int().min(1),
  started_at: Timestamp,
  /** Milliseconds from before the connection was opened until the answer was read. */
  duration_ms: z.number().int().min(0),
  /** The HTTP status; null when no answer came. */
  status_code: z.number().int().nullable(),
  /** Why the attempt failed, in plain words; null when it did not. */
  error: z.string().nullable(),
  /** How the answer's body began; null when there was none. */
  response_excerpt: z.string().nullable(),
});
export type CallbackAttempt = z.output<typeof CallbackAttemptSchema>;
