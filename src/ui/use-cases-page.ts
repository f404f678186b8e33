/** The use cases there are: what each finds, and a form to try it at once. */
import { html } from 'hono/html';
import type { Scope } from '../contracts/scope.ts';
import type { FieldDefinition, ShownUseCase } from '../contracts/use-case.ts';
import { isRole, labelsOf } from '../pipeline/locales/vocabulary.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { page } from './page-frame.ts';
import { SAMPLES } from './samples.ts';
import { counted } from './show.ts';

export function useCasesPage(deps: UiDeps, scope: Scope): Html {
  const [useCases, retired] = [deps.useCases.list(), deps.useCases.retired()];
  return page({
    scope,
    title: 'Use cases',
    here: 'use-cases',
    body: html`<h1>Use cases</h1>
<p>What ix can extract by name. Your own are saved here, are files in the folder of IX_USE_CASES_DIR, or come with a request: <a href="/ui">Submit</a>, “Define fields here”.</p>
${scope.may.includes('operate') ? html`<p><a class="button" href="/ui/use-cases/edit">New use case</a></p>` : NOTHING}
${useCases.length === 0 ? html`<p class="empty">None is registered.</p>` : useCases.map((useCase) => article(scope, useCase))}
${retired.length === 0 ? NOTHING : html`<section class="card" id="retired"><h2>Retired</h2><p>No new job may name them.</p><ul>${retired.map(({ name, title }) => html`<li>${title} <code>${name}</code>${edit(scope, name, 'Versions')}</li>`)}</ul></section>`}`,
  });
}

const edit = (scope: Scope, name: string, words: string): Html | string =>
  scope.may.includes('operate')
    ? html` · <a href="/ui/use-cases/edit?${new URLSearchParams({ name }).toString()}" aria-label="${words}: ${name}">${words}</a>`
    : NOTHING;

const article = (scope: Scope, useCase: ShownUseCase): Html => html`<article class="card use-case" id="${useCase.name}">
<h2>${useCase.title}</h2><p><code>${useCase.name}</code>${useCase.version === null ? NOTHING : ` · version ${useCase.version}`} · ${counted(useCase.fields.length, 'field')}${useCase.description === null ? NOTHING : html` · ${useCase.description}`}${edit(scope, useCase.name, useCase.version === null ? 'Copy' : 'Edit')}</p>
<div class="scroll"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col" class="wide">Called in documents</th></tr></thead><tbody>${fieldRows(useCase.fields, '')}</tbody></table></div>
${
  scope.may.includes('submit')
    ? html`<details class="try"><summary>Try it</summary>
<form method="post" action="/ui/submit" enctype="multipart/form-data">
<input type="hidden" name="use_case" value="${useCase.name}">
<label>A text <textarea name="text" rows="10" spellcheck="false" placeholder="Paste the text of a document">${SAMPLES.get(useCase.name) ?? ''}</textarea></label>
<button class="primary">Extract</button>
</form></details>`
    : NOTHING
}
</article>`;

/** Labels shown of a field. */
const MOST_LABELS = 6;

/** Its own labels, then those its role has in all languages, the preferred ones first. */
function calledInDocuments({ labels, role }: FieldDefinition): string[] {
  const ofRole = role !== null && isRole(role) ? labelsOf(role).toSorted((a, b) => a.rank - b.rank) : [];
  return [...labels, ...ofRole.map(({ text }) => text)].slice(0, MOST_LABELS);
}

function fieldRows(fields: readonly FieldDefinition[], prefix: string): Html[] {
  return fields.flatMap((field) => [
    html`<tr><th scope="row">${prefix}${field.name}${field.required ? html` <span class="badge required">required</span>` : NOTHING}</th><td>${field.type}</td><td class="wide why">${(field.choices ?? calledInDocuments(field)).join(', ')}</td></tr>`,
    ...fieldRows(field.fields ?? [], `${prefix}${field.name}.`),
  ]);
}
