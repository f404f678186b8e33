/** RequestIX: what a submitter sends. Unknown keys are rejected, by name. */
import { z } from 'zod';
import { type Bounds, HttpUrlSchema, isStorableTime, LINE_MAX, NAME_MAX, SENT, SHOWN, TEXT_MAX } from './bounds.ts';
import { FileIdSchema } from './ids.ts';
import { fileNameIn, shownUrl } from './shown-url.ts';
import { ShownUseCaseInlineSchema, UseCaseInlineSchema } from './use-case.ts';

/** Files of one job at most, and texts. */
export const FILES_MAX = 100;

/** What may be asked to extract. */
export const ENGINES = ['auto', 'rules', 'llm'] as const;

const partsOf = (as: Bounds) => {
  /** What opens the file, where it is encrypted. Used for that and never shown again. */
  const password = as.text(LINE_MAX).nullable().default(null);
  /** A file to fetch. Header values are used for the fetch and never shown again. */
  const fileRef = z.strictObject({
    url: as.url.describe('Where the file is fetched from: http, https, or `file:` below a folder that the server opened for that.'),
    headers: as
      .texts(NAME_MAX, TEXT_MAX, 100)
      .default({})
      .describe('Headers of the request that fetches it. Their values are used for that and never shown again.'),
    max_bytes: z
      .number()
      .int()
      .positive()
      .nullable()
      .default(null)
      .describe("Bytes; null = the server's IX_FILE_MAX_BYTES, which is also the ceiling."),
    display_name: as.text(LINE_MAX).nullable().default(null).describe('The name of the document, for people; null: it has none.'),
    password: password.describe('What opens the file, where it is encrypted; never shown again.'),
  });
  /** A file uploaded with this or an earlier job of the same client. */
  const uploadedFile = z.strictObject({
    file_id: FileIdSchema.describe('The id of a file uploaded by the same client: `sha256:` and 64 hex digits.'),
    display_name: as.text(LINE_MAX).nullable().default(null).describe('The name of the document, for people; null: it has none.'),
    password: password.describe('What opens the file, where it is encrypted; never shown again.'),
  });
  /** A bare URL string is a FileRef of that url. */
  const bareUrl = as.url.transform(
    (url): z.output<typeof fileRef> => ({ url, headers: {}, max_bytes: null, display_name: null, password: null }),
  );
  const options = z.strictObject({
    ocr: z
      .strictObject({
        use_ocr: z.boolean().default(true).describe('Read pictures and pages without a text layer.'),
        ocr_only: z.boolean().default(false).describe('Read only: no extraction.'),
        include_ocr_text: z.boolean().default(false).describe('Answer with the text that was read.'),
        include_geometries: z.boolean().default(false).describe('Answer with each page’s lines and words, and their boxes.'),
        use_embedded: z
          .boolean()
          .default(true)
          .describe('Take the values of an electronic invoice, a file of its own or within a PDF, before what is read on the pages.'),
        languages: as.list(as.text(NAME_MAX), 100).default([]).describe("ISO 639-1 or Tesseract codes; empty = the server's default."),
      })
      .prefault({})
      .describe('How documents are read.'),
    gen_ai: z
      .strictObject({
        engine: z
          .enum(ENGINES)
          .default('auto')
          .describe('`rules` alone, a model alone (`llm`), or the rules and a model for what they leave open (`auto`).'),
        model: as.text(NAME_MAX).nullable().default(null).describe('The model to ask; null: the server’s.'),
        images: z
          .boolean()
          .default(false)
          .describe(
            'Show the model pictures of the pages beside their text. Its server must take images; without a model it has no effect.',
          ),
        temperature: z.number().min(0).max(2).nullable().default(null).describe('Of the model, 0–2; null: the server’s.'),
      })
      .prefault({})
      .describe('What extracts.'),
    provenance: z
      .strictObject({
        include_provenance: z.boolean().default(true).describe('Answer with where each value stands in the documents.'),
        max_sources_per_field: z.number().int().min(1).max(100).default(10).describe('Places told of one value at most.'),
        source_type: z
          .enum(['value', 'value_and_context'])
          .default('value')
          .describe('`value`: the boxes of the value alone; `value_and_context`: of its label too.'),
      })
      .prefault({})
      .describe('What is told of where values stand.'),
    explain: z
      .boolean()
      .default(false)
      .describe('Answer with `explanations`: by which labels each field was looked for, and why each candidate lost.'),
  });
  return { fileRef, uploadedFile, file: z.union([bareUrl, fileRef, uploadedFile]), options };
};
type Parts = ReturnType<typeof partsOf>;

const requestSchema = (as: Bounds, { file, options }: Parts, useCaseInline: typeof UseCaseInlineSchema) =>
  z.strictObject({
    use_case: as.name.nullable().default(null).describe('A registered use case; `use_case_inline` wins when both are given.'),
    use_case_inline: useCaseInline
      .nullable()
      .default(null)
      .describe('A use case that is described here; null: the registered one is meant.'),
    ix_client_id: as.name.default('default').describe('Who submits. With a key of role `client` it is the key’s, and may be left out.'),
    request_id: as.name.optional().describe('Unique per client: the idempotency key. The server makes one up when it is missing.'),
    context: z
      .strictObject({
        files: as.list(file, FILES_MAX).default([]).describe('Files: uploaded ones, or those that ix fetches.'),
        texts: as.list(z.string(), FILES_MAX).default([]).describe('Documents: as long as the body may be.'),
      })
      .prefault({})
      .describe('The documents.'),
    options: options.prefault({}).describe('How to read, extract and answer.'),
  });

export const SENT_PARTS = partsOf(SENT);
export const SHOWN_PARTS = partsOf(SHOWN);
export type FileRef = z.output<Parts['fileRef']>;
export type UploadedFile = z.output<Parts['uploadedFile']>;
export type RequestFile = FileRef | UploadedFile;
export type Options = z.output<Parts['options']>;

export const RequestIXSchema = requestSchema(SENT, SENT_PARTS, UseCaseInlineSchema);
export type RequestIX = z.output<typeof RequestIXSchema>;
/** The request of a job as it is answered. */
export const ShownRequestSchema = requestSchema(SHOWN, SHOWN_PARTS, ShownUseCaseInlineSchema);

/** Two weeks: how long a job may have at most that says so. */
const DEADLINE_MAX_SECONDS = 1_209_600;

/** `POST /jobs`: a request and what belongs to the submission, not to the extraction. */
export const SubmissionSchema = RequestIXSchema.extend({
  callback_url: HttpUrlSchema.nullable().default(null).describe('Where the finished job is sent, signed, with retries; null: nowhere.'),
  priority: z.number().int().min(-100).max(100).default(0).describe('Higher runs first; −100 … 100.'),
  not_before: z.iso
    .datetime({ offset: true, error: 'expected an ISO 8601 date and time with Z or an offset', abort: true })
    .refine(isStorableTime, 'expected a time from the year 1 to the year 9999')
    .nullable()
    .default(null)
    .describe('The job is held back until this time, with Z or an offset, within a year; null, or in the past: it is not.'),
  deadline_seconds: z
    .number()
    .int()
    .min(1)
    .max(DEADLINE_MAX_SECONDS)
    .nullable()
    .default(null)
    .describe(
      'Seconds from its submission by which the answer is wanted: a job that has not ended by then ends in IX_003_003. Null: none.',
    ),
});
export type Submission = z.output<typeof SubmissionSchema>;
export type SubmissionInput = z.input<typeof SubmissionSchema>;

/** Of a name in a list, in UTF-16 units; the request keeps it whole. It is part of index entries, which have to fit into a page. */
const DISPLAY_NAME_MAX = 255;

/** What lists show for a job: the display name of its first file, else the file name in that URL; cut where it is too long. */
export function displayNameOf(request: RequestIX): string | null {
  const file = request.context.files[0];
  const name = file === undefined ? null : nameOfFile(file);
  if (name === null || name.length <= DISPLAY_NAME_MAX) return name;
  return `${name.slice(0, DISPLAY_NAME_MAX - 1).toWellFormed()}…`;
}

const nameOfFile = (file: RequestFile): string | null => file.display_name ?? ('url' in file ? fileNameIn(file.url) : file.file_id);

/** The request as it may be shown: passwords and header values are masked, and so is in the URLs of files what may be secret. */
export function redactRequest(request: RequestIX): RequestIX {
  const files = request.context.files.map((file) =>
    'url' in file
      ? {
          ...file,
          url: shownUrl(file.url),
          headers: Object.fromEntries(Object.keys(file.headers).map((name) => [name, '***'])),
          password: masked(file.password),
        }
      : { ...file, password: masked(file.password) },
  );
  return { ...request, context: { ...request.context, files } };
}

const masked = (password: string | null | undefined): string | null => (password == null ? null : '***');

/** The request as receivers of callbacks are told it: of files named by URL the name alone. Where documents lie is not theirs to know. */
export const ToldRequestSchema = ShownRequestSchema.extend({
  context: z
    .strictObject({
      files: z
        .array(
          z.union([
            z.strictObject({ display_name: z.string().nullable().describe('The name of the file, for people; null: it has none.') }),
            SHOWN_PARTS.uploadedFile,
          ]),
        )
        .describe('Files: uploaded ones, or those that ix fetches.'),
      texts: z.array(z.string()).describe('Documents that are plain text.'),
    })
    .describe('The documents.'),
});
export type ToldRequest = z.output<typeof ToldRequestSchema>;

export function toldRequest(request: RequestIX): ToldRequest {
  const files = request.context.files.map((file) =>
    'url' in file ? { display_name: nameOfFile(file) } : { ...file, password: masked(file.password) },
  );
  return { ...request, context: { ...request.context, files } };
}
