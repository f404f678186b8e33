/** The API for people: every route with a form to try it, what crosses the wire, and every kind of problem. Made of what OpenAPI is made of. */
import { html } from 'hono/html';
import { NOBODY } from '../contracts/scope.ts';
import { apiSchemas } from '../http/openapi.ts';
import { allParametersOf, answersOf, problemsOf, whoMay } from '../http/openapi-operations.ts';
import type { JsonSchema } from '../http/openapi-schemas.ts';
import { PROBLEMS, type ProblemKind, problemType } from '../http/problem.ts';
import type { Media, Route } from '../http/route.ts';
import { type Html, NOTHING } from './html.ts';
import { page } from './page-frame.ts';
import { docsWords } from './words/docs.ts';

export function docsPage(routes: readonly Route[]): Html {
  const tags = [...Map.groupBy(routes, ({ tag }) => tag)];
  const schemas = Object.entries(apiSchemas());
  const w = docsWords();
  return page({
    scope: NOBODY,
    title: w.title,
    here: null,
    scripts: ['docs.js'],
    body: html`<h1>${w.title}</h1>
<p>${w.everyRoute} <code>/v1</code> ${w.asWell} <a href="/openapi.json">/openapi.json</a> ${w.forPrograms}</p>
<form class="card docs-key scripted"><label>${w.aKey} <input type="password" name="key" autocomplete="off" placeholder="ix_…"></label>
<p class="quiet">${w.keyStays}</p></form>
<nav class="docs-nav" aria-label="${w.onThisPage}"><ul>${tags.map(([tag]) => html`<li><a href="#${anchor(tag)}">${tag}</a></li>`)}
<li><a href="#schemas">${w.wire}</a></li><li><a href="#problems">${w.wrong}</a></li></ul></nav>
${tags.map(([tag, of]) => html`<section class="docs" aria-labelledby="${anchor(tag)}"><h2 id="${anchor(tag)}">${tag}</h2>${of.map(operation)}</section>`)}
<section class="docs" aria-labelledby="schemas"><h2 id="schemas">${w.wire}</h2>${schemas.map(([name, schema]) => schemaOf(name, schema))}</section>
<section class="docs" aria-labelledby="problems"><h2 id="problems">${w.wrong}</h2>
<p>${w.eachIs} <code>application/problem+json</code> ${w.typeIs} <code>type</code> ${w.addressOf}</p>
${Object.keys(PROBLEMS).filter(isKind).map(problem)}</section>`,
  });
}

/** What the `type` of a problem leads to. */
export const problemPage = (kind: ProblemKind): Html =>
  page({
    scope: NOBODY,
    title: PROBLEMS[kind].title,
    here: null,
    body: html`<h1>${PROBLEMS[kind].title}</h1>
<p><code>${kind}</code>${docsWords().status(PROBLEMS[kind].status)}</p><p>${prose(PROBLEMS[kind].about)}</p><p><a href="/docs#problems">${docsWords().allProblems}</a></p>`,
  });

export const isKind = (text: string): text is ProblemKind => Object.hasOwn(PROBLEMS, text);

const anchor = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-');

function operation(route: Route): Html {
  const { method, path, summary, description } = route;
  const w = docsWords();
  return html`<details class="card operation" id="${route.operationId}"><summary><span class="verb ${method}">${method.toUpperCase()}</span> <code>${path}</code> <span class="what">${summary}</span></summary>
${description === undefined ? NOTHING : html`<p>${prose(description)}</p>`}<p class="quiet">${prose(whoMay(route.needs))}</p>
${tryForm(route)}
<h3>${w.answers}</h3><div class="scroll" tabindex="0" role="region" aria-label="${w.answersOf(`${method.toUpperCase()} ${path}`)}"><table><thead><tr><th scope="col">${w.statusHead}</th><th scope="col">${w.says}</th><th scope="col">${w.body}</th></tr></thead><tbody>
${Object.entries(answersOf(route)).map(([status, { description: what, schema, headers = {} }]) => html`<tr><th scope="row">${status}</th><td>${prose(what)}${Object.entries(headers).map(([name, says]) => html`<br><code>${name}</code>: ${prose(says)}`)}</td><td>${schema === undefined ? NOTHING : linkTo(schema)}</td></tr>`)}
${problemsOf(route).map((kind) => html`<tr><th scope="row">${PROBLEMS[kind].status}</th><td>${PROBLEMS[kind].title}</td><td><a href="#problem-${kind}">${kind}</a></td></tr>`)}
</tbody></table></div></details>`;
}

/** Sends the request from this page (assets/docs.js). */
function tryForm(route: Route): Html {
  const parameters = allParametersOf(route);
  const bodies = Object.entries(route.body ?? {});
  return html`<form class="try scripted" data-method="${route.method}" data-path="${route.path}"><h3>${docsWords().tryIt}</h3>
${parameters.map(({ name, in: where, required, description, schema }) => parameter(name, where, required, description ?? '', schema))}
${bodies.map(([type, media]) => body(type, media))}
<button class="primary">${docsWords().send}</button> <button type="button" class="quiet stop" hidden>${docsWords().stop}</button><div class="tried" aria-live="polite" hidden><p></p><pre tabindex="0"></pre></div></form>`;
}

function parameter(name: string, where: string, required: boolean, description: string, schema: unknown): Html {
  const choices = choicesOf(schema);
  const control =
    choices === null
      ? html`<input name="${name}" data-in="${where}" ${required ? 'required' : ''} autocomplete="off" spellcheck="false">`
      : html`<select name="${name}" data-in="${where}"><option value=""></option>${choices.map((choice) => html`<option>${choice}</option>`)}</select>`;
  return html`<label><span><code>${name}</code> <span class="quiet">${docsWords().inThe(where)}</span></span> ${control}<span class="about">${prose(description)}</span></label>`;
}

function choicesOf(schema: unknown): readonly string[] | null {
  if (typeof schema !== 'object' || schema === null) return null;
  if ('items' in schema) return choicesOf(schema.items);
  return 'enum' in schema && Array.isArray(schema.enum) ? schema.enum.map(String) : null;
}

function body(type: string, { schema, example }: Media): Html {
  if (type === 'multipart/form-data' || schema === 'Bytes')
    return html`<label><span>${docsWords().filesAs} <code>${type}</code></span> <input type="file" data-in="files" data-type="${type}" ${type === 'multipart/form-data' ? 'multiple' : ''}><span class="about">${docsWords().filesAbout}</span></label>`;
  const filled = example === undefined ? '' : JSON.stringify(example, null, 2);
  return html`<label><span>${docsWords().theBody} ${linkTo(schema)} ${docsWords().as} <code>${type}</code></span> <textarea data-in="body" data-type="${type}" rows="8" spellcheck="false">${filled}</textarea></label>`;
}

function schemaOf(name: string, schema: JsonSchema): Html {
  const { properties, required = [], description } = schema;
  const rows = rowsOf(properties ?? {}, required, '');
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr><th scope="col">${docsWords().property}</th><th scope="col">${docsWords().type}</th><th scope="col">${docsWords().says}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<details class="card operation" id="schema-${name}"><summary><code>${name}</code></summary>${description === undefined ? NOTHING : html`<p>${prose(description)}</p>`}
${properties === undefined ? html`<p>${typeOf(schema)}</p>` : table}</details>`;
}

function rowsOf(properties: NonNullable<JsonSchema['properties']>, required: readonly string[], prefix: string): Html[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (typeof schema === 'boolean') return [];
    const row = html`<tr><th scope="row"><code>${prefix}${name}</code>${required.includes(name) ? NOTHING : html` <span class="quiet">${docsWords().optional}</span>`}</th><td>${typeOf(schema)}</td><td>${prose(schema.description ?? '')}</td></tr>`;
    return [row, ...rowsOf(schema.properties ?? {}, schema.required ?? [], `${prefix}${name}.`)];
  });
}

function typeOf(schema: JsonSchema): Html | string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref.replace('#/components/schemas/', ''));
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return String(schema.const);
  const { items } = schema;
  if (typeof items === 'object' && !Array.isArray(items)) return html`${docsWords().listOf} ${typeOf(items)}`;
  const kinds = (schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => (typeof one === 'object' ? [typeOf(one)] : []));
  if (kinds.length > 0) return html`${kinds.map((kind, i) => html`${i === 0 ? NOTHING : docsWords().or}${kind}`)}`;
  return Array.isArray(schema.type) ? schema.type.join(docsWords().or) : `${schema.format ?? schema.type ?? docsWords().anything}`;
}

const problem = (kind: ProblemKind): Html =>
  html`<section class="card" id="problem-${kind}"><h3><a href="${problemType(kind)}">${kind}</a> <span class="quiet">${PROBLEMS[kind].status}</span></h3><p><strong>${PROBLEMS[kind].title}.</strong> ${prose(PROBLEMS[kind].about)}</p></section>`;

const linkTo = (name: string): Html => html`<a href="#schema-${name}">${name}</a>`;

/** Text with `code` in it. */
const prose = (text: string): Html => html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
