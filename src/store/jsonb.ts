/** JSON text that jsonb takes, and what jsonb makes of it. */

/** U+0000 and halves of surrogate pairs, as JSON.stringify escapes them (after an even number of backslashes). */
const REFUSED = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** jsonb holds neither U+0000 nor lone surrogates; documents contain both. They become U+FFFD. */
export const jsonbText = (value: unknown): string => JSON.stringify(value).replace(REFUSED, '\\ufffd');

/**
 * JSON.parse reviver: objects as they come back from jsonb, whose keys stand in order of their length in bytes, then of their bytes
 * (src/backend/utils/adt/jsonb_util.c, lengthCompareJsonbStringValue).
 */
export function inJsonbOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => byLengthThenBytes(a, b)));
}

const byLengthThenBytes = (a: string, b: string): number =>
  Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
