/** Subscriptions: endpoints that are registered for the events of a client's jobs, beside the `callback_url` of a single job. */
import { z } from 'zod';
import { HttpUrlSchema, NAME_MAX, NameSchema, TEXT_MAX, upTo } from './bounds.ts';

export type SubscriptionId = string & { readonly __brand: 'SubscriptionId' };
export const SubscriptionIdSchema = z.uuid().transform((id) => id.toLowerCase() as SubscriptionId);

/** What a subscription may be told of. */
export const JOB_EVENTS = ['job.started', 'job.done', 'job.error', 'job.reviewed'] as const;
export type JobEventType = (typeof JOB_EVENTS)[number];
/** What is sent when somebody tries a subscription. */
export const TEST_EVENT = 'subscription.test';

/** Subscriptions of one client. */
export const SUBSCRIPTIONS_MAX = 20;
const HEADERS_MAX = 20;

/** RFC 9110, 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110, 5.5, as far as it is ASCII; no blank at either end. */
const VALUE = /^(?:[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?)?$/;
/** What ix or the connection says itself. */
const OWN =
  /^(?:webhook-.*|content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|user-agent|traceparent|tracestate|proxy-.*)$/i;

const HeadersSchema = z
  .record(upTo(NAME_MAX, z.string()), upTo(TEXT_MAX, z.string().regex(VALUE, 'expected printable ASCII, without blanks at its ends')))
  .refine((headers) => Object.keys(headers).length <= HEADERS_MAX, `expected at most ${HEADERS_MAX} entries`)
  .meta({ maxProperties: HEADERS_MAX })
  .check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const name of Object.keys(value)) {
      const refuse = (message: string) => issues.push({ code: 'custom', message, path: [name], input: name });
      if (!TOKEN.test(name)) refuse('expected the name of a header');
      else if (OWN.test(name)) refuse('expected another header: ix, or the connection, says this one itself');
      if (seen.has(name.toLowerCase())) refuse('expected each header once, whatever its case');
      seen.add(name.toLowerCase());
    }
  });

const parts = {
  url: HttpUrlSchema.describe('Where the events are sent, signed and with retries as every callback is.'),
  events: z
    .array(z.enum(JOB_EVENTS))
    .min(1)
    .max(JOB_EVENTS.length)
    .refine((events) => new Set(events).size === events.length, 'expected each event once')
    .describe('What it is told of.'),
  headers: HeadersSchema.describe(
    'Headers sent with each event, `{"Authorization": "Basic …"}`, so that a receiver behind a door of its own can be reached. Their values are sealed where they are kept, and never shown again.',
  ),
};

/** `POST /v1/subscriptions` */
export const NewSubscriptionSchema = z.strictObject({
  client_id: NameSchema.optional().describe(
    'Whose events it is told of. Absent: the client of the key; a key of no client has to name one.',
  ),
  ...parts,
  headers: parts.headers.default({}),
});
export type NewSubscription = z.output<typeof NewSubscriptionSchema>;

/** `PATCH /v1/subscriptions/{subscription_id}`: what is absent stays as it is. */
export const SubscriptionChangeSchema = z
  .strictObject({ url: parts.url.optional(), events: parts.events.optional(), headers: parts.headers.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'expected one of url, events and headers');
export type SubscriptionChange = z.output<typeof SubscriptionChangeSchema>;

export const SubscriptionSchema = z.strictObject({
  subscription_id: z.uuid().describe('The id of the subscription.'),
  client_id: z.string().describe('Whose events it is told of.'),
  url: z.string().describe('Where they are sent; what may be secret in it is masked.'),
  origin: z.string().describe('Scheme, host and port of `url`. With the client it names the endpoint, which may be paused.'),
  events: z.array(z.enum(JOB_EVENTS)).describe('What it is told of.'),
  headers: z.record(z.string(), z.string()).describe('Headers sent with each event; their values are masked.'),
  created_at: z.iso.datetime().describe('When it was made.'),
  updated_at: z.iso.datetime().describe('When it was last changed.'),
});
export type Subscription = z.output<typeof SubscriptionSchema>;

export const SubscriptionListSchema = z.strictObject({
  subscriptions: z.array(SubscriptionSchema).describe('Those of a client together, the oldest first.'),
});

/** What a test tells: which subscription it is of. */
export const TestedSubscriptionSchema = z.strictObject({
  subscription_id: z.uuid().describe('The subscription that is tried.'),
  client_id: z.string().describe('The client that it is of.'),
});
export type TestedSubscription = z.output<typeof TestedSubscriptionSchema>;
