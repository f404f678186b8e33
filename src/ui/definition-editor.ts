/** Where people define what to extract: rows of fields, and the JSON that they write. */
import { html } from 'hono/html';
import { FIELD_TYPES } from '../contracts/use-case.ts';
import type { Html } from './html.ts';

/** What the definition starts with: two fields that many documents have. */
export const FIRST_FIELDS = {
  fields: [
    { name: 'document_no', type: 'string', labels: ['Number', 'No.'] },
    { name: 'total', type: 'decimal', labels: ['Total', 'Amount due'] },
  ],
};

/** @param name of the form's field that holds the JSON. */
export const definitionEditor = (name: string, text: string): Html => html`${builder()}
<label>The definition as JSON <textarea name="${name}" id="definition" rows="12" spellcheck="false">${text}</textarea></label>
<p id="definition-wrong" class="wrong" role="status"></p>`;

/** Rows that write the definition's JSON; shown by the page's script, which keeps what the rows do not say. */
const builder = (): Html => html`<div class="builder" id="builder" hidden>
<fieldset id="field-set"><legend class="hidden">Fields to extract</legend>
<div class="scroll"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Labels in the document</th><th scope="col">Choices, or parts of a list</th><th scope="col">Required</th><th scope="col"><span class="hidden">Remove</span></th></tr></thead><tbody id="field-rows"></tbody></table></div>
<button type="button" class="quiet" id="add-field">Add a field</button>
<template id="field-row"><tr>
<td><input data-part="name" aria-label="Name of the field" pattern="[A-Za-z_][A-Za-z0-9_]*" title="Letters, digits and _, not starting with a digit" placeholder="invoice_no" autocomplete="off"></td>
<td><select data-part="type" aria-label="Type of the field">${FIELD_TYPES.map((type) => html`<option value="${type}">${TYPE_WORDS[type] ?? type}</option>`)}</select></td>
<td><input data-part="labels" aria-label="Labels, parted by commas" placeholder="Invoice no., Rechnungsnummer" autocomplete="off"></td>
<td><input data-part="parts" aria-label="Choices, or parts of a list, parted by commas" autocomplete="off"></td>
<td><input type="checkbox" data-part="required" aria-label="Required"></td>
<td><button type="button" class="quiet" data-remove aria-label="Remove the field">×</button></td>
</tr></template>
</fieldset></div>`;

const TYPE_WORDS: Readonly<Record<string, string>> = { array: 'list', object: 'group' };
