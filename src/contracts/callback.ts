/** Callbacks: what a receiver is sent, and what is remembered of sending it. */
import { z } from 'zod';
import { HttpUrlSchema, isStorableTime, NameSchema } from './bounds.ts';
import type { CallbackId } from './ids.ts';
import { CALLBACK_STATUSES, JOB_STATUSES, JobSchema } from './job.ts';
import { ToldRequestSchema } from './request.ts';

const Timestamp = z.iso.datetime();
const Given = z.iso.datetime({ offset: true }).refine(isStorableTime, 'expected a time from the year 1 to the year 9999');

export const CALLBACK_TYPES = ['job.done', 'job.error', 'job.reviewed'] as const;

/** Why a callback carries no more than where the job is. */
export const THIN_REASONS = ['configured', 'too_large'] as const;

/** A job by name and place: what is sent in place of the whole job. */
export const ThinJobSchema = z.strictObject({
  job_id: z.uuid(),
  ix_id: z.string(),
  client_id: z.string(),
  request_id: z.string(),
  status: z.enum(JOB_STATUSES),
  /** Where the whole job is: below IX_PUBLIC_URL, or a path when that is not set. */
  url: z.string(),
  thin: z.strictObject({
    /** `configured`: IX_CALLBACK_PAYLOAD; `too_large`: the whole would be more than IX_CALLBACK_MAX_BYTES. */
    reason: z.enum(THIN_REASONS),
    /** Of the body with the whole job. */
    full_bytes: z.number().int(),
  }),
});
export type ThinJob = z.output<typeof ThinJobSchema>;

const ToldJobSchema = JobSchema.extend({ request: ToldRequestSchema });
export type ToldJob = z.output<typeof ToldJobSchema>;

/** The body of a callback: `type`, `timestamp` and `data` as Standard Webhooks recommends. The same on every attempt. */
export const CallbackEventSchema = z.strictObject({
  type: z.enum(CALLBACK_TYPES),
  /** When the job finished, or was decided about last, not when this was sent: that is the `webhook-timestamp` header. */
  timestamp: Timestamp,
  /** The job as `GET /jobs/{job_id}` shows it, but for the URLs of its files; or, when it has `thin`, where it is. */
  data: z.union([ToldJobSchema, ThinJobSchema]),
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
  /** When the next one was planned for; null when this was the last. */
  next_attempt_at: Timestamp.nullable(),
});
export type CallbackAttempt = z.output<typeof CallbackAttemptSchema>;

export const CallbackIdSchema = z.uuid().transform((id) => id.toLowerCase() as CallbackId);

/** A row of the listing. */
export const CallbackSummarySchema = z.strictObject({
  /** Also the `webhook-id` of every attempt. */
  callback_id: z.uuid(),
  job_id: z.uuid(),
  /** It tells of the job's review up to the decision of this number (`job.reviewed`); null: of the job's end. */
  reviewed: z.number().int().nullable(),
  client_id: z.string(),
  url: z.string(),
  /** Scheme, host and port of `url`. With the client it names the endpoint. */
  origin: z.string(),
  status: z.enum(CALLBACK_STATUSES),
  /** Attempts made. */
  attempts: z.number().int(),
  /** The earliest time of the next attempt; null when there is none. */
  next_attempt_at: Timestamp.nullable(),
  /** It waits because its endpoint is paused. */
  paused: z.boolean(),
  /** Of the last attempt. */
  last_status_code: z.number().int().nullable(),
  /** Of the last attempt; null when that delivered it, and before the first. */
  last_error: z.string().nullable(),
  created_at: Timestamp,
  finished_at: Timestamp.nullable(),
});
export type CallbackSummary = z.output<typeof CallbackSummarySchema>;

export const CallbackSchema = CallbackSummarySchema.extend({
  /** First attempt first. */
  log: z.array(CallbackAttemptSchema),
});
export type Callback = z.output<typeof CallbackSchema>;

export const JobCallbacksSchema = z.strictObject({ callbacks: z.array(CallbackSchema) });

export const CallbackListSchema = z.strictObject({
  callbacks: z.array(CallbackSummarySchema),
  /** For the older callbacks after this page; null: there are none. */
  next_cursor: z.string().nullable(),
});
export type CallbackList = z.output<typeof CallbackListSchema>;

/** Callbacks sent in one call by `POST /callbacks/redeliver` at most; the answer says whether more are left. */
export const REDELIVER_MAX = 10_000;

/** `POST /callbacks/redeliver`: which of those that failed are sent again, and how fast. */
export const RedeliverManySchema = z.strictObject({
  client_id: NameSchema.nullable().default(null).describe('Callbacks of exactly this client; null: of all.'),
  created_after: Given.nullable().default(null).describe('Callbacks made after this time.'),
  created_before: Given.nullable().default(null).describe('Callbacks made before this time.'),
  /** The first attempts are spread so that no more than this many are due in a second. */
  per_second: z.number().positive().max(1000).default(10),
});
export type RedeliverMany = z.output<typeof RedeliverManySchema>;

export const RedeliveredSchema = z.strictObject({
  /** Callbacks that are pending again. */
  redelivered: z.number().int(),
  /** More match: ask again. */
  more: z.boolean(),
});
export type Redelivered = z.output<typeof RedeliveredSchema>;

/** What one client has at one origin, and how it fares. */
export const EndpointSchema = z.strictObject({
  client_id: z.string(),
  origin: z.string(),
  paused_at: Timestamp.nullable(),
  /** `breaker`: it kept failing, and is tried again at `probe_at`; `operator`: until somebody resumes it. */
  paused_by: z.enum(['breaker', 'operator']).nullable(),
  /** When one callback is sent to see whether it works again. */
  probe_at: Timestamp.nullable(),
  /** Callbacks that wait for it, due or not. */
  pending: z.number().int(),
  /** Of its last attempts, as many as count (IX_CALLBACK_PAUSE_AFTER). */
  recent: z.strictObject({ attempts: z.number().int(), failures: z.number().int() }),
  last_error: z.string().nullable(),
  last_success_at: Timestamp.nullable(),
  last_failure_at: Timestamp.nullable(),
});
export type Endpoint = z.output<typeof EndpointSchema>;

export const EndpointListSchema = z.strictObject({ endpoints: z.array(EndpointSchema) });

/** Names an endpoint in `POST /endpoints/pause` and `/endpoints/resume`. */
export const EndpointNameSchema = z.strictObject({
  client_id: NameSchema,
  /** A URL there will do: its scheme, host and port count. */
  origin: HttpUrlSchema.transform((url) => new URL(url).origin),
});
export type EndpointName = z.output<typeof EndpointNameSchema>;

export const SECRET_KINDS = ['hmac', 'ed25519'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A secret as it is listed: never the secret itself. */
export const ClientSecretSchema = z.strictObject({
  secret_id: z.uuid(),
  client_id: z.string(),
  /** `hmac` signs `v1`, `ed25519` signs `v1a`; `server` is the server's own, still in use while the client changes over. */
  kind: z.enum([...SECRET_KINDS, 'server']),
  /** Enough to tell two apart: `whsec_MfKQ…`. */
  masked: z.string(),
  /** What verifies an ed25519 signature, `whpk_…`: no secret. Null for the other kinds. */
  public_key: z.string().nullable(),
  created_at: Timestamp,
  /** It signs until then; null: until it is rotated or revoked. */
  expires_at: Timestamp.nullable(),
});
export type ClientSecret = z.output<typeof ClientSecretSchema>;

export const ClientSecretListSchema = z.strictObject({ secrets: z.array(ClientSecretSchema) });

/** Longest time two secrets sign together: thirty days, in seconds. */
export const OVERLAP_MAX_SECONDS = 2_592_000;

/** `POST /clients/{client_id}/secrets`: a new secret; those before it sign on for the overlap. */
export const NewSecretSchema = z.strictObject({
  kind: z.enum(SECRET_KINDS).default('hmac'),
  /** Seconds for which the earlier secrets sign beside the new one. */
  overlap_seconds: z.number().int().min(0).max(OVERLAP_MAX_SECONDS).default(86_400),
});
export type NewSecret = z.output<typeof NewSecretSchema>;

/** The only answer that shows a secret: it is not shown again. */
export const CreatedSecretSchema = ClientSecretSchema.extend({
  /** `whsec_…` for the receiver; null for ed25519, whose receivers need the public key alone. */
  secret: z.string().nullable(),
});
export type CreatedSecret = z.output<typeof CreatedSecretSchema>;
