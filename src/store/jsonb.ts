/** JSON text that jsonb takes. */

/** U+0000 and halves of surrogate pairs, as JSON.stringify escapes them (after an even number of backslashes). */
const REFUSED = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** jsonb holds neither U+0000 nor lone surrogates; documents contain both. They become U+FFFD. */
export const jsonbText = (value: unknown): string => JSON.stringify(value).replace(REFUSED, '\\ufffd');
