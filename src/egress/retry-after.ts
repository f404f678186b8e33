/** The Retry-After field of an answer, in both its forms (RFC 9110, sections 10.2.3 and 5.6.7). */

/** The three forms of an HTTP date, all in GMT; the last one does not say so. */
const IMF_FIXDATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC_850 = /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * @param now when the answer came.
 * @returns seconds to wait, above 0, Infinity for a number too large for one; null for garbage, negative numbers, 0 and dates past.
 */
export function parseRetryAfter(value: string, now: Date): number | null {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) > 0 ? Number(text) : null;
  let time = Number.NaN;
  if (IMF_FIXDATE.test(text) || RFC_850.test(text)) time = Date.parse(text);
  else if (ASCTIME.test(text)) time = Date.parse(`${text} GMT`);
  const seconds = Math.ceil((time - now.getTime()) / 1000);
  return seconds > 0 ? seconds : null;
}
