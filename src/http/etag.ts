/** Versions of answers (RFC 9110 §8.8.3): an ETag is made of the answer itself, so that nothing that changes can be left out of it. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';

/** Strong. */
export const etagOf = (answer: string | Uint8Array): string => `"${createHash('sha256').update(answer).digest('base64url').slice(0, 22)}"`;

/** Whether the caller has this version already, by weak comparison (§13.1.2). */
export function hasVersion(c: Context, etag: string): boolean {
  const given = c.req.header('if-none-match')?.trim();
  if (given === undefined) return false;
  // Tags may have commas in them.
  const tags: readonly string[] = given.match(/"[\x21\x23-\x7e\x80-\xff]*"/g) ?? [];
  return given === '*' || tags.includes(etag.replace(/^W\//, ''));
}
