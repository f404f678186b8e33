/** The body of `POST /jobs` → a NewJob: JSON, or multipart with the files themselves. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { FileIdSchema } from '../contracts/ids.ts';
import { SubmissionSchema } from '../contracts/request.ts';
import type { NewJob, Upload } from '../jobs/submit.ts';
import { type BodyLimit, chunksOf, readAll } from './body.ts';
import type { AppEnv } from './deps.ts';
import { parseBody } from './faults.ts';
import { JSON_MAX_BYTES, parseJson } from './json.ts';
import { boundaryOf, type PartHead, partsOf } from './multipart.ts';
import { invalid, Problem } from './problem.ts';
import { validTraceparent } from './trace.ts';

/** `context.files` takes no more; refused as soon as one more begins. */
const FILES_MAX = 100;

/** One multipart request may carry this many files of the largest size: all of it stands in memory until it is stored. */
export const LARGEST_FILES_PER_REQUEST = 4;

/** @throws Problem 400, 413, 415 or 422 */
export async function readSubmission(c: Context<AppEnv>, maxFileBytes: number): Promise<NewJob> {
  const traceparent = validTraceparent(c.req.header('traceparent'));
  const encoding = c.req.header('content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem('unsupported-media-type', 'Content-Encoding: expected none', { headers: { 'Accept-Encoding': 'identity' } });
  }
  const contentType = c.req.header('content-type') ?? '';
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') {
    if (!/^[^;]*(?:;\s*charset="?utf-?8"?\s*)?$/i.test(contentType)) throw unsupported('charset=utf-8, as JSON has no other');
    const bytes = await readAll(c.req.raw, { bytes: JSON_MAX_BYTES, what: 'the JSON body' });
    return { submission: parseBody(SubmissionSchema, parseJson(bytes, 'the body')), uploads: [], traceparent };
  }
  if (mediaType !== 'multipart/form-data') throw unsupported('application/json or multipart/form-data');
  const boundary = boundaryOf(contentType);
  if (boundary === null) throw new Problem('unreadable', 'Content-Type: expected a boundary, as in multipart/form-data; boundary=…');
  return { ...(await readMultipart(c.req.raw, boundary, maxFileBytes)), traceparent };
}

const unsupported = (expected: string): Problem =>
  new Problem('unsupported-media-type', `Content-Type: expected ${expected}`, {
    headers: { 'Accept-Post': 'application/json, multipart/form-data' },
  });

async function readMultipart(request: Request, boundary: string, maxFileBytes: number): Promise<Pick<NewJob, 'submission' | 'uploads'>> {
  const whole: BodyLimit = {
    bytes: maxFileBytes * LARGEST_FILES_PER_REQUEST + JSON_MAX_BYTES,
    what: `the request (${LARGEST_FILES_PER_REQUEST} × IX_FILE_MAX_BYTES and the JSON)`,
  };
  let json: Uint8Array | null = null;
  const files: { fileId: Upload['fileId']; filename: string | null; bytes: Uint8Array }[] = [];

  const limitOf = ({ name, filename }: PartHead): BodyLimit => {
    if (name === 'request') {
      if (json !== null) throw invalid([{ parameter: 'request', detail: 'expected this part once' }]);
      return { bytes: JSON_MAX_BYTES, what: 'part "request"' };
    }
    if (name !== 'files') throw invalid([{ parameter: name, detail: 'unknown part, expected "request" and "files"' }]);
    if (files.length === FILES_MAX) throw invalid([{ parameter: 'files', detail: `expected at most ${FILES_MAX} files` }]);
    const which = filename === null ? `number ${files.length + 1}` : JSON.stringify(filename);
    return { bytes: maxFileBytes, what: `part "files", ${which} (IX_FILE_MAX_BYTES)` };
  };

  for await (const { name, filename, bytes } of partsOf(chunksOf(request, whole), boundary, limitOf)) {
    if (name === 'request') json = bytes;
    // What a browser's form sends when no file was chosen.
    else if (filename !== '' || bytes.length > 0) files.push({ fileId: fileIdOf(bytes), filename, bytes });
  }
  if (json === null) throw invalid([{ parameter: 'request', detail: 'missing, expected a part with the request as JSON' }]);

  const given = parseBody(SubmissionSchema, parseJson(json, 'part "request"'));
  const uploaded = files.map(({ fileId, filename }) => ({ file_id: fileId, display_name: filename === '' ? null : filename }));
  const context = { ...given.context, files: [...given.context.files, ...uploaded] };
  return {
    submission: parseBody(SubmissionSchema, { ...given, context }),
    uploads: [...new Map(files.map(({ fileId, bytes }) => [fileId, { fileId, bytes }])).values()],
  };
}

const fileIdOf = (bytes: Uint8Array): Upload['fileId'] => FileIdSchema.parse(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
