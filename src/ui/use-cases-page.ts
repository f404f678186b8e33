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
import { submitWords } from './words/submit.ts';
import { useCaseWords } from './words/use-cases.ts';

export function useCasesPage(deps: UiDeps, scope: Scope): Html {
  const [useCases, retired] = [deps.useCases.list(), deps.useCases.retired()];
  const [w, u] = [submitWords(), useCaseWords()];
  return page({
    scope,
    title: w.useCases,
    here: 'use-cases',
    body: html`<h1>${w.useCases}</h1>
<p>${u.about} <a href="/ui">${w.submit}</a>${w.defineFields}</p>
${scope.may.includes('operate') ? html`<p><a class="button" href="/ui/use-cases/edit">${u.newOne}</a></p>` : NOTHING}
${useCases.length === 0 ? html`<p class="empty">${w.noneRegistered}</p>` : useCases.map((useCase) => article(scope, useCase))}
${retired.length === 0 ? NOTHING : html`<section class="card" id="retired"><h2>${u.retired}</h2><p>${u.noNewJob}</p><ul>${retired.map(({ name, title }) => html`<li>${title} <code>${name}</code>${edit(scope, name, u.versions)}</li>`)}</ul></section>`}`,
  });
}

const edit = (scope: Scope, name: string, words: string): Html | string =>
  scope.may.includes('operate')
    ? html` · <a href="/ui/use-cases/edit?${new URLSearchParams({ name }).toString()}" aria-label="${words}: ${name}">${words}</a>`
    : NOTHING;

const article = (scope: Scope, useCase: ShownUseCase): Html => html`<article class="card use-case" id="${useCase.name}">
<h2>${useCase.title}</h2><p><code>${useCase.name}</code>${useCase.version === null ? NOTHING : ` · ${useCaseWords().version(useCase.version)}`} · ${counted(useCase.fields.length, 'field')}${useCase.description === null ? NOTHING : html` · ${useCase.description}`}${edit(scope, useCase.name, useCase.version === null ? useCaseWords().copy : useCaseWords().edit)}</p>
<div class="scroll"><table><thead><tr><th scope="col">${submitWords().field}</th><th scope="col">${submitWords().type}</th><th scope="col" class="wide">${submitWords().called}</th></tr></thead><tbody>${fieldRows(useCase.fields, '')}</tbody></table></div>
${
  scope.may.includes('submit')
    ? html`<details class="try"><summary>${submitWords().tryIt}</summary>
<form method="post" action="/ui/submit" enctype="multipart/form-data">
<input type="hidden" name="use_case" value="${useCase.name}">
<label>${submitWords().aText} <textarea name="text" rows="10" spellcheck="false" placeholder="${submitWords().pasteHere}">${SAMPLES.get(useCase.name) ?? ''}</textarea></label>
<button class="primary">${submitWords().extract}</button>
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
    html`<tr><th scope="row">${prefix}${field.name}${field.required ? html` <span class="badge required">${submitWords().requiredOne}</span>` : NOTHING}</th><td>${field.type}</td><td class="wide why">${(field.choices ?? calledInDocuments(field)).join(', ')}</td></tr>`,
    ...fieldRows(field.fields ?? [], `${prefix}${field.name}.`),
  ]);
}
