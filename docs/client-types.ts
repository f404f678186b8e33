/** Writes what the clients know of the API, from its routes and schemas: `npm run docs`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type AppDeps, routesOf } from '../src/http/app.ts';
import { apiSchemas } from '../src/http/openapi.ts';
import { type JsonSchema, referenceTo } from '../src/http/openapi-schemas.ts';
import { VERSION } from '../src/http/path.ts';
import { type QuerySchema, queryParameters } from '../src/http/query.ts';
import type { Answer, Route } from '../src/http/route.ts';
import { typesOf } from '../test/clients/generators/generate.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const TYPES = here('../src/client/api.ts');
const TABLE = here('../src/client/operations.ts');
const PYTHON = here('../clients/ix_client.py');

/** A route that takes JSON or nothing, and answers with JSON or nothing: a client needs to know no more of it than this. */
interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** Sent again with the same `Idempotency-Key` it makes nothing more. */
  readonly once: boolean;
  readonly schema: JsonSchema;
}

/** Routes that are only described ask nothing of what they work on: whatever they look for in it is there. */
const deps: AppDeps = new Proxy(Object.create(null), { get: (): unknown => deps });
const routes = routesOf(deps);

const operations: readonly Operation[] = routes.flatMap((route) => {
  const answer = jsonAnswerOf(route);
  const takesJson = route.body === undefined || 'application/json' in route.body;
  return answer !== null && takesJson ? [operationOf(route, answer)] : [];
});

/** Operations of which clients need to know more: each has a verb of its own. */
export const others: readonly string[] = routes
  .map(({ operationId }) => operationId)
  .filter((id) => !operations.some(({ name }) => name === id));

/** Null: neither JSON nor nothing. */
function jsonAnswerOf({ answers }: Route): JsonSchema | null {
  const { schema, media, alternatives = {} }: Partial<Answer> = answers[200] ?? answers[201] ?? answers[202] ?? {};
  const json = media === undefined ? schema : alternatives['application/json']?.schema;
  if (json !== undefined) return { $ref: referenceTo(json) };
  return schema === undefined ? { type: 'null', description: 'Nothing.' } : null;
}

function operationOf(
  { operationId, method, path, params, query, body, requestHeaders = {}, summary }: Route,
  answer: JsonSchema,
): Operation {
  const parameters = [params, query].flatMap((schema: QuerySchema | undefined) => (schema === undefined ? [] : queryParameters(schema)));
  const sent = body?.['application/json'];
  const given: Record<string, JsonSchema> = {
    ...Object.fromEntries(parameters.map(({ name, schema: { default: _, ...schema } }) => [name, schema])),
    ...(sent === undefined ? {} : { body: { $ref: referenceTo(sent.schema) } }),
  };
  const required = [...parameters.filter((one) => one.required).map(({ name }) => name), ...(sent === undefined ? [] : ['body'])];
  const ask: JsonSchema = { type: 'object', properties: given, required, additionalProperties: false };
  return {
    name: operationId,
    method: method.toUpperCase(),
    path: path.startsWith(`${VERSION}/`) ? path : VERSION + path,
    once: 'Idempotency-Key' in requestHeaders,
    schema: { type: 'object', description: `${summary}.`, properties: { ask, answer }, required: ['ask', 'answer'] },
  };
}

/** src/client/api.ts */
async function types(): Promise<string> {
  const info = { title: 'ix', version: '1' };
  const all: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(operations.map(({ name, schema }) => [name, schema])),
    required: operations.map(({ name }) => name),
  };
  const schemas = { ...apiSchemas(), Operations: all };
  const written = await typesOf(JSON.stringify({ openapi: '3.1.0', info, paths: {}, components: { schemas } }));
  const [, named = ''] = /^ {4}schemas: (\{\n[\s\S]*?^ {4}\});$/m.exec(written) ?? [];
  const text = named.replaceAll('components["schemas"]', 'Schemas').replaceAll(/^ {4}/gm, '');
  return `/** What crosses the wire. Written by \`npm run docs\` from src/contracts/. Change it there. */\nexport interface Schemas ${text}\n`;
}

/** src/client/operations.ts */
function table(): string {
  const rows = operations.map(({ name, method, path, once }) => `  ${name}: { method: '${method}', path: '${path}', once: ${once} },\n`);
  return `/** Where the operations of the API are. Written by \`npm run docs\` from src/http/. Change it there. */\nexport const OPERATIONS = {\n${rows.join('')}} as const;\n`;
}

const START =
  '# Operation: method, path, and whether an Idempotency-Key makes it safe to send again. Written by `npm run docs`.\nOPERATIONS = {\n';

/** clients/ix_client.py, with the table within it. */
async function python(): Promise<string> {
  const text = await readFile(PYTHON, 'utf8');
  const from = text.indexOf(START) + START.length;
  const end = text.indexOf('}\n', from);
  const rows = operations.map(({ name, method, path, once }) => `    "${name}": ("${method}", "${path}", ${once ? 'True' : 'False'}),\n`);
  return text.slice(0, from) + rows.join('') + text.slice(end);
}

/** Each file and what belongs into it. */
export const clientFiles = async (): Promise<readonly (readonly [path: string, text: string])[]> => [
  [TYPES, await types()],
  [TABLE, table()],
  [PYTHON, await python()],
];

if (import.meta.main) for (const [path, text] of await clientFiles()) await writeFile(path, text);
