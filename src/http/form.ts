/** A form of a page as it comes in, by the same means and within the same bounds as `POST /jobs`. */
import type { Context } from 'hono';
import type { StagedUpload } from '../jobs/stage-upload.ts';
import { type BodyLimit, Content, chunksOf, readAll } from './body.ts';
import type { AppEnv } from './deps.ts';
import type { Held } from './intake.ts';
import { JSON_MAX_BYTES } from './json.ts';
import { boundaryOf, type PartHead, readParts, type Take } from './multipart.ts';
import { invalid, Problem } from './problem.ts';
import { Uploads } from './uploads.ts';

/** Fields of a form: the largest page of ours has some two hundred. */
const FIELDS_MAX = 1000;

export interface Form {
  /** What stands in its fields; files are not among them. */
  readonly texts: URLSearchParams;
  /** What its field `files` holds; null: it takes none. */
  readonly files: Uploads | null;
}

export interface FormLimits {
  /** Of the whole. */
  readonly body: BodyLimit;
  /** Bytes of one file, and where a large one is stored while it arrives; null: it takes none. */
  readonly files: { readonly maxBytes: number; readonly stage: () => StagedUpload } | null;
}

/** A form of fields alone. */
export const FIELDS_ONLY: FormLimits = { body: { bytes: JSON_MAX_BYTES, what: 'the form' }, files: null };

/** @throws Problem 400, 408, 413, 422 or 503 */
export async function readForm(c: Context<AppEnv>, { body, files: taken }: FormLimits, held?: Held): Promise<Form> {
  const contentType = c.req.header('content-type') ?? '';
  const files = taken === null ? null : new Uploads(taken.maxBytes, taken.stage, held);
  const boundary = boundaryOf(contentType);
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType)) {
    const bytes = await readAll(c, { ...body, bytes: Math.min(body.bytes, JSON_MAX_BYTES) }, held);
    return { texts: new URLSearchParams(new TextDecoder().decode(bytes)), files };
  }
  if (!/^multipart\/form-data\s*;/i.test(contentType) || boundary === null) {
    throw new Problem('unreadable', 'expected a form: multipart/form-data or application/x-www-form-urlencoded');
  }
  const fields: { readonly name: string; readonly content: Content }[] = [];
  // Together they may have what a JSON body may.
  let left = JSON_MAX_BYTES;
  const open = ({ name, filename }: PartHead): Take => {
    if (name === 'files' && files !== null) return files.open(filename);
    if (fields.length === FIELDS_MAX) throw invalid([{ parameter: name, detail: `expected at most ${FIELDS_MAX} fields` }]);
    const content = new Content({ bytes: left, what: 'the fields of the form' });
    fields.push({ name, content });
    return (chunk) => {
      content.take(chunk);
      left -= chunk.byteLength;
    };
  };
  await readParts(chunksOf(c, body, held), boundary, open, async () => files?.settle());
  const texts = new URLSearchParams();
  for (const { name, content } of fields) texts.append(name, new TextDecoder().decode(content.whole()));
  return { texts, files };
}
