/**
 * What of a job is secret, and where it is kept: in a row, `request` and `callback_url` are what may be shown, so whoever only shows them needs no
 * key; header values and passwords of files, and the URLs that hold more than may be shown, are kept sealed in columns of their own.
 */
import { z } from 'zod';
import type { JobId } from '../contracts/ids.ts';
import { type RequestIX, redactRequest } from '../contracts/request.ts';
import { shownUrl } from '../contracts/shown-url.ts';
import type { Keyring } from './keyring.ts';

/** Columns of ix_jobs. */
export interface JobSecrets {
  /** URLs of files and the callback's, as they were submitted, and passwords of files; null: what is shown is whole. */
  readonly secretUrls: string | null;
  /** Header values of files; null: there are none, or the job has ended, by which they are erased. */
  readonly secretHeaders: string | null;
}

/** The parts of a job that may hold secrets: as they were submitted, or as they may be shown. */
export interface JobParts {
  readonly request: RequestIX;
  readonly callbackUrl: string | null;
}

const UrlsSchema = z.strictObject({
  /** By the place of the file in the request; null: an upload. */
  files: z.array(z.string().nullable()),
  callback: z.string().nullable(),
  /** By the place of the file. */
  passwords: z.array(z.string().nullable()),
});
const HeadersSchema = z.array(z.record(z.string(), z.string()));

const placeOf = (column: 'urls' | 'headers', jobId: JobId): string => `ix_jobs secret_${column} ${jobId}`;

/** What is submitted → what is stored. */
export function hideSecrets(keyring: Keyring, jobId: JobId, { request, callbackUrl }: JobParts): JobParts & JobSecrets {
  const { files } = request.context;
  const urls = {
    files: files.map((file) => ('url' in file ? file.url : null)),
    callback: callbackUrl,
    passwords: files.map(({ password }) => password),
  };
  const headers = files.map((file) => ('url' in file ? file.headers : {}));
  const hasMore =
    [...urls.files, urls.callback].some((url) => url !== null && shownUrl(url) !== url) ||
    urls.passwords.some((password) => password !== null);
  return {
    request: redactRequest(request),
    callbackUrl: callbackUrl === null ? null : shownUrl(callbackUrl),
    secretUrls: hasMore ? keyring.seal(JSON.stringify(urls), placeOf('urls', jobId)) : null,
    secretHeaders: headers.some(hasAny) ? keyring.seal(JSON.stringify(headers), placeOf('headers', jobId)) : null,
  };
}

export interface OpenedJob extends JobParts {
  /** Its files had headers, whose values are gone since the job has ended; masks stand in their places. */
  readonly headersErased: boolean;
}

/** What is stored → what was submitted. @throws Unopenable */
export function openSecrets(
  keyring: Keyring,
  jobId: JobId,
  { request, callbackUrl, secretUrls, secretHeaders }: JobParts & JobSecrets,
): OpenedJob {
  const { context } = request;
  const urls = secretUrls === null ? null : UrlsSchema.parse(JSON.parse(keyring.open(secretUrls, placeOf('urls', jobId))));
  const headers = secretHeaders === null ? null : HeadersSchema.parse(JSON.parse(keyring.open(secretHeaders, placeOf('headers', jobId))));
  const files = context.files.map((file, i) => {
    const password = urls?.passwords[i] ?? file.password;
    if (!('url' in file)) return { ...file, password };
    return { ...file, password, url: urls?.files[i] ?? file.url, headers: headers?.[i] ?? file.headers };
  });
  return {
    request: { ...request, context: { ...context, files } },
    callbackUrl: urls?.callback ?? callbackUrl,
    headersErased: headers === null && context.files.some((file) => 'url' in file && hasAny(file.headers)),
  };
}

/** Where a job's callback goes. @param shown the URL as it may be shown. @throws Unopenable */
export function openCallbackUrl(keyring: Keyring, jobId: JobId, shown: string, secretUrls: string | null): string {
  if (secretUrls === null) return shown;
  return UrlsSchema.parse(JSON.parse(keyring.open(secretUrls, placeOf('urls', jobId)))).callback ?? shown;
}

const hasAny = (headers: object): boolean => Object.keys(headers).length > 0;
