/**
 * Bounds of what comes from outside: one schema for an id or a name, one for a URL, one for any other text. Whatever of it reaches an index
 * has to fit into an entry, which PostgreSQL holds to 2,704 bytes: two names of 255 four-byte characters take 2,040.
 */
import { z } from 'zod';

/** Characters of an id or a name: of a client, a request, a use case, a field, a model. */
export const NAME_MAX = 255;
/** Characters of one line for people: a label, a choice, the name of a file. */
export const LINE_MAX = 1024;
export const URL_MAX = 2048;
/** Characters of a text that is no document: a description, a pattern, the value of a header. */
export const TEXT_MAX = 8192;
/** Characters of a text for a model. */
export const PROMPT_MAX = 65_536;
/** Characters of a host name, and of a label of it: RFC 1035, 2.3.4. */
const HOST_MAX = 253;
const HOST_LABEL_MAX = 63;

/** Characters are code points, as in JSON Schema's `maxLength`. */
export const upTo = <S extends z.ZodType<string>>(max: number, schema: S): S =>
  schema.refine((text) => fits(text, max), `expected at most ${max} characters`).meta({ maxLength: max });

const fits = (text: string, max: number): boolean => text.length <= max || (text.length <= 2 * max && Array.from(text).length <= max);

/** An id or a name that may become a part of a path: `.` and `..` would lead elsewhere. */
export const NameSchema = upTo(
  NAME_MAX,
  z
    .string()
    .min(1)
    .regex(/^(?!\.{1,2}$)[^\p{Cc}]*$/u, 'expected a name other than "." and "..", without control characters')
    .refine((name) => name.isWellFormed(), 'expected well-formed Unicode, found a lone surrogate'),
);

/** Where a file is. Whether it can be fetched from there is found out when it is. */
export const FileUrlSchema = upTo(URL_MAX, z.string().min(1)).check(usable);

export const HttpUrlSchema = upTo(URL_MAX, z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' })).check(usable);

/** Refuses URLs that no request could be sent to. What is no URL at all is for others to tell. */
function usable({ value, issues }: z.core.ParsePayload<string>): void {
  const url = URL.parse(value);
  if (url === null) return;
  const refuse = (message: string) => issues.push({ code: 'custom', message, input: value });
  if (url.username !== '' || url.password !== '') refuse('expected a URL without user name and password');
  const host = url.hostname.replace(/\.$/, '');
  if (host.length > HOST_MAX || host.split('.').some((label) => label.length > HOST_LABEL_MAX)) {
    refuse(`expected a host name of at most ${HOST_MAX} characters, and of ${HOST_LABEL_MAX} between its dots`);
  }
}

/** ISO 8601 has a year 0, and an offset may lead into the year 10000: neither can be written for PostgreSQL. */
export const isStorableTime = (time: string): boolean => {
  const at = Date.parse(time);
  return at >= Date.parse('0001-01-01T00:00:00Z') && at <= Date.parse('9999-12-31T23:59:59.999Z');
};

/** As ISO 8601 knows it: there is no 31st of February. */
const StorableTime = z.iso.datetime().refine(isStorableTime);

/** A place in a listing, `next_cursor` of an earlier answer: base64url of a row's time and id, with the direction before them or without. */
export const CursorSchema = upTo(NAME_MAX, z.string().min(1)).refine(
  (cursor) => StorableTime.safeParse(Buffer.from(cursor, 'base64url').toString().split(' ').at(-2)).success,
  'expected next_cursor of an earlier answer',
);

/** What a contract that is both sent and shown is made of: written once, it is read with bounds or without. */
export interface Bounds {
  readonly name: z.ZodString;
  readonly url: z.ZodString;
  text(max: number): z.ZodString;
  list<T extends z.ZodType>(of: T, max: number): z.ZodArray<T>;
  texts(key: number, value: number, max: number): z.ZodRecord<z.ZodString, z.ZodString>;
}

/** Of what is sent. */
export const SENT: Bounds = {
  name: NameSchema,
  url: FileUrlSchema,
  text: (max) => upTo(max, z.string()),
  list: (of, max) => z.array(of).max(max),
  texts: (key, value, max) =>
    z
      .record(upTo(key, z.string()), upTo(value, z.string()))
      .refine((texts) => Object.keys(texts).length <= max, `expected at most ${max} entries`)
      .meta({ maxProperties: max }),
};

/** Of what is shown: it may have been stored when a bound was another. */
export const SHOWN: Bounds = {
  name: z.string(),
  url: z.string(),
  text: () => z.string(),
  list: (of) => z.array(of),
  texts: () => z.record(z.string(), z.string()),
};
