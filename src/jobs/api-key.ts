/**
 * The text of a key: `ix_<id>_<32 random bytes><checksum>`. The id (12 characters) finds its row, the checksum (CRC-32 of all before it, 6
 * characters of base64url) tells a mistyped key from a wrong one without asking the database, and lets scanners find keys that leaked.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface ParsedKey {
  readonly keyId: string;
  /** SHA-256 of the whole key. */
  readonly hash: Buffer;
}

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz012345';

export interface MadeKey extends ParsedKey {
  readonly key: string;
}

export function makeKey(random: (size: number) => Buffer = randomBytes): MadeKey {
  const keyId = Array.from(random(12), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
  const start = `ix_${keyId}_${random(32).toString('base64url')}`;
  const key = `${start}${checksumOf(start)}`;
  return { key, keyId, hash: hashOf(key) };
}

/** Null: no key of ix was ever written like this. */
export function parseKey(text: string): ParsedKey | null {
  const [, start = '', keyId = '', checksum] = /^(ix_([a-z0-9]{12})_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/.exec(text) ?? [];
  return start === '' || checksum !== checksumOf(start) ? null : { keyId, hash: hashOf(text) };
}

export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In a time that tells nothing of where they differ. Both are hashes, so of one length. */
export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && timingSafeEqual(one, other);

function checksumOf(start: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(start));
  return bytes.toString('base64url');
}
