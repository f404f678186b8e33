/** JSON text that jsonb takes, and what jsonb makes of it. */

/** U+0000 and halves of surrogate pairs, as JSON.stringify escapes them (after an even number of backslashes). */
const REFUSED = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** jsonb holds neither U+0000 nor lone surrogates; documents contain both. They become U+FFFD. */
export const jsonbText = (value: unknown): string => JSON.stringify(value).replace(REFUSED, '\\ufffd');

/** Object keys of a JSON value in one order, at any depth. (A replacer or reviver of JSON would take four times as long.) */
export function withKeysBy(order: (a: string, b: string) => number, value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((inner) => withKeysBy(order, inner));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => order(a, b))
      .map(([key, inner]) => [key, withKeysBy(order, inner)]),
  );
}

/**
 * The order in which keys come back from jsonb: by length in bytes, then by their bytes (src/backend/utils/adt/jsonb_util.c,
 * lengthCompareJsonbStringValue).
 */
export function byJsonb(a: string, b: string): number {
  const [bytesOfA, bytesOfB] = [Buffer.byteLength(a), Buffer.byteLength(b)];
  if (bytesOfA !== bytesOfB) return bytesOfA - bytesOfB;
  const isAscii = bytesOfA === a.length && bytesOfB === b.length;
  return isAscii ? (a < b ? -1 : Number(a > b)) : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
