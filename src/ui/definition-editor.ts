/** Where people define what to extract: rows of fields, and the JSON that they write. */
import { html } from 'hono/html';
import { FIELD_TYPES } from '../contracts/use-case.ts';
import type { Html } from './html.ts';
import { submitWords } from './words/submit.ts';

/** What the definition starts with: two fields that many documents have. */
export const FIRST_FIELDS = {
  fields: [
    { name: 'document_no', type: 'string', labels: ['Number', 'No.'] },
    { name: 'total', type: 'decimal', labels: ['Total', 'Amount due'] },
  ],
};

/** @param name of the form's field that holds the JSON. */
export const definitionEditor = (name: string, text: string): Html => html`${builder()}
<label>${submitWords().json} <textarea name="${name}" id="definition" rows="12" spellcheck="false">${text}</textarea></label>
<p id="definition-wrong" class="wrong" role="status"></p>`;

/** Rows that write the definition's JSON; shown by the page's script, which keeps what the rows do not say. */
function builder(): Html {
  const w = submitWords();
  const typeWords: Readonly<Record<string, string>> = { array: w.list, object: w.group };
  return html`<div class="builder" id="builder" hidden>
<fieldset id="field-set"><legend class="hidden">${w.fieldsToExtract}</legend>
<div class="scroll"><table><thead><tr><th scope="col">${w.field}</th><th scope="col">${w.type}</th><th scope="col">${w.labels}</th><th scope="col">${w.parts}</th><th scope="col">${w.required}</th><th scope="col"><span class="hidden">${w.remove}</span></th></tr></thead><tbody id="field-rows"></tbody></table></div>
<button type="button" class="quiet" id="add-field">${w.addField}</button>
<template id="field-row"><tr>
<td><input data-part="name" aria-label="${w.nameOfField}" pattern="[A-Za-z_][A-Za-z0-9_]*" title="${w.nameRule}" placeholder="invoice_no" autocomplete="off"></td>
<td><select data-part="type" aria-label="${w.typeOfField}">${FIELD_TYPES.map((type) => html`<option value="${type}">${typeWords[type] ?? type}</option>`)}</select></td>
<td><input data-part="labels" aria-label="${w.labelsByCommas}" placeholder="Invoice no., Rechnungsnummer" autocomplete="off"></td>
<td><input data-part="parts" aria-label="${w.partsByCommas}" autocomplete="off"></td>
<td><input type="checkbox" data-part="required" aria-label="${w.required}"></td>
<td><button type="button" class="quiet" data-remove aria-label="${w.removeField}">×</button></td>
</tr></template>
</fieldset></div>`;
}
