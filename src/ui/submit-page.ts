/** The first page: hand documents in, for a use case that exists or one defined on the spot. */
import { html, raw } from 'hono/html';
import { NAME_MAX, URL_MAX } from '../contracts/bounds.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { definitionEditor, FIRST_FIELDS } from './definition-editor.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import { named, nameOf, visible } from './show.ts';
import { EMPTY, type Filled, INLINE, keptOf } from './submit-form.ts';
import { commonWords } from './words/common.ts';
import { submitWords } from './words/submit.ts';

const MIB = 2 ** 20;

/** How names of files end that ix reads; others are pointed out before they are sent. What a file is, its content says. */
const READABLE =
  'pdf png jpg jpeg tif tiff webp bmp gif docx docm xlsx xlsm pptx pptm odt ods odp fodt html htm eml xml csv txt text md json'.split(' ');

/** The request id names a job already, and that was asked for something else. */
export const taken = ({ job_id, client_id, request_id }: Job): Html =>
  html`${submitWords().taken(visible(request_id), visible(client_id))} <a href="/ui/jobs/${job_id}">${submitWords().openThat}</a>${submitWords().orAnotherId}`;

/** @param origin the job whose documents may be submitted again. */
export function submitPage(
  deps: UiDeps,
  scope: Scope,
  filled: Filled = EMPTY,
  wrong: readonly (Html | string)[] = [],
  origin: Job | null = null,
): Html {
  const [w, c] = [submitWords(), commonWords()];
  const useCases = deps.useCases.list();
  const chosen = filled.use_case === '' ? useCases[0]?.name : filled.use_case;
  return page({
    scope,
    title: w.submit,
    here: 'submit',
    scripts: ['submit.js', 'builder.js'],
    body: html`<h1>${w.title}</h1>
<div id="said">${wrong.length === 0 ? NOTHING : notice('error', w.notSubmitted, html`${wrong.map((line) => html`<span class="line">${line}</span>`)}`)}</div>
${origin === null ? NOTHING : html`<p>${w.again} <a href="/ui/jobs/${origin.job_id}"><bdi>${nameOf(origin)}</bdi></a> ${w.otherwise}</p>`}
<form id="submit" class="submit" action="/ui/submit" method="post" enctype="multipart/form-data"${origin === null && wrong.length === 0 && filled.use_case === '' ? raw(' data-fresh') : NOTHING}>
<section class="card" aria-label="${w.documents}">
<h2>${w.step1}</h2>
${origin === null ? NOTHING : keptDocuments(origin, filled)}
<label class="drop" id="drop"><span><strong>${w.drop}</strong> ${w.orChoose}</span>
<input type="file" name="files" multiple data-max="${deps.limits.maxFileBytes}" data-types="${READABLE.join(' ')}">
<span class="quiet">${w.upTo(Math.floor(deps.limits.maxFileBytes / MIB))}</span></label>
<ul id="chosen" class="chosen" aria-live="polite"></ul>
<label>${w.orPaste} <textarea name="text" rows="4" spellcheck="false">${filled.text}</textarea></label>
<label>${w.orUrls} <span class="quiet">${w.oneALine}</span><textarea name="url" rows="1" spellcheck="false" placeholder="https://example.com/invoice.pdf">${filled.url}</textarea></label>
<fieldset class="grouping"><legend>${w.become}</legend>
${grouping('each', w.each, filled)}
${grouping('one', w.one, filled)}
</fieldset>
</section>
<section class="card" aria-label="${w.what}">
<h2>${w.step2}</h2>
<label>${c.useCase} <select name="use_case" id="use-case">
${useCases.map(({ name, title }) => html`<option value="${name}"${name === chosen ? raw(' selected') : NOTHING}>${title}</option>`)}
<option value="${INLINE}"${chosen === INLINE ? raw(' selected') : NOTHING}>${w.defineHere}</option>
</select></label>
<p class="quiet">${w.whatEach} <a href="/ui/use-cases">${w.useCasesLink}</a></p>
<div id="inline" class="inline">
${definitionEditor('use_case_inline', filled.use_case_inline === '' ? JSON.stringify({ name: 'my_document', ...FIRST_FIELDS }, null, 2) : filled.use_case_inline)}
</div>
<details class="options"><summary>${w.options}</summary>
<div class="grid">
<label>${c.client} <input name="ix_client_id" value="${filled.ix_client_id}" placeholder="default" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>${w.requestId} <input name="request_id" value="${filled.request_id}" placeholder="${w.madeUp}" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>${w.callbackUrl} <input type="url" name="callback_url" value="${filled.callback_url}" placeholder="https://example.com/ix" maxlength="${URL_MAX}" autocomplete="off"></label>
<label>${w.priority} <input type="number" name="priority" value="${filled.priority}" min="-100" max="100" placeholder="0"></label>
<label>${w.engine} <select name="engine">${['auto', 'rules', 'llm'].map((engine) => html`<option${engine === filled.engine ? raw(' selected') : NOTHING}>${engine}</option>`)}</select></label>
</div></details>
<div class="buttons"><button class="primary">${w.submit}</button><progress id="upload" max="1" value="0" aria-label="${w.upload}" hidden></progress><span id="upload-text" role="status"></span></div>
</section>
</form>`,
  });
}

const grouping = (value: string, words: string, filled: Filled): Html =>
  html`<label><input type="radio" name="grouping" value="${value}"${(filled.grouping === 'one' ? 'one' : 'each') === value ? raw(' checked') : NOTHING}> ${words}</label>`;

/** Uploaded files and texts of the job are there still. */
function keptDocuments(origin: Job, filled: Filled): Html {
  const kept = new Set(filled.kept.split(' '));
  return html`<input type="hidden" name="from" value="${origin.job_id}">
<fieldset class="kept"><legend>${submitWords().ofTheJob}</legend>${keptOf(origin).map(({ index, name }) => html`<label><input type="checkbox" name="kept" value="${index}"${kept.has(String(index)) ? raw(' checked') : NOTHING}> ${named(name)}</label>`)}</fieldset>`;
}
