/** Standard Webhooks signatures: secrets of the form `whsec_…` and `whsk_…`, and the `webhook-signature` header. */
import { createHmac, createPrivateKey, createSecretKey, type KeyObject, sign as signWith } from 'node:crypto';
import type { CallbackId } from '../contracts/ids.ts';
import { ED25519_BYTES, PRIVATE_PREFIX, SYMMETRIC_PREFIX } from '../jobs/signing-keys.ts';

/** Bytes of key material, after the specification: "at least 24 bytes (192 bits, 512 maximum)". */
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** What a secret parses to. A KeyObject shows nothing of the key when it is logged. */
export type Secret = KeyObject;

/**
 * @param name what the error calls the secret, such as the setting it came from.
 * @throws Error naming `name` and what was expected, never the secret.
 */
export function parseSecret(text: string, name: string): Secret {
  const expected = `expected ${SYMMETRIC_PREFIX} and base64 of ${MIN_BYTES}–${MAX_BYTES} bytes`;
  if (!text.startsWith(SYMMETRIC_PREFIX)) throw new Error(`${name}: ${expected}; it does not start with ${SYMMETRIC_PREFIX}`);
  const encoded = text.slice(SYMMETRIC_PREFIX.length);
  const key = Buffer.from(encoded, 'base64');
  // Buffer skips over what is not base64; only the canonical form comes back as it went in.
  if (key.toString('base64') !== encoded) {
    throw new Error(`${name}: ${expected}; what follows ${SYMMETRIC_PREFIX} is not base64 with its padding`);
  }
  if (key.length < MIN_BYTES || key.length > MAX_BYTES) throw new Error(`${name}: ${expected}; it has ${key.length}`);
  return createSecretKey(key);
}

/** `whsk_…`, an ed25519 key that ix made. @throws as parseSecret. */
export function parsePrivateKey(text: string, name: string): Secret {
  const bytes = Buffer.from(text.slice(PRIVATE_PREFIX.length), 'base64');
  if (bytes.length !== 2 * ED25519_BYTES) {
    throw new Error(
      `${name}: expected ${PRIVATE_PREFIX} and base64 of ${2 * ED25519_BYTES} bytes, seed and public key; it has ${bytes.length}`,
    );
  }
  const d = bytes.toString('base64url', 0, ED25519_BYTES);
  const x = bytes.toString('base64url', ED25519_BYTES);
  return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
}

/**
 * The `webhook-signature` header: a signature for each secret, separated by blanks, in the secrets' order: `v1,` and HMAC-SHA256,
 * or `v1a,` and ed25519, in base64, over `{id}.{timestamp}.{body}` (Standard Webhooks 1.0, "Signature scheme").
 * @param timestamp seconds since 1970, as sent in `webhook-timestamp`.
 * @param body the very bytes that are sent.
 * @throws Error without a secret: what is to go unsigned does not come here.
 */
export function sign(secrets: readonly Secret[], id: CallbackId, timestamp: number, body: Uint8Array): string {
  if (secrets.length === 0) throw new Error('a callback needs at least one secret to be signed with');
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  return secrets
    .map((secret) =>
      secret.type === 'secret'
        ? `v1,${createHmac('sha256', secret).update(content).digest('base64')}`
        : `v1a,${signWith(null, content, secret).toString('base64')}`,
    )
    .join(' ');
}
