/** Bytes → JSON that PostgreSQL can read: what it cannot is refused here, by name, not by the database later. */
import { pointerTo } from './faults.ts';
import { repeatedKeys } from './json-keys.ts';
import { type Fault, invalid, Problem } from './problem.ts';

/** Largest JSON body or `request` part, in bytes. A hundred pages of text are about 0.3 MB. */
export const JSON_MAX_BYTES = 8_388_608;

/** Deepest nesting: far above any real request, far below what overflows a recursive reader or PostgreSQL's parser. */
export const JSON_MAX_DEPTH = 64;

/**
 * @param where what is being read, for messages: `the body`, `part "request"`.
 * @throws Problem 400 when it is not UTF-8 or not JSON (with the position where V8 knows it); 422 for strings with U+0000 or
 *   lone surrogates, numbers outside IEEE 754, keys that stand in one object twice, and deeper nesting than JSON_MAX_DEPTH.
 */
export function parseJson(bytes: Uint8Array, where: string): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('unreadable', `${where}: expected UTF-8`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('unreadable', `${where}: expected JSON: ${error instanceof Error ? describe(error.message) : String(error)}`);
  }
  const faults = unstorable(value);
  if (faults.length === 0) faults.push(...repeatedKeys(text, JSON_MAX_DEPTH));
  if (faults.length > 0) throw invalid(faults);
  return value;
}

/** V8 quotes the text it failed on; the sender has that, and a log should not. */
const describe = (message: string): string => message.replace(/, (?:\.\.\.)?".*"(?:\.\.\.)? is not valid JSON$/s, '');

/** What PostgreSQL cannot read, or JavaScript would change in silence. Walks without recursion: a body may be nested a million deep. */
function unstorable(root: unknown): Fault[] {
  const faults: Fault[] = [];
  const open: { value: unknown; path: readonly PropertyKey[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') {
      const detail = badText(value);
      if (detail !== null) faults.push({ pointer: pointerTo(path), detail });
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value))
        faults.push({ pointer: pointerTo(path), detail: 'expected a number that fits IEEE 754 double precision' });
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= JSON_MAX_DEPTH) {
        faults.push({ pointer: pointerTo(path), detail: `expected at most ${JSON_MAX_DEPTH} levels of nesting` });
        continue;
      }
      for (const [key, inner] of Object.entries(value)) {
        const detail = badText(key);
        if (detail !== null) faults.push({ pointer: pointerTo(path), detail: `a key: ${detail}` });
        else if (key === '__proto__') faults.push({ pointer: pointerTo([...path, key]), detail: 'this key is not allowed' });
        else open.push({ value: inner, path: [...path, Array.isArray(value) ? Number(key) : key] });
      }
    }
  }
  return faults;
}

/** null = storable. */
export function badText(text: string): string | null {
  if (text.includes('\u0000')) return 'expected text without U+0000';
  if (!text.isWellFormed()) return 'expected well-formed Unicode, found a lone surrogate';
  return null;
}
