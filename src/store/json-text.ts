/** JSON text that PostgreSQL takes and can read again. */

/** U+0000 and halves of surrogate pairs, as JSON.stringify escapes them (after an even number of backslashes). */
const REFUSED = /(?<=(?:^|[^\\])(?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** PostgreSQL reads neither U+0000 nor lone surrogates out of JSON; documents contain both. They become U+FFFD. */
export const jsonText = (value: unknown): string => JSON.stringify(value).replace(REFUSED, '\\ufffd');
