/** One delivery attempt: the signed POST, and its outcome in plain words. Knows neither database nor queue. */
import type { CallbackId } from '../contracts/ids.ts';
import { shownUrl } from '../contracts/shown-url.ts';
import { type Egress, explainNetworkError } from '../egress/egress.ts';
import { type Secret, sign } from './sign.ts';

/** Bytes of the answer that are read and kept. */
const EXCERPT_BYTES = 4096;
/** Characters of a Location that are shown. */
const LOCATION_LENGTH = 200;

export interface DeliverOptions {
  readonly egress: Egress;
  /** One deadline over connect, headers and body. */
  readonly timeoutSeconds: number;
  readonly now: () => Date;
}

export interface Delivery {
  /** The `webhook-id`: the same on every attempt. */
  readonly callbackId: CallbackId;
  readonly url: string;
  readonly traceparent: string | null;
  /** Of the subscription, beside ix's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: Uint8Array;
  /** Null: unsigned, which is configured and never happens by itself. */
  readonly secrets: readonly Secret[] | null;
}

export interface Outcome {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Null when no whole answer came. */
  readonly statusCode: number | null;
  /** Null: delivered. */
  readonly error: string | null;
  readonly responseExcerpt: string | null;
  /** The Retry-After field as it came. */
  readonly retryAfter: string | null;
}

/**
 * Sends the callback once. Whatever the receiver does is an outcome, never an exception.
 * @throws the reason of `signal`, when it was aborted: then nothing is known about the receiver.
 */
export async function deliver(delivery: Delivery, options: DeliverOptions, signal: AbortSignal): Promise<Outcome> {
  const { callbackId, body, secrets } = delivery;
  const startedAt = options.now();
  const timestamp = Math.floor(startedAt.getTime() / 1000);
  const headers = {
    ...delivery.headers,
    'content-type': 'application/json',
    'user-agent': 'ix',
    'webhook-id': callbackId,
    'webhook-timestamp': String(timestamp),
    ...(secrets !== null && { 'webhook-signature': sign(secrets, callbackId, timestamp, body) }),
    ...(delivery.traceparent !== null && { traceparent: delivery.traceparent }),
  };
  try {
    const answer = await options.egress.request(delivery.url, {
      method: 'POST',
      headers,
      body,
      signal,
      timeoutSeconds: options.timeoutSeconds,
      maxBytes: EXCERPT_BYTES,
      overflow: 'truncate',
    });
    return {
      startedAt,
      finishedAt: options.now(),
      statusCode: answer.status,
      error: explainStatus(answer.status, answer.headers.location === undefined ? null : URL.parse(answer.headers.location, delivery.url)),
      responseExcerpt: excerptOf(answer.body),
      retryAfter: answer.headers['retry-after'] ?? null,
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      startedAt,
      finishedAt: options.now(),
      statusCode: null,
      error: explainNetworkError(error),
      responseExcerpt: null,
      retryAfter: null,
    };
  }
}

/** Null for 2xx, which alone is success. */
function explainStatus(status: number, location: URL | null): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400 && location !== null) {
    return `answered ${status}: redirect to ${shownUrl(location.href).slice(0, LOCATION_LENGTH)} not followed`;
  }
  if (status === 410) return 'answered 410 Gone: the receiver wants no more callbacks';
  // 408 and 429 are the two of 4xx that mean "not now" (RFC 9110, 15.5.9; RFC 6585, 4).
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return `answered ${status}: the receiver rejects it`;
  return `answered ${status}`;
}

/** As text; PostgreSQL keeps no U+0000, and a character cut off at the end is left out. */
function excerptOf(body: Uint8Array): string | null {
  const text = new TextDecoder().decode(body, { stream: true }).replaceAll('\0', '\ufffd');
  return text === '' ? null : text;
}
