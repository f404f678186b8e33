/** Callbacks: what a receiver is sent, and what is remembered of sending it. */
import { z } from 'zod';
import { HttpUrlSchema, isStorableTime, NameSchema, URL_MAX, upTo } from './bounds.ts';
import type { CallbackId } from './ids.ts';
import { CALLBACK_STATUSES, JOB_STATUSES, JobSchema } from './job.ts';
import { ToldRequestSchema } from './request.ts';
import { JOB_EVENTS, TEST_EVENT, TestedSubscriptionSchema } from './subscription.ts';

const Timestamp = z.iso.datetime();
const Given = z.iso.datetime({ offset: true }).refine(isStorableTime, 'expected a time from the year 1 to the year 9999');

export const CALLBACK_TYPES = [...JOB_EVENTS, TEST_EVENT] as const;
export type CallbackType = (typeof CALLBACK_TYPES)[number];

/** Why a callback carries no more than where the job is. */
export const THIN_REASONS = ['configured', 'too_large'] as const;

/** A job by name and place: what is sent in place of the whole job. */
export const ThinJobSchema = z.strictObject({
  job_id: z.uuid().describe('The id of the job, a UUID that sorts by time of submission.'),
  ix_id: z.string().describe('Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s.'),
  client_id: z.string().describe('The client it belongs to.'),
  request_id: z.string().describe('What the submitter called the request; with the client it names one job.'),
  status: z.enum(JOB_STATUSES).describe('How the job ended; `running` when it has started.'),
  url: z.string().describe('Where the whole job is: below IX_PUBLIC_URL, or a path when that is not set.'),
  thin: z
    .strictObject({
      reason: z
        .enum(THIN_REASONS)
        .describe('`configured`: IX_CALLBACK_PAYLOAD; `too_large`: the whole would be more than IX_CALLBACK_MAX_BYTES.'),
      full_bytes: z.number().int().describe('Of the body with the whole job.'),
    })
    .describe('Why the whole job is not in here.'),
});
export type ThinJob = z.output<typeof ThinJobSchema>;

export const ToldJobSchema = JobSchema.extend({
  request: ToldRequestSchema.describe('What was asked for; of files named by URL the name alone.'),
});
export type ToldJob = z.output<typeof ToldJobSchema>;

/** What has happened to a job, as receivers are told: `type`, `timestamp` and `data` as Standard Webhooks recommends. The same on every attempt. */
export const JobEventSchema = z.strictObject({
  type: z.enum(JOB_EVENTS).describe('What happened.'),
  timestamp: Timestamp.describe(
    'When the job started, finished, or was decided about last, not when this was sent: that is the `webhook-timestamp` header.',
  ),
  data: z
    .union([ToldJobSchema, ThinJobSchema])
    .describe('The job as `GET /jobs/{job_id}` shows it, but for the URLs of its files; or, when it has `thin`, where it is.'),
});
export type JobEvent = z.output<typeof JobEventSchema>;

/** By which a subscription is tried. */
export const TestEventSchema = z.strictObject({
  type: z.literal(TEST_EVENT).describe('What happened: somebody tries the endpoint.'),
  timestamp: Timestamp.describe('When that was asked for.'),
  data: TestedSubscriptionSchema.describe('The subscription that is tried.'),
});
export type TestEvent = z.output<typeof TestEventSchema>;

/** The body of a callback. */
export const CallbackEventSchema = z.union([JobEventSchema, TestEventSchema]);
export type CallbackEvent = z.output<typeof CallbackEventSchema>;

/** One delivery attempt, of the log. */
export const CallbackAttemptSchema = z.strictObject({
  attempt: z.number().int().min(1).describe('1 for the first.'),
  started_at: Timestamp.describe('When the attempt began.'),
  duration_ms: z.number().int().min(0).describe('Milliseconds from before the connection was opened until the answer was read.'),
  status_code: z.number().int().nullable().describe('The HTTP status; null when no answer came.'),
  error: z.string().nullable().describe('Why the attempt failed, in plain words; null when it did not.'),
  response_excerpt: z.string().nullable().describe("How the answer's body began; null when there was none."),
  next_attempt_at: Timestamp.nullable().describe('When the next one was planned for; null when this was the last.'),
});
export type CallbackAttempt = z.output<typeof CallbackAttemptSchema>;

export const CallbackIdSchema = z.uuid().transform((id) => id.toLowerCase() as CallbackId);

/** A row of the listing. */
export const CallbackSummarySchema = z.strictObject({
  callback_id: z.uuid().describe('Also the `webhook-id` of every attempt.'),
  job_id: z.uuid().nullable().describe('The job that it tells of; null: it tries a subscription.'),
  event: z.enum(CALLBACK_TYPES).describe('What it tells of: the `type` of what is sent.'),
  subscription_id: z.uuid().nullable().describe('The subscription that it is sent to; null: the `callback_url` of its job.'),
  reviewed: z
    .number()
    .int()
    .nullable()
    .describe("It tells of the job's review up to the decision of this number (`job.reviewed`); null: of the job's end."),
  client_id: z.string().describe('The client that it is sent for.'),
  url: z.string().describe('Where it is sent; what may be secret in it is masked.'),
  origin: z.string().describe('Scheme, host and port of `url`. With the client it names the endpoint.'),
  status: z.enum(CALLBACK_STATUSES).describe('`pending`: it is not through; `delivered`: the receiver took it; `failed`: it was given up.'),
  attempts: z.number().int().describe('Attempts made.'),
  next_attempt_at: Timestamp.nullable().describe('The earliest time of the next attempt; null when there is none.'),
  paused: z.boolean().describe('It waits because its endpoint is paused.'),
  last_status_code: z.number().int().nullable().describe('Of the last attempt.'),
  last_error: z.string().nullable().describe('Of the last attempt; null when that delivered it, and before the first.'),
  created_at: Timestamp.describe('When it was made.'),
  finished_at: Timestamp.nullable().describe('When it was delivered or given up; null: neither yet.'),
});
export type CallbackSummary = z.output<typeof CallbackSummarySchema>;

export const CallbackSchema = CallbackSummarySchema.extend({
  log: z.array(CallbackAttemptSchema).describe('First attempt first.'),
});
export type Callback = z.output<typeof CallbackSchema>;

export const JobCallbacksSchema = z.strictObject({ callbacks: z.array(CallbackSchema).describe('The callbacks, oldest first.') });

export const CallbackListSchema = z.strictObject({
  callbacks: z.array(CallbackSummarySchema).describe('The callbacks, newest first.'),
  next_cursor: z.string().nullable().describe('For the older callbacks after this page; null: there are none.'),
});
export type CallbackList = z.output<typeof CallbackListSchema>;

/** `500`, `5xx`, or `none`: no answer came. */
export const LastStatusSchema = z.string().regex(/^(?:[1-5]\d\d|[1-5]xx|none)$/, 'expected a status like 500, a class like 5xx, or none');

/** From and to; null: no answer. */
export function lastStatusOf(text: string): readonly [from: number, to: number] | null {
  if (text === 'none') return null;
  return text.endsWith('xx') ? [Number(text[0]) * 100, Number(text[0]) * 100 + 99] : [Number(text), Number(text)];
}

/** Callbacks sent in one call by `POST /callbacks/redeliver` at most; the answer says whether more are left. */
export const REDELIVER_MAX = 10_000;

/** `POST /callbacks/redeliver`: which of those that failed are sent again, and how fast. */
export const RedeliverManySchema = z.strictObject({
  client_id: NameSchema.nullable().default(null).describe('Callbacks of exactly this client; null: of all.'),
  origin: upTo(URL_MAX, z.string())
    .nullable()
    .default(null)
    .describe('Callbacks to exactly this scheme, host and port, `https://hooks.example.com`; null: to all.'),
  created_after: Given.nullable().default(null).describe('Callbacks made after this time.'),
  created_before: Given.nullable().default(null).describe('Callbacks made before this time.'),
  per_second: z
    .number()
    .positive()
    .max(1000)
    .default(10)
    .describe('The first attempts are spread so that no more than this many are due in a second.'),
});
export type RedeliverMany = z.output<typeof RedeliverManySchema>;

export const RedeliveredSchema = z.strictObject({
  redelivered: z.number().int().describe('Callbacks that are pending again.'),
  more: z.boolean().describe('More match: ask again.'),
});
export type Redelivered = z.output<typeof RedeliveredSchema>;

/** What one client has at one origin, and how it fares. */
export const EndpointSchema = z.strictObject({
  client_id: z.string().describe('The client it belongs to.'),
  origin: z.string().describe('Scheme, host and port.'),
  paused_at: Timestamp.nullable().describe('Since when nothing is sent to it; null: it is not paused.'),
  paused_by: z
    .enum(['breaker', 'operator'])
    .nullable()
    .describe('`breaker`: it kept failing, and is tried again at `probe_at`; `operator`: until somebody resumes it.'),
  probe_at: Timestamp.nullable().describe('When one callback is sent to see whether it works again.'),
  pending: z.number().int().describe('Callbacks that wait for it, due or not.'),
  recent: z
    .strictObject({
      attempts: z.number().int().describe('Attempts that count.'),
      failures: z.number().int().describe('Those of them that failed.'),
    })
    .describe('Of its last attempts, as many as count (IX_CALLBACK_PAUSE_AFTER).'),
  last_error: z.string().nullable().describe('Why the last attempt failed; null: it did not.'),
  last_success_at: Timestamp.nullable().describe('When it last took a callback; null: never.'),
  last_failure_at: Timestamp.nullable().describe('When an attempt last failed; null: never.'),
});
export type Endpoint = z.output<typeof EndpointSchema>;

export const EndpointListSchema = z.strictObject({
  endpoints: z.array(EndpointSchema).describe('The endpoints, those that are paused first.'),
});

/** Names an endpoint in `POST /endpoints/pause` and `/endpoints/resume`. */
export const EndpointNameSchema = z.strictObject({
  client_id: NameSchema.describe('The client whose endpoint it is.'),
  origin: HttpUrlSchema.transform((url) => new URL(url).origin).describe('A URL there will do: its scheme, host and port count.'),
});
export type EndpointName = z.output<typeof EndpointNameSchema>;

export const SECRET_KINDS = ['hmac', 'ed25519'] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** A secret as it is listed: never the secret itself. */
export const ClientSecretSchema = z.strictObject({
  secret_id: z.uuid().describe('The id of the secret.'),
  client_id: z.string().describe('The client whose callbacks it signs.'),
  kind: z
    .enum([...SECRET_KINDS, 'server'])
    .describe("`hmac` signs `v1`, `ed25519` signs `v1a`; `server` is the server's own, still in use while the client changes over."),
  masked: z.string().describe('Enough to tell two apart: `whsec_MfKQ…`.'),
  public_key: z.string().nullable().describe('What verifies an ed25519 signature, `whpk_…`: no secret. Null for the other kinds.'),
  created_at: Timestamp.describe('When it was made.'),
  expires_at: Timestamp.nullable().describe('It signs until then; null: until it is rotated or revoked.'),
});
export type ClientSecret = z.output<typeof ClientSecretSchema>;

export const ClientSecretListSchema = z.strictObject({
  secrets: z.array(ClientSecretSchema).describe('The secrets that sign, those of a client together, the newest first.'),
});

/** Longest time two secrets sign together: thirty days, in seconds. */
export const OVERLAP_MAX_SECONDS = 2_592_000;

/** `POST /clients/{client_id}/secrets`: a new secret; those before it sign on for the overlap. */
export const NewSecretSchema = z.strictObject({
  kind: z
    .enum(SECRET_KINDS)
    .default('hmac')
    .describe('`hmac` signs `v1` and is shared with the receiver; `ed25519` signs `v1a` and gives the receiver a public key.'),
  overlap_seconds: z
    .number()
    .int()
    .min(0)
    .max(OVERLAP_MAX_SECONDS)
    .default(86_400)
    .describe('Seconds for which the earlier secrets sign beside the new one.'),
});
export type NewSecret = z.output<typeof NewSecretSchema>;

/** The only answer that shows a secret: it is not shown again. */
export const CreatedSecretSchema = ClientSecretSchema.extend({
  secret: z.string().nullable().describe('`whsec_…` for the receiver; null for ed25519, whose receivers need the public key alone.'),
});
export type CreatedSecret = z.output<typeof CreatedSecretSchema>;
