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

export function docsPage(routes: readonly Route[]): Html {
  const tags = [...Map.groupBy(routes, ({ tag }) => tag)];
  const schemas = Object.entries(apiSchemas());
  return page({
    scope: NOBODY,
    title: 'The API',
    here: null,
    scripts: ['docs.js'],
    body: html`<h1>The API</h1>
<p>Every route of this ix, below <code>/v1</code> as well. <a href="/openapi.json">/openapi.json</a> is the same for programs. What answers say may grow; what requests say is fixed.</p>
<form class="card docs-key scripted"><label>A key to try routes with <input type="password" name="key" autocomplete="off" placeholder="ix_…"></label>
<p class="quiet">It stays in this page. Without one they are tried as whoever is signed in here, or as this machine where ix has no keys.</p></form>
<nav class="docs-nav" aria-label="On this page"><ul>${tags.map(([tag]) => html`<li><a href="#${anchor(tag)}">${tag}</a></li>`)}
<li><a href="#schemas">What crosses the wire</a></li><li><a href="#problems">What goes wrong</a></li></ul></nav>
${tags.map(([tag, of]) => html`<section class="docs" aria-labelledby="${anchor(tag)}"><h2 id="${anchor(tag)}">${tag}</h2>${of.map(operation)}</section>`)}
<section class="docs" aria-labelledby="schemas"><h2 id="schemas">What crosses the wire</h2>${schemas.map(([name, schema]) => schemaOf(name, schema))}</section>
<section class="docs" aria-labelledby="problems"><h2 id="problems">What goes wrong</h2>
<p>Each is <code>application/problem+json</code> (RFC 9457); its <code>type</code> is the address of its paragraph.</p>
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
<p><code>${kind}</code>, status ${PROBLEMS[kind].status}</p><p>${prose(PROBLEMS[kind].about)}</p><p><a href="/docs#problems">All kinds of problems</a></p>`,
  });

export const isKind = (text: string): text is ProblemKind => Object.hasOwn(PROBLEMS, text);

const anchor = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-');

function operation(route: Route): Html {
  const { method, path, summary, description } = route;
  return html`<details class="card operation" id="${route.operationId}"><summary><span class="verb ${method}">${method.toUpperCase()}</span> <code>${path}</code> <span class="what">${summary}</span></summary>
${description === undefined ? NOTHING : html`<p>${prose(description)}</p>`}<p class="quiet">${prose(whoMay(route.needs))}</p>
${tryForm(route)}
<h3>Answers</h3><div class="scroll" tabindex="0" role="region" aria-label="Answers of ${method.toUpperCase()} ${path}"><table><thead><tr><th scope="col">Status</th><th scope="col">What it says</th><th scope="col">Body</th></tr></thead><tbody>
${Object.entries(answersOf(route)).map(([status, { description: what, schema, headers = {} }]) => html`<tr><th scope="row">${status}</th><td>${prose(what)}${Object.entries(headers).map(([name, says]) => html`<br><code>${name}</code>: ${prose(says)}`)}</td><td>${schema === undefined ? NOTHING : linkTo(schema)}</td></tr>`)}
${problemsOf(route).map((kind) => html`<tr><th scope="row">${PROBLEMS[kind].status}</th><td>${PROBLEMS[kind].title}</td><td><a href="#problem-${kind}">${kind}</a></td></tr>`)}
</tbody></table></div></details>`;
}

/** Sends the request from this page (assets/docs.js). */
function tryForm(route: Route): Html {
  const parameters = allParametersOf(route);
  const bodies = Object.entries(route.body ?? {});
  return html`<form class="try scripted" data-method="${route.method}" data-path="${route.path}"><h3>Try it</h3>
${parameters.map(({ name, in: where, required, description, schema }) => parameter(name, where, required, description ?? '', schema))}
${bodies.map(([type, media]) => body(type, media))}
<button class="primary">Send</button> <button type="button" class="quiet stop" hidden>Stop</button><div class="tried" aria-live="polite" hidden><p></p><pre tabindex="0"></pre></div></form>`;
}

function parameter(name: string, where: string, required: boolean, description: string, schema: unknown): Html {
  const choices = choicesOf(schema);
  const control =
    choices === null
      ? html`<input name="${name}" data-in="${where}" ${required ? 'required' : ''} autocomplete="off" spellcheck="false">`
      : html`<select name="${name}" data-in="${where}"><option value=""></option>${choices.map((choice) => html`<option>${choice}</option>`)}</select>`;
  return html`<label><span><code>${name}</code> <span class="quiet">in the ${where}</span></span> ${control}<span class="about">${prose(description)}</span></label>`;
}

function choicesOf(schema: unknown): readonly string[] | null {
  if (typeof schema !== 'object' || schema === null) return null;
  if ('items' in schema) return choicesOf(schema.items);
  return 'enum' in schema && Array.isArray(schema.enum) ? schema.enum.map(String) : null;
}

function body(type: string, { schema, example }: Media): Html {
  if (type === 'multipart/form-data' || schema === 'Bytes')
    return html`<label><span>Files, as <code>${type}</code></span> <input type="file" data-in="files" data-type="${type}" ${type === 'multipart/form-data' ? 'multiple' : ''}><span class="about">With files the request above goes along as its part; without them it is sent alone.</span></label>`;
  const filled = example === undefined ? '' : JSON.stringify(example, null, 2);
  return html`<label><span>The body, ${linkTo(schema)} as <code>${type}</code></span> <textarea data-in="body" data-type="${type}" rows="8" spellcheck="false">${filled}</textarea></label>`;
}

function schemaOf(name: string, schema: JsonSchema): Html {
  const { properties, required = [], description } = schema;
  const rows = rowsOf(properties ?? {}, required, '');
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr><th scope="col">Property</th><th scope="col">Type</th><th scope="col">What it says</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<details class="card operation" id="schema-${name}"><summary><code>${name}</code></summary>${description === undefined ? NOTHING : html`<p>${prose(description)}</p>`}
${properties === undefined ? html`<p>${typeOf(schema)}</p>` : table}</details>`;
}

function rowsOf(properties: NonNullable<JsonSchema['properties']>, required: readonly string[], prefix: string): Html[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (typeof schema === 'boolean') return [];
    const row = html`<tr><th scope="row"><code>${prefix}${name}</code>${required.includes(name) ? NOTHING : html` <span class="quiet">may be left out</span>`}</th><td>${typeOf(schema)}</td><td>${prose(schema.description ?? '')}</td></tr>`;
    return [row, ...rowsOf(schema.properties ?? {}, schema.required ?? [], `${prefix}${name}.`)];
  });
}

function typeOf(schema: JsonSchema): Html | string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref.replace('#/components/schemas/', ''));
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return String(schema.const);
  const { items } = schema;
  if (typeof items === 'object' && !Array.isArray(items)) return html`list of ${typeOf(items)}`;
  const kinds = (schema.anyOf ?? schema.oneOf ?? []).flatMap((one) => (typeof one === 'object' ? [typeOf(one)] : []));
  if (kinds.length > 0) return html`${kinds.map((kind, i) => html`${i === 0 ? NOTHING : ' or '}${kind}`)}`;
  return Array.isArray(schema.type) ? schema.type.join(' or ') : `${schema.format ?? schema.type ?? 'anything'}`;
}

const problem = (kind: ProblemKind): Html =>
  html`<section class="card" id="problem-${kind}"><h3><a href="${problemType(kind)}">${kind}</a> <span class="quiet">${PROBLEMS[kind].status}</span></h3><p><strong>${PROBLEMS[kind].title}.</strong> ${prose(PROBLEMS[kind].about)}</p></section>`;

const linkTo = (name: string): Html => html`<a href="#schema-${name}">${name}</a>`;

/** Text with `code` in it. */
const prose = (text: string): Html => html`${text.split('`').map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part))}`;
