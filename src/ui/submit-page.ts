/** The first page: hand documents in, for a use case that exists or one defined on the spot. */
import { html, raw } from 'hono/html';
import { NAME_MAX, URL_MAX } from '../contracts/bounds.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { FIELD_TYPES } from '../contracts/use-case.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import { EMPTY, type Filled, INLINE } from './submit-form.ts';

const MIB = 2 ** 20;

/** What the definition starts with: two fields that many documents have. */
const FIRST_FIELDS = {
  name: 'my_document',
  fields: [
    { name: 'document_no', type: 'string', labels: ['Number', 'No.'] },
    { name: 'total', type: 'decimal', labels: ['Total', 'Amount due'] },
  ],
};

/** The request id names a job already, and that was asked for something else. */
export const taken = ({ job_id, client_id, request_id }: Job): Html =>
  html`The request id <bdi>“${request_id}”</bdi> of client <bdi>“${client_id}”</bdi> is taken by another request: <a href="/ui/jobs/${job_id}">open that job</a>, or choose another id.`;

export function submitPage(deps: UiDeps, scope: Scope, filled: Filled = EMPTY, wrong: readonly (Html | string)[] = []): Html {
  const useCases = deps.useCases.list();
  const chosen = filled.use_case === '' ? useCases[0]?.name : filled.use_case;
  return page({
    scope,
    title: 'Submit',
    here: 'submit',
    scripts: ['submit.js'],
    body: html`<h1>Submit documents</h1>
<div id="said">${wrong.length === 0 ? NOTHING : notice('error', 'Not submitted.', html`${wrong.map((line) => html`<span class="line">${line}</span>`)}`)}</div>
<form id="submit" class="submit" action="/ui/submit" method="post" enctype="multipart/form-data">
<section class="card" aria-label="Documents">
<h2>1. Documents</h2>
<label class="drop" id="drop"><span><strong>Drop files here</strong> or choose them</span>
<input type="file" name="files" multiple accept=".pdf,.txt,application/pdf,text/plain" data-max="${deps.limits.maxFileBytes}">
<span class="quiet">PDF or plain text, up to ${Math.floor(deps.limits.maxFileBytes / MIB)} MiB each</span></label>
<ul id="chosen" class="chosen" aria-live="polite"></ul>
<label>or paste a text <textarea name="text" rows="4" spellcheck="false">${filled.text}</textarea></label>
<label>or give URLs <span class="quiet">one a line; ix fetches them</span><textarea name="url" rows="1" spellcheck="false" placeholder="https://example.com/invoice.pdf">${filled.url}</textarea></label>
</section>
<section class="card" aria-label="What to extract">
<h2>2. What to extract</h2>
<label>Use case <select name="use_case" id="use-case">
${useCases.map(({ name, title }) => html`<option value="${name}"${name === chosen ? raw(' selected') : NOTHING}>${title}</option>`)}
<option value="${INLINE}"${chosen === INLINE ? raw(' selected') : NOTHING}>Define fields here…</option>
</select></label>
<p class="quiet">What each one finds: <a href="/ui/use-cases">use cases</a></p>
<div id="inline" class="inline">
<div class="builder" id="builder" hidden>
<div class="scroll"><table><caption class="hidden">Fields to extract</caption><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Labels in the document</th><th scope="col"><span class="hidden">Remove</span></th></tr></thead><tbody id="field-rows"></tbody></table></div>
<button type="button" class="quiet" id="add-field">Add a field</button>
<template id="field-row"><tr>
<td><input data-part="name" aria-label="Name of the field" pattern="[A-Za-z_][A-Za-z0-9_]*" title="Letters, digits and _, not starting with a digit" placeholder="invoice_no" autocomplete="off"></td>
<td><select data-part="type" aria-label="Type of the field">${FIELD_TYPES.filter((type) => type !== 'object' && type !== 'array').map((type) => html`<option>${type}</option>`)}</select></td>
<td><input data-part="labels" aria-label="Labels, parted by commas" placeholder="Invoice no., Rechnungsnummer" autocomplete="off"></td>
<td><button type="button" class="quiet" data-remove aria-label="Remove the field">×</button></td>
</tr></template>
</div>
<label>The definition as JSON <textarea name="use_case_inline" id="definition" rows="12" spellcheck="false">${filled.use_case_inline === '' ? JSON.stringify(FIRST_FIELDS, null, 2) : filled.use_case_inline}</textarea></label>
<p id="definition-wrong" class="wrong" role="status"></p>
</div>
<details class="options"><summary>Options</summary>
<div class="grid">
<label>Client <input name="ix_client_id" value="${filled.ix_client_id}" placeholder="default" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>Request id <input name="request_id" value="${filled.request_id}" placeholder="made up by ix" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>Callback URL <input type="url" name="callback_url" value="${filled.callback_url}" placeholder="https://example.com/ix" maxlength="${URL_MAX}" autocomplete="off"></label>
<label>Priority <input type="number" name="priority" value="${filled.priority}" min="-100" max="100" placeholder="0"></label>
<label>Engine <select name="engine">${['auto', 'rules', 'llm'].map((engine) => html`<option${engine === filled.engine ? raw(' selected') : NOTHING}>${engine}</option>`)}</select></label>
</div></details>
<div class="buttons"><button class="primary">Submit</button><progress id="upload" max="1" value="0" aria-label="Upload" hidden></progress><span id="upload-text" role="status"></span></div>
</section>
</form>`,
  });
}
