/** Keys that sign callbacks, in the text forms of Standard Webhooks: `whsec_`, `whsk_` and `whpk_`, each with base64. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { SecretKind } from '../contracts/callback.ts';

export const SYMMETRIC_PREFIX = 'whsec_';
export const PRIVATE_PREFIX = 'whsk_';
export const PUBLIC_PREFIX = 'whpk_';
/** Bytes of an ed25519 seed, and of a public key (RFC 8032). A private key is written as the one and then the other. */
export const ED25519_BYTES = 32;

/** A new key: 32 random bytes, or an ed25519 pair. */
export function newSecret(kind: SecretKind = 'hmac', random: (size: number) => Buffer = randomBytes): string {
  if (kind === 'hmac') return SYMMETRIC_PREFIX + random(32).toString('base64');
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return PRIVATE_PREFIX + Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]).toString('base64');
}

/** What verifies the signatures of a private key, `whpk_…`; null for every other text. */
export function publicKeyOf(secret: string): string | null {
  if (!secret.startsWith(PRIVATE_PREFIX)) return null;
  return PUBLIC_PREFIX + Buffer.from(secret.slice(PRIVATE_PREFIX.length), 'base64').subarray(ED25519_BYTES).toString('base64');
}

/** The kind and four characters of 43 and more: tells two secrets apart and gives neither away. */
export const masked = (secret: string): string =>
  `${secret.slice(0, secret.indexOf('_') + 1)}${secret.slice(secret.indexOf('_') + 1).slice(0, 4)}…`;
