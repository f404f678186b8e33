/** RequestIX: what a submitter sends. Unknown keys are rejected, by name. */
import { z } from 'zod';
import { FileIdSchema } from './ids.ts';
import { UseCaseInlineSchema } from './use-case.ts';

/** A file to fetch. Header values are used for the fetch and never shown again. */
export const FileRefSchema = z.strictObject({
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  /** Bytes; null = the server's IX_FILE_MAX_BYTES, which is also the ceiling. */
  max_bytes: z.number().int().positive().nullable().default(null),
  display_name: z.string().nullable().default(null),
});
export type FileRef = z.output<typeof FileRefSchema>;

/** A file uploaded with this or an earlier job of the same client. */
export const UploadedFileSchema = z.strictObject({
  file_id: FileIdSchema,
  display_name: z.string().nullable().default(null),
});
export type UploadedFile = z.output<typeof UploadedFileSchema>;

/** A bare URL string is a FileRef of that url. */
const urlToFileRef = z
  .string()
  .min(1)
  .transform((url): FileRef => ({ url, headers: {}, max_bytes: null, display_name: null }));
export const FileSchema = z.union([urlToFileRef, FileRefSchema, UploadedFileSchema]);
export type RequestFile = FileRef | UploadedFile;

export const OptionsSchema = z.strictObject({
  ocr: z
    .strictObject({
      use_ocr: z.boolean().default(true),
      /** Read only: no extraction. */
      ocr_only: z.boolean().default(false),
      include_ocr_text: z.boolean().default(false),
      include_geometries: z.boolean().default(false),
      /** ISO 639-1 or Tesseract codes; empty = the server's default. */
      languages: z.array(z.string()).default([]),
    })
    .prefault({}),
  gen_ai: z
    .strictObject({
      engine: z.enum(['auto', 'rules', 'llm']).default('auto'),
      model: z.string().nullable().default(null),
      temperature: z.number().min(0).max(2).nullable().default(null),
    })
    .prefault({}),
  provenance: z
    .strictObject({
      include_provenance: z.boolean().default(true),
      max_sources_per_field: z.number().int().min(1).max(100).default(10),
      /** `value`: the boxes of the value alone; `value_and_context`: of its label too. */
      source_type: z.enum(['value', 'value_and_context']).default('value'),
    })
    .prefault({}),
});
export type Options = z.output<typeof OptionsSchema>;

const Correlation = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u, 'control characters are not allowed');

export const RequestIXSchema = z.strictObject({
  /** A registered use case; `use_case_inline` wins when both are given. */
  use_case: z.string().min(1).nullable().default(null),
  use_case_inline: UseCaseInlineSchema.nullable().default(null),
  ix_client_id: Correlation.default('default'),
  /** Unique per client: the idempotency key. The server makes one up when it is missing. */
  request_id: Correlation.optional(),
  context: z
    .strictObject({
      files: z.array(FileSchema).max(100).default([]),
      texts: z.array(z.string()).max(100).default([]),
    })
    .prefault({}),
  options: OptionsSchema.prefault({}),
});
export type RequestIX = z.output<typeof RequestIXSchema>;

/** `POST /jobs`: a request and what belongs to the submission, not to the extraction. */
export const SubmissionSchema = RequestIXSchema.extend({
  callback_url: z
    .url({ protocol: /^https?$/, error: 'expected an http:// or https:// URL' })
    .nullable()
    .default(null),
  /** Higher runs first; −100 … 100. */
  priority: z.number().int().min(-100).max(100).default(0),
});
export type Submission = z.output<typeof SubmissionSchema>;
export type SubmissionInput = z.input<typeof SubmissionSchema>;

/** Of a name in a list, in UTF-16 units; the request keeps it whole. It is part of index entries, which have to fit into a page. */
const DISPLAY_NAME_MAX = 255;

/** What lists show for a job: the display name of its first file, else that URL's last path part; cut where it is too long. */
export function displayNameOf(request: RequestIX): string | null {
  const file = request.context.files[0];
  const name = file === undefined ? null : (file.display_name ?? ('url' in file ? lastPartOf(file.url) : file.file_id));
  if (name === null || name.length <= DISPLAY_NAME_MAX) return name;
  return `${name.slice(0, DISPLAY_NAME_MAX - 1).toWellFormed()}…`;
}

function lastPartOf(url: string): string {
  try {
    const last = new URL(url).pathname.split('/').findLast((part) => part !== '');
    // %00 and its like: PostgreSQL holds no U+0000, and a listing shows no line breaks.
    return last === undefined ? url : decodeURIComponent(last).replace(/\p{Cc}/gu, ' ');
  } catch {
    return url;
  }
}

/** The request as it may be shown: header values of file references are masked, and so are user and password in their URLs. */
export function redactRequest(request: RequestIX): RequestIX {
  const files = request.context.files.map((file) =>
    'url' in file
      ? {
          ...file,
          url: file.url.replace(/(?<=^[a-z][a-z0-9+.-]*:\/*)[^/?#@]*(?=@)/i, '***'),
          headers: Object.fromEntries(Object.keys(file.headers).map((name) => [name, '***'])),
        }
      : file,
  );
  return { ...request, context: { ...request.context, files } };
}
