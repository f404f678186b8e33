/** The submit form as it comes in → a job to submit, or what is wrong with it in words for the person who filled it in. */
import { IxError } from '../contracts/errors.ts';
import { SubmissionSchema } from '../contracts/request.ts';
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
};

/** The value of the use-case field that means: as defined below. */
export const INLINE = '+inline';

export type ReadForm = { readonly filled: Filled } & ({ readonly job: NewJob } | { readonly wrong: readonly string[] });

/** Names of the fields as the form shows them, by where they stand in a submission. */
const LABELS: readonly [RegExp, string][] = [
  [/^\/callback_url/, 'Callback URL'],
  [/^\/ix_client_id/, 'Client'],
  [/^\/request_id/, 'Request id'],
  [/^\/priority/, 'Priority'],
  [/^\/use_case_inline/, 'Fields'],
  [/^\/use_case/, 'Use case'],
  [/^\/context\/files/, 'Files'],
  [/^\/options/, 'Options'],
];

/** @param refusalOf says which URLs may not be reached. */
export function readSubmitForm(form: Form, scope: Scope, refusalOf: RefusalOf): ReadForm {
  // PostgreSQL holds neither U+0000 nor lone surrogates.
  const text = (name: keyof Filled): string => (form.texts.get(name) ?? '').replaceAll('\u0000', '').toWellFormed();
  const filled: Filled = { ...EMPTY };
  for (const name of Object.keys(EMPTY)) if (isField(name)) Object.assign(filled, { [name]: text(name) });
  try {
    const job = jobOf(form.files, filled, scope);
    refuseUnreachable([{ submission: job.submission, at: [] }], refusalOf);
    return { filled, job };
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
    const label = LABELS.find(([where]) => where.test(pointer))?.[1];
    return label === undefined ? `${pointer} ${detail}` : `${label}: ${detail}`;
  });
}

function jobOf(incoming: Uploads, filled: Filled, scope: Scope): NewJob {
  const { files, uploads } = incoming.sent();
  const urls = filled.url.split(/\s+/).filter((url) => url !== '');
  const bad = urls.findIndex((url) => !URL.canParse(url));
  if (bad !== -1) throw new IxError('IX_000_007', `URL: number ${bad + 1} is none; expected one like https://example.com/invoice.pdf`);
  const inline = filled.use_case === INLINE ? inlineOf(filled.use_case_inline) : null;
  if (files.length + urls.length === 0 && filled.text.trim() === '') {
    throw new IxError('IX_000_002', 'Nothing to read: choose a file, paste a text or give a URL.');
  }
  const given = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());
  const submission = parseBody(SubmissionSchema, {
    ...(inline === null ? { use_case: given(filled.use_case) ?? null } : { use_case_inline: inline }),
    ix_client_id: given(filled.ix_client_id) ?? onlyClientOf(scope) ?? undefined,
    request_id: given(filled.request_id),
    callback_url: given(filled.callback_url) ?? null,
    priority: filled.priority.trim() === '' ? undefined : Number(filled.priority),
    options: { gen_ai: { engine: filled.engine === '' ? 'auto' : filled.engine } },
    context: {
      files: [...urls, ...files],
      texts: filled.text.trim() === '' ? [] : [filled.text.replaceAll('\r\n', '\n')],
    },
  });
  return { submission, uploads, traceparent: null };
}

/** Checked here, where its author sits; the job would only fail with it. */
function inlineOf(text: string): unknown {
  if (text.trim() === '') throw new IxError('IX_001_001', 'Fields: none defined yet; add at least one.');
  const inline = parseBody(UseCaseInlineSchema, parseJson(Buffer.from(text), 'Fields'));
  useCaseFromInline(inline);
  return inline;
}
