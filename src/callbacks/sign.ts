/** Standard Webhooks signatures: secrets of the form `whsec_…`, and the `webhook-signature` header. */
import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { CallbackId } from '../contracts/ids.ts';

const PREFIX = 'whsec_';
/** Bytes of key material, after the specification: "at least 24 bytes (192 bits, 512 maximum)". */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** What a secret parses to. A KeyObject shows nothing of the key when it is logged. */
export type Secret = KeyObject;

/** A new secret: `whsec_` and base64 of 32 bytes from `random`. */
export const newSecret = (random: (size: number) => Buffer = randomBytes): string => PREFIX + random(32).toString('base64');

/**
 * @param name what the error calls the secret, such as the setting it came from.
 * @throws Error naming `name` and what was expected, never the secret.
 */
export function parseSecret(text: string, name: string): Secret {
  const expected = `expected ${PREFIX} and base64 of ${MIN_BYTES}–${MAX_BYTES} bytes`;
  if (!text.startsWith(PREFIX)) throw new Error(`${name}: ${expected}; it does not start with ${PREFIX}`);
  const encoded = text.slice(PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips over what is not base64; only the canonical form comes back as it went in.
  if (key.toString('base64') !== encoded) throw new Error(`${name}: ${expected}; what follows ${PREFIX} is not base64 with its padding`);
  if (key.length < MIN_BYTES || key.length > MAX_BYTES) throw new Error(`${name}: ${expected}; it has ${key.length}`);
  return createSecretKey(key);
}

/**
 * The `webhook-signature` header: one `v1,<base64>` a secret, separated by blanks, in the secrets' order.
 * HMAC-SHA256 over `{id}.{timestamp}.{body}` (Standard Webhooks 1.0, "Signature scheme").
 * @param timestamp seconds since 1970, as sent in `webhook-timestamp`.
 * @param body the very bytes that are sent.
 * @throws Error without a secret: ix sends nothing unsigned.
 */
export function sign(secrets: readonly Secret[], id: CallbackId, timestamp: number, body: Uint8Array): string {
  if (secrets.length === 0) throw new Error('a callback needs at least one secret to be signed with');
  return secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`)
    .join(' ');
}
