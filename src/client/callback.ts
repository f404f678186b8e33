/** For receivers: whether a callback is ix's, new, and unchanged (Standard Webhooks 1.0). By WebCrypto, so in Node and elsewhere alike. */
import type { CallbackEvent } from './types.ts';

/** `missing`: a header is; `late`: made too long ago, or in the future; `signature`: by none of the secrets. */
export type CallbackRefusal = 'missing' | 'late' | 'signature';

/** It is not to be trusted: answer 401 and do nothing. */
export class CallbackRefused extends Error {
  override readonly name = 'CallbackRefused';
  readonly reason: CallbackRefusal;

  constructor(reason: CallbackRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** As a `Request` has them, or as Node's `IncomingMessage` has. */
export type CallbackHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface VerifyOptions {
  /** How far off the time of the attempt may be; 300. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface VerifiedCallback {
  /** The same on every attempt: what was dealt with once is known by it. */
  readonly id: string;
  /** When this attempt was made. */
  readonly sentAt: Date;
  readonly event: CallbackEvent;
}

const TOLERANCE_SECONDS = 300;

/**
 * ```ts
 * const { id, event } = await verifyCallback(process.env.WEBHOOK_SECRET, request.headers, await request.text());
 * if (await isNew(id)) await dealWith(event);
 * ```
 * @param secrets `whsec_…`, or `whpk_…` for ed25519; while they are rotated, both.
 * @param body the very bytes that came, before anything has parsed them.
 * @throws CallbackRefused; TypeError for a secret that is none.
 */
export async function verifyCallback(
  secrets: string | readonly string[],
  headers: CallbackHeaders,
  body: string | Uint8Array,
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now }: VerifyOptions = {},
): Promise<VerifiedCallback> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headerOf(headers, name));
  if (!id || !timestamp || !signatures)
    throw new CallbackRefused('missing', 'expected webhook-id, webhook-timestamp and webhook-signature');
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now() / 1000 - seconds) <= toleranceSeconds)) {
    throw new CallbackRefused('late', `webhook-timestamp: expected a time within ${toleranceSeconds} seconds of now`);
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), bytes);
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    if (!(await isSigned(secret, signatures, signed))) continue;
    const event: CallbackEvent = JSON.parse(new TextDecoder().decode(bytes));
    return { id, sentAt: new Date(seconds * 1000), event };
  }
  throw new CallbackRefused('signature', 'webhook-signature: none of them is by a secret of this receiver');
}

/**
 * Which callbacks were dealt with, in the memory of one process: for tests and small receivers. Others keep ids in their database, in the
 * transaction that deals with the event.
 */
export class SeenCallbacks {
  readonly #seen = new Set<string>();
  readonly #max: number;

  /** @param max ids kept; the oldest are forgotten first. */
  constructor(max = 10_000) {
    this.#max = max;
  }

  /** True the first time. */
  isNew(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    const [oldest] = this.#seen;
    if (this.#seen.size > this.#max && oldest !== undefined) this.#seen.delete(oldest);
    return true;
  }
}

const SCHEMES = {
  whsec_: { version: 'v1', import: { name: 'HMAC', hash: 'SHA-256' }, verify: 'HMAC' },
  whpk_: { version: 'v1a', import: { name: 'Ed25519' }, verify: 'Ed25519' },
} as const;

async function isSigned(secret: string, signatures: string, signed: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const prefix = /^(?:whsec_|whpk_)/.exec(secret)?.[0];
  const scheme = prefix === 'whsec_' ? SCHEMES.whsec_ : prefix === 'whpk_' ? SCHEMES.whpk_ : null;
  const material = prefix === undefined ? null : fromBase64(secret.slice(prefix.length));
  if (scheme === null || material === null) throw new TypeError('the secret of a receiver: expected whsec_ or whpk_ and base64');
  const key = await crypto.subtle.importKey('raw', material, scheme.import, false, ['verify']);
  for (const given of signatures.split(' ')) {
    const [version, text = ''] = given.split(',', 2);
    const signature = version === scheme.version ? fromBase64(text) : null;
    if (signature !== null && (await crypto.subtle.verify(scheme.verify, key, signature, signed))) return true;
  }
  return false;
}

function headerOf(headers: CallbackHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : value?.[0];
}

function joined(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all;
}

/** Null: it is none. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
