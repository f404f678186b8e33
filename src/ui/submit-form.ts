/** The submit form as it comes in → a job to submit, or what is wrong with it in words for the person who filled it in. */
import { IxError } from '../contracts/errors.ts';
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { type Submission, SubmissionSchema, type UploadedFile } from '../contracts/request.ts';
import { onlyClientOf, type Scope } from '../contracts/scope.ts';
import { UseCaseInlineSchema } from '../contracts/use-case.ts';
import { parseBody } from '../http/faults.ts';
import type { Form } from '../http/form.ts';
import { parseJson } from '../http/json.ts';
import { Problem } from '../http/problem.ts';
import { type RefusalOf, refuseUnreachable } from '../http/reach.ts';
import type { Uploads } from '../http/uploads.ts';
import type { NewJob } from '../jobs/submit.ts';
import { useCaseFromInline } from '../pipeline/use-cases/inline.ts';
import { documentNames } from './documents.ts';
import { commonWords } from './words/common.ts';
import { submitWords } from './words/submit.ts';

/** What stood in the fields, to be shown again when something is wrong. Files cannot be. */
export interface Filled {
  readonly use_case: string;
  readonly use_case_inline: string;
  readonly text: string;
  readonly url: string;
  readonly ix_client_id: string;
  readonly request_id: string;
  readonly callback_url: string;
  readonly priority: string;
  readonly engine: string;
  /** What becomes of several documents: `each` a job, or `one` job of all. */
  readonly grouping: string;
  /** The job whose documents are submitted again. */
  readonly from: string;
  /** Which of them, by number, parted by blanks. */
  readonly kept: string;
}

export const EMPTY: Filled = {
  use_case: '',
  use_case_inline: '',
  text: '',
  url: '',
  ix_client_id: '',
  request_id: '',
  callback_url: '',
  priority: '',
  engine: 'auto',
  grouping: 'each',
  from: '',
  kept: '',
};

/** The value of the use-case field that means: as defined below. */
export const INLINE = '+inline';

export type ReadForm = { readonly filled: Filled } & ({ readonly jobs: readonly NewJob[] } | { readonly wrong: readonly string[] });

/** Names of the fields as the form shows them, by where they stand in a submission. */
const labels = (): readonly (readonly [RegExp, string])[] => {
  const w = submitWords();
  return [
    [/^\/callback_url/, w.callbackUrl],
    [/^\/ix_client_id/, w.client],
    [/^\/request_id/, w.requestId],
    [/^\/priority/, w.priority],
    [/^\/use_case_inline/, w.fields],
    [/^\/use_case/, commonWords().useCase],
    [/^\/context\/files/, w.files],
    [/^\/options/, w.options],
  ];
};

/** The form filled in as the job was submitted; its documents are there to be kept. What is masked is to be given anew. */
export function filledLike(job: Job, useCases: readonly string[]): Filled {
  const { context, use_case, use_case_inline, ix_client_id, options } = job.request;
  const urls = context.files.flatMap((file) => ('url' in file ? [file.url] : []));
  const isKnown = use_case_inline === null && useCases.includes(use_case ?? '');
  return {
    ...EMPTY,
    use_case: isKnown ? (use_case ?? '') : use_case_inline === null ? '' : INLINE,
    use_case_inline: use_case_inline === null ? '' : JSON.stringify(withoutDefaults(use_case_inline), null, 2),
    url: urls.filter((url) => !url.includes('***')).join('\n'),
    ix_client_id,
    callback_url: job.callback_url?.includes('***') ? '' : (job.callback_url ?? ''),
    priority: job.priority === 0 ? '' : String(job.priority),
    engine: options.gen_ai.engine,
    grouping: context.files.length + context.texts.length > 1 ? 'one' : 'each',
    from: job.job_id,
    kept: keptOf(job)
      .map(({ index }) => index)
      .join(' '),
  };
}

/** What of a job can be submitted again as it is: uploaded files, and texts. Numbered as its documents are. */
export function keptOf(
  job: Job,
): { readonly index: number; readonly name: string; readonly file: UploadedFile | null; readonly text: string | null }[] {
  const { files, texts } = job.request.context;
  const names = documentNames(job);
  return [...files.map((file) => ({ file, text: null })), ...texts.map((text) => ({ file: null, text }))].flatMap(
    ({ file, text }, index) =>
      file !== null && 'url' in file
        ? []
        : [{ index, name: names[index] ?? '', file: file === null ? null : { ...file, password: null }, text }],
  );
}

/** A definition as its author would write it: what is empty, null or false is what it would be anyway. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const isEmpty = (part: unknown) =>
    part === null || part === false || (typeof part === 'object' && part !== null && Object.keys(part).length === 0);
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => (isEmpty(part) ? [] : [[name, withoutDefaults(part)]])));
}

/** @param refusalOf says which URLs may not be reached. @param origin the job that the form names as `from`; null: there is none. */
export function readSubmitForm(form: Form, scope: Scope, refusalOf: RefusalOf, origin: Job | null): ReadForm {
  // PostgreSQL holds neither U+0000 nor lone surrogates.
  const text = (name: keyof Filled): string => (form.texts.get(name) ?? '').replaceAll('\u0000', '').toWellFormed();
  const filled: Filled = { ...EMPTY };
  for (const name of Object.keys(EMPTY)) if (isField(name)) Object.assign(filled, { [name]: text(name) });
  Object.assign(filled, { kept: form.texts.getAll('kept').join(' ') });
  try {
    const jobs = jobsOf(form.files, filled, scope, origin);
    refuseUnreachable(
      jobs.map(({ submission }) => ({ submission, at: [] })),
      refusalOf,
    );
    return { filled, jobs };
  } catch (error) {
    const again = { ...filled, url: withoutLogins(filled.url), callback_url: withoutLogins(filled.callback_url) };
    if (error instanceof IxError) return { filled: again, wrong: [error.detail ?? error.message] };
    if (error instanceof Problem) return { filled: again, wrong: wordsOf(error) };
    throw error;
  }
}

/** A page never repeats what may be a password: URLs with one are to be given anew. */
const withoutLogins = (urls: string): string =>
  urls
    .split(/\s+/)
    .filter((url) => !url.includes('@'))
    .join('\n');

const isField = (name: string): name is keyof Filled => name in EMPTY;

function wordsOf(problem: Problem): string[] {
  const { faults } = problem.extras;
  if (faults === undefined) return [problem.message];
  return faults.map(({ pointer = '', detail }) => {
    const label = labels().find(([where]) => where.test(pointer))?.[1];
    return label === undefined ? `${pointer} ${detail}` : `${label}: ${detail}`;
  });
}

/** What a job is made of: one document, or all of them. */
interface Documents {
  readonly files: readonly (string | UploadedFile)[];
  readonly texts: readonly string[];
}

function jobsOf(incoming: Uploads | null, filled: Filled, scope: Scope, origin: Job | null): NewJob[] {
  const { files, uploads } = incoming?.sent() ?? { files: [], uploads: [] };
  const urls = filled.url.split(/\s+/).filter((url) => url !== '');
  const bad = urls.findIndex((url) => !URL.canParse(url));
  if (bad !== -1) throw new IxError('IX_000_007', submitWords().badUrl(bad + 1));
  const inline = filled.use_case === INLINE ? inlineOf(filled.use_case_inline) : null;
  const wanted = new Set(filled.kept.split(' '));
  const kept = origin === null ? [] : keptOf(origin).filter(({ index }) => wanted.has(String(index)));
  const again = kept.map(({ file, text }): Documents => ({ files: file === null ? [] : [file], texts: text === null ? [] : [text] }));
  const texts = filled.text.trim() === '' ? [] : [filled.text.replaceAll('\r\n', '\n')];
  const documents: Documents[] = [
    ...again,
    ...[...urls, ...files].map((file) => ({ files: [file], texts: [] })),
    ...texts.map((text) => ({ files: [], texts: [text] })),
  ];
  if (documents.length === 0) throw new IxError('IX_000_002', submitWords().nothing);
  const all: Documents = { files: documents.flatMap((one) => one.files), texts: documents.flatMap((one) => one.texts) };
  const jobs = filled.grouping === 'one' || documents.length === 1 ? [all] : documents;
  return jobs.map((context, i) => {
    const named = new Set(context.files.flatMap((file) => (typeof file === 'string' ? [] : [file.file_id])));
    return {
      submission: submissionOf(filled, scope, inline, context, jobs.length > 1 ? i + 1 : null),
      uploads: uploads.filter(({ fileId }) => named.has(fileId)),
      traceparent: null,
      ...(origin === null ? {} : { originJobId: JobIdSchema.parse(origin.job_id) }),
    };
  });
}

/** @param number of several jobs: it follows the request id, as each has its own. */
function submissionOf(filled: Filled, scope: Scope, inline: unknown, context: Documents, number: number | null): Submission {
  const given = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  const requestId = given(filled.request_id);
  return parseBody(SubmissionSchema, {
    ...(inline === null ? { use_case: given(filled.use_case) ?? null } : { use_case_inline: inline }),
    ix_client_id: given(filled.ix_client_id) ?? onlyClientOf(scope) ?? undefined,
    request_id: requestId === undefined || number === null ? requestId : `${requestId}-${number}`,
    callback_url: given(filled.callback_url) ?? null,
    priority: filled.priority.trim() === '' ? undefined : Number(filled.priority),
    options: { gen_ai: { engine: filled.engine === '' ? 'auto' : filled.engine } },
    context,
  });
}

/** Checked here, where its author sits; the job would only fail with it. */
function inlineOf(text: string): unknown {
  if (text.trim() === '') throw new IxError('IX_001_001', submitWords().noFields);
  const inline = parseBody(UseCaseInlineSchema, parseJson(Buffer.from(text), submitWords().fields));
  useCaseFromInline(inline);
  return inline;
}
