/** Use cases by hand: a new one or another version of one, from the rows of fields; retired, and brought back. */
import { html } from 'hono/html';
import { NAME_MAX, NameSchema } from '../contracts/bounds.ts';
import type { Scope } from '../contracts/scope.ts';
import { type ShownUseCase, UseCaseDefinitionSchema, type UseCaseVersion } from '../contracts/use-case.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { parseJson } from '../http/json.ts';
import { Problem } from '../http/problem.ts';
import { problemOf } from '../http/refusal.ts';
import { checked } from '../http/use-cases.ts';
import { answer } from './answer.ts';
import { definitionEditor, FIRST_FIELDS } from './definition-editor.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import type { PageRoute } from './page-route.ts';
import { time } from './show.ts';
import { useCasesPage } from './use-cases-page.ts';
import { commonWords } from './words/common.ts';
import { useCaseWords } from './words/use-cases.ts';

export const useCasePages = (deps: UiDeps): readonly PageRoute[] => [
  { method: 'get', path: '/ui/use-cases', needs: 'read', handler: (c, scope) => answer(c, useCasesPage(deps, scope)) },
  {
    method: 'get',
    path: '/ui/use-cases/edit',
    needs: 'operate',
    handler: async (c, scope) => {
      const [name, version] = [c.req.query('name') ?? '', Number(c.req.query('version') ?? Number.NaN)];
      const useCase = deps.useCases.get(name, Number.isInteger(version) ? version : null);
      return answer(c, editPage(deps, scope, useCase === null ? { ...NEW, name } : filledLike(useCase), await historyOf(deps, name)));
    },
  },
  {
    method: 'post',
    path: '/ui/use-cases',
    needs: 'operate',
    handler: async (c, scope) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const text = (name: string): string => form.get(name) ?? '';
      const filled = {
        name: text('name').trim(),
        title: text('title').trim(),
        description: text('description').trim(),
        definition: text('definition'),
      };
      try {
        await deps.useCases.save(scope, nameOf(filled), checked(filled.name, definitionOf(filled)));
      } catch (error) {
        const problem = problemOf(error);
        if (problem === null) throw error;
        return answer(c, editPage(deps, scope, filled, await historyOf(deps, filled.name), wordsOf(problem)), 422);
      }
      return c.redirect(`/ui/use-cases#${encodeURIComponent(filled.name)}`, 303);
    },
  },
  {
    method: 'post',
    path: '/ui/use-cases/retire',
    needs: 'operate',
    handler: async (c, scope) => {
      const name = (await readForm(c, FIELDS_ONLY)).texts.get('name') ?? '';
      if ((await deps.useCases.retire(scope, name)) === null)
        throw new Problem('not-found', `no use case ${JSON.stringify(name)} is kept in the database`);
      return c.redirect('/ui/use-cases#retired', 303);
    },
  },
];

/** The form as it was filled in. */
interface Filled {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON. */
  readonly definition: string;
}

const NEW: Filled = { name: '', title: '', description: '', definition: JSON.stringify(FIRST_FIELDS, null, 2) };

/** One that comes with ix is a beginning for another: it keeps its own name. */
function filledLike({ name, title, description, version, system_prompt, fields, checks, json_schema }: ShownUseCase): Filled {
  const said = json_schema === null ? withoutDefaults({ system_prompt, fields, checks }) : { system_prompt, json_schema, checks };
  return {
    name: version === null ? '' : name,
    title: title === name ? '' : title,
    description: description ?? '',
    definition: JSON.stringify(said, null, 2),
  };
}

/** What stands in a field anyway is left out. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const isDefault = (one: unknown): boolean => one === null || one === false || (typeof one === 'object' && Object.keys(one).length === 0);
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (isDefault(one) ? [] : [[key, withoutDefaults(one)]])));
}

/** @throws Problem 422 */
const nameOf = ({ name }: Filled): string =>
  parseBody(UseCaseDefinitionSchema.pick({ name: true }).extend({ name: NameSchema }), { name }).name;

/** @throws Problem 400 or 422 */
function definitionOf({ title, description, definition }: Filled) {
  const given = parseJson(Buffer.from(definition), useCaseWords().theDefinition);
  const beside = { ...(title === '' ? {} : { title }), ...(description === '' ? {} : { description }) };
  return parseBody(UseCaseDefinitionSchema, typeof given === 'object' && given !== null ? { ...given, ...beside } : given);
}

const wordsOf = ({ message, extras: { faults } }: Problem): string[] =>
  faults === undefined ? [message] : faults.map(({ pointer = '', detail }) => `${pointer} ${detail}`);

const historyOf = (deps: UiDeps, name: string): Promise<UseCaseVersion[]> =>
  name === '' ? Promise.resolve([]) : deps.useCases.history(name);

function editPage(deps: UiDeps, scope: Scope, filled: Filled, history: readonly UseCaseVersion[], wrong: readonly string[] = []): Html {
  const w = useCaseWords();
  const title = history.length === 0 ? w.newOne : w.one(filled.name);
  return page({
    scope,
    title,
    here: 'use-cases',
    scripts: ['builder.js'],
    body: html`<h1>${title}</h1>
${wrong.length === 0 ? NOTHING : notice('error', w.notSaved, html`${wrong.map((line) => html`<span class="line">${line}</span>`)}`)}
<p>${history.length === 0 ? w.onceSaved : w.anotherVersion}</p>
<form class="submit" action="/ui/use-cases" method="post">
<section class="card" aria-label="${w.definition}">
<div class="grid">
<label>${w.name} <input name="name" value="${filled.name}" required maxlength="${NAME_MAX}" placeholder="meter_reading" autocomplete="off"></label>
<label>${w.title} <input name="title" value="${filled.title}" placeholder="${w.asName}" autocomplete="off"></label>
<label>${w.whatFor} <input name="description" value="${filled.description}" autocomplete="off"></label>
</div>
${definitionEditor('definition', filled.definition)}
<div class="buttons"><button class="primary">${w.save}</button><a class="button quiet" href="/ui/use-cases">${w.cancel}</a></div>
</section>
</form>
${history.length === 0 ? NOTHING : versions(deps, filled.name, history)}`,
  });
}

const versions = (
  deps: UiDeps,
  name: string,
  history: readonly UseCaseVersion[],
): Html => html`<section class="card"><h2>${useCaseWords().versions}</h2>
<ol class="log" reversed>${history.map(
  ({ version, created_at, created_by }) =>
    html`<li><a href="/ui/use-cases/edit?${new URLSearchParams({ name, version: String(version) }).toString()}">${useCaseWords().versionLink(version)}</a>, ${time(created_at, deps.now())} ${commonWords().by} ${created_by}</li>`,
)}</ol>
${
  deps.useCases.get(name)?.retired_at === null
    ? html`<form method="post" action="/ui/use-cases/retire"><input type="hidden" name="name" value="${name}"><button class="quiet">${useCaseWords().retire}</button></form>`
    : html`<p>${useCaseWords().isRetired}</p>`
}</section>`;
