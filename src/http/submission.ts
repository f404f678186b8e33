/** The body of `POST /jobs` → a NewJob: JSON, or multipart with the files themselves; that of `POST /jobs/batch` → many. */
import type { Context } from 'hono';
import { BATCH_MAX, BatchSchema } from '../contracts/batch.ts';
import { SubmissionSchema } from '../contracts/request.ts';
import { onlyClientOf, type Scope } from '../contracts/scope.ts';
import type { NewJob } from '../jobs/submit.ts';
import { type BodyLimit, Content, chunksOf, readAll } from './body.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { parseBody } from './faults.ts';
import { idempotencyKeyOf, underKey } from './idempotency-key.ts';
import type { Held } from './intake.ts';
import { JSON_MAX_BYTES, parseJson } from './json.ts';
import { boundaryOf, type PartHead, readParts, type Take } from './multipart.ts';
import { invalid, Problem } from './problem.ts';
import { refuseUnreachable } from './reach.ts';
import { traceparentFor } from './spans.ts';
import { checkTimes } from './times.ts';
import { Uploads } from './uploads.ts';
import { checkUseCases } from './use-case-faults.ts';

/** One multipart request may carry this many files of the largest size: all of it stands in memory until it is stored. */
export const LARGEST_FILES_PER_REQUEST = 4;

/** Bytes of the largest request there may be. */
export const largestRequest = (maxFileBytes: number): number => maxFileBytes * LARGEST_FILES_PER_REQUEST + JSON_MAX_BYTES;

type SubmissionDeps = Pick<AppDeps, 'limits' | 'refusalOf'> & { readonly files: Pick<AppDeps['files'], 'stage'> };

/** @param held told of what is read. @throws Problem 400, 408, 413, 415, 422 or 503 */
export async function readSubmission(c: Context<AppEnv>, deps: SubmissionDeps, scope: Scope, held: Held): Promise<NewJob> {
  const key = idempotencyKeyOf(c);
  const read = await readJob(c, deps, scope, held);
  const job = { ...read, submission: underKey(read.submission, key) };
  checkUseCases([job.submission], () => '');
  checkTimes([job.submission], () => '');
  refuseUnreachable([{ submission: job.submission, at: [] }], deps.refusalOf);
  return job;
}

async function readJob(c: Context<AppEnv>, deps: SubmissionDeps, scope: Scope, held: Held): Promise<NewJob> {
  const { limits } = deps;
  const traceparent = traceparentFor(c.req.header('traceparent'));
  const { contentType, mediaType } = typeOf(c);
  if (mediaType === 'application/json')
    return { submission: parseBody(SubmissionSchema, ofClient(await readJsonBody(c, limits, held), scope)), uploads: [], traceparent };
  if (mediaType !== 'multipart/form-data') throw unsupported('application/json or multipart/form-data');
  const boundary = boundaryOf(contentType);
  if (boundary === null) throw new Problem('unreadable', 'Content-Type: expected a boundary, as in multipart/form-data; boundary=…');
  return { ...(await readMultipart(c, boundary, deps, scope, held)), traceparent };
}

/** A line of a batch: a job, or why it is none. */
export type Line = NewJob | Problem;

/** Many submissions, one a line; what is wrong with one is that one's alone. @throws Problem 400, 408, 413, 415, 422 or 503 of the whole */
export async function readLines(c: Context<AppEnv>, { limits, refusalOf }: SubmissionDeps, scope: Scope, held: Held): Promise<Line[]> {
  const traceparent = traceparentFor(c.req.header('traceparent'));
  const key = idempotencyKeyOf(c);
  const bytes = await readBytes(c, limits, held);
  const lines = linesOf(bytes);
  if (lines.length === 0 || lines.length > BATCH_MAX)
    throw invalid([{ pointer: '', detail: `expected 1 to ${BATCH_MAX} lines, found ${lines.length}` }]);
  held.jobs(lines.length);
  return lines.map((line, i) => {
    try {
      const given = parseBody(SubmissionSchema, ofClient(parseJson(line, 'the line'), scope));
      const submission = given.request_id === undefined ? underKey(given, key, `-${i}`) : given;
      checkUseCases([submission], () => '');
      checkTimes([submission], () => '');
      refuseUnreachable([{ submission, at: [] }], refusalOf);
      return { submission, uploads: [], traceparent };
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  });
}

/** Without those that are blank. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end);
    if (line.some((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x09)) lines.push(line);
    from += line.length + 1;
  }
  return lines;
}

/** @param held told of what is read, and of how many jobs it is. @throws Problem 400, 408, 413, 415, 422 or 503 */
export async function readBatch(c: Context<AppEnv>, { limits, refusalOf }: SubmissionDeps, scope: Scope, held: Held): Promise<NewJob[]> {
  const traceparent = traceparentFor(c.req.header('traceparent'));
  if (typeOf(c).mediaType !== 'application/json') throw unsupported(`application/json or ${NDJSON}`, `application/json, ${NDJSON}`);
  const key = idempotencyKeyOf(c);
  const { jobs: given } = parseBody(BatchSchema, eachOfClient(await readJsonBody(c, limits, held), scope));
  const jobs = given.map((submission, i) => (submission.request_id === undefined ? underKey(submission, key, `-${i}`) : submission));
  checkUseCases(jobs, (index) => `/jobs/${index}`);
  checkTimes(jobs, (index) => `/jobs/${index}`);
  held.jobs(jobs.length);
  refuseUnreachable(
    jobs.map((submission, i) => ({ submission, at: ['jobs', i] })),
    refusalOf,
  );
  return jobs.map((submission) => ({ submission, uploads: [], traceparent }));
}

/** Newline-delimited JSON. */
export const NDJSON = 'application/x-ndjson';

export const isLines = (c: Context<AppEnv>): boolean => typeOf(c).mediaType === NDJSON;

function typeOf(c: Context<AppEnv>): { readonly contentType: string; readonly mediaType: string | undefined } {
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem('unsupported-media-type', 'Content-Encoding: expected none', { headers: { 'Accept-Encoding': 'identity' } });
  }
  const contentType = c.req.header('content-type') ?? '';
  return { contentType, mediaType: contentType.split(';')[0]?.trim().toLowerCase() };
}

/** A submission that names no client is of the one its key is of. */
function ofClient(given: unknown, scope: Scope): unknown {
  const client = onlyClientOf(scope);
  return client === null || !isObject(given) || 'ix_client_id' in given ? given : { ...given, ix_client_id: client };
}

const eachOfClient = (given: unknown, scope: Scope): unknown =>
  isObject(given) && 'jobs' in given && Array.isArray(given.jobs)
    ? { ...given, jobs: given.jobs.map((job) => ofClient(job, scope)) }
    : given;

const isObject = (given: unknown): given is object => typeof given === 'object' && given !== null && !Array.isArray(given);

const readJsonBody = async (c: Context<AppEnv>, limits: AppDeps['limits'], held: Held): Promise<unknown> =>
  parseJson(await readBytes(c, limits, held), 'the body');

async function readBytes(c: Context<AppEnv>, { bodySeconds: seconds }: AppDeps['limits'], held: Held): Promise<Uint8Array> {
  const { contentType } = typeOf(c);
  if (!/^[^;]*(?:;\s*charset="?utf-?8"?\s*)?$/i.test(contentType)) throw unsupported('charset=utf-8, as JSON has no other');
  return readAll(c, { bytes: JSON_MAX_BYTES, what: 'the JSON body', seconds }, held);
}

const unsupported = (expected: string, accepted = 'application/json, multipart/form-data'): Problem =>
  new Problem('unsupported-media-type', `Content-Type: expected ${expected}`, { headers: { 'Accept-Post': accepted } });

async function readMultipart(
  c: Context<AppEnv>,
  boundary: string,
  { limits, files: { stage } }: SubmissionDeps,
  scope: Scope,
  held: Held,
): Promise<Pick<NewJob, 'submission' | 'uploads'>> {
  const requests: Content[] = [];
  const files = new Uploads(limits.maxFileBytes, stage, held);
  const open = ({ name, filename }: PartHead): Take => {
    if (name === 'files') return files.open(filename);
    if (name !== 'request') throw invalid([{ parameter: name, detail: 'unknown part, expected "request" and "files"' }]);
    if (requests.length > 0) throw invalid([{ parameter: 'request', detail: 'expected this part once' }]);
    const content = new Content({ bytes: JSON_MAX_BYTES, what: 'part "request"' });
    requests.push(content);
    return (chunk) => content.take(chunk);
  };
  await readParts(chunksOf(c, wholeOf(limits), held), boundary, open, () => files.settle());

  const [json] = requests;
  if (json === undefined) throw invalid([{ parameter: 'request', detail: 'missing, expected a part with the request as JSON' }]);
  const given = parseBody(SubmissionSchema, ofClient(parseJson(json.whole(), 'part "request"'), scope));
  const { files: uploaded, uploads } = files.sent();
  // What the request says of a file that comes with it, such as its password, stands in its entry there.
  const names = new Map(uploaded.map(({ file_id, display_name }) => [file_id, display_name]));
  const named = given.context.files.map((file) =>
    'file_id' in file ? { ...file, display_name: file.display_name ?? names.get(file.file_id) ?? null } : file,
  );
  const known = new Set(named.map((file) => ('file_id' in file ? file.file_id : null)));
  const context = { ...given.context, files: [...named, ...uploaded.filter(({ file_id }) => !known.has(file_id))] };
  return { submission: parseBody(SubmissionSchema, { ...given, context }), uploads };
}

/** All that one request with files may bring. */
export const wholeOf = ({ maxFileBytes, bodySeconds }: AppDeps['limits']): BodyLimit => ({
  bytes: largestRequest(maxFileBytes),
  what: `the request (${LARGEST_FILES_PER_REQUEST} × IX_FILE_MAX_BYTES and the JSON)`,
  seconds: bodySeconds,
});
