/** /openapi.json: sound in structure, complete, and true of what the API answers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PERMISSIONS } from '../../src/contracts/scope.ts';
import { Api } from './api.ts';

const MediaSchema = z.strictObject({
  schema: z.strictObject({ $ref: z.string() }),
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.strictObject({ value: z.unknown() })).optional(),
});
const ParameterSchema = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  description: z.string().min(1),
  schema: z.record(z.string(), z.unknown()),
  style: z.literal('form').optional(),
  explode: z.literal(true).optional(),
});
const OperationSchema = z.strictObject({
  operationId: z.string().min(1),
  security: z.union([z.tuple([]), z.tuple([z.strictObject({ key: z.tuple([z.enum(PERMISSIONS)]) })])]),
  tags: z.array(z.string()).length(1),
  summary: z.string().min(1),
  description: z.string().optional(),
  parameters: z.array(ParameterSchema).optional(),
  requestBody: z.strictObject({ required: z.literal(true), content: z.record(z.string(), MediaSchema) }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.strictObject({
      description: z.string().min(1),
      headers: z.record(z.string(), z.strictObject({ description: z.string().min(1), schema: z.unknown() })).optional(),
      content: z.record(z.string(), MediaSchema).optional(),
    }),
  ),
});
/** OpenAPI 3.1.0, as far as this document uses it: what it does not know is a mistake. */
const DocumentSchema = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({
    title: z.string(),
    version: z.string(),
    description: z.string(),
    license: z.strictObject({ name: z.string(), identifier: z.string() }),
  }),
  servers: z.array(z.strictObject({ url: z.string() })),
  tags: z.array(z.strictObject({ name: z.string(), description: z.string() })),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), OperationSchema)),
  components: z.strictObject({
    securitySchemes: z.strictObject({
      key: z.strictObject({ type: z.literal('http'), scheme: z.literal('bearer'), description: z.string() }),
    }),
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

let api: Api;
let document: z.output<typeof DocumentSchema>;
let operations: { method: string; path: string; operation: z.output<typeof OperationSchema> }[];

beforeAll(async () => {
  api = await Api.open();
  const response = await api.get('/openapi.json');
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
  document = DocumentSchema.parse(await response.json());
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => api.close());

/** The document's own schema as a zod schema again. */
function schemaOf(reference: string): z.ZodType {
  const written = JSON.stringify({ $ref: reference, $defs: document.components.schemas });
  return z.fromJSONSchema(JSON.parse(written.replaceAll('#/components/schemas/', '#/$defs/')));
}

test('every route of the app is in it, and nothing else', () => {
  const served = api.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const aliases = served.map((route) => route.replace(' /', ' /v1/')).filter((alias) => served.includes(alias));
  expect(aliases.length).toBeGreaterThan(20);
  expect(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
    served.filter((route) => !aliases.includes(route)).toSorted(),
  );
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((reference) => !(reference?.replace('#/components/schemas/', '') ?? '' in document.components.schemas))).toEqual(
    [],
  );
});

test('every operation has a name of its own and a known tag', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  const tags = document.tags.map(({ name }) => name);
  expect(operations.filter(({ operation }) => !tags.includes(operation.tags[0] ?? ''))).toEqual([]);
});

test('every parameter of a path is described', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? []).toEqual(inPath);
  }
});

test('every example fits its schema', () => {
  let seen = 0;
  for (const { operation } of operations) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)].flatMap((body) => Object.entries(body?.content ?? {}));
    for (const [type, { schema, example, examples }] of bodies) {
      // A multipart example stands for parts, whose JSON is Submission's business.
      if (type === 'multipart/form-data') continue;
      for (const value of [...(example === undefined ? [] : [example]), ...Object.values(examples ?? {}).map((one) => one.value)]) {
        seen++;
        expect(schemaOf(schema.$ref).safeParse(value).error, JSON.stringify(value)).toBeUndefined();
      }
    }
  }
  expect(seen).toBeGreaterThan(20);
});

test('every answer that goes wrong is a problem', () => {
  for (const { operation } of operations) {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (Number(status) < 400 || content?.['application/json'] !== undefined) continue;
      expect(content?.['application/problem+json']?.schema.$ref).toBe('#/components/schemas/Problem');
    }
  }
});

describe('what the API answers fits what the document says of it', () => {
  const cases: [string, string, number, string][] = [
    ['/jobs', '/jobs', 200, 'JobList'],
    ['/jobs?limit=0', '/jobs', 422, 'Problem'],
    ['/jobs/none', '/jobs/{job_id}', 404, 'Problem'],
    ['/use-cases', '/use-cases', 200, 'UseCaseList'],
    ['/use-cases/invoice', '/use-cases/{name}', 200, 'UseCase'],
    ['/healthz', '/healthz', 200, 'Health'],
    ['/readyz', '/readyz', 200, 'Status'],
    ['/openapi.json', '/openapi.json', 200, 'OpenApi'],
  ];
  test.each(cases)('%s', async (url, path, status, schema) => {
    await api.submitted({ context: { texts: ['x'] }, ix_client_id: `for ${url}` });
    const response = await api.get(url);
    expect(response.status).toBe(status);
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const said = document.paths[path]?.get?.responses[String(status)]?.content?.[type]?.schema.$ref;
    expect(said).toBe(`#/components/schemas/${schema}`);
    expect(schemaOf(said ?? '').safeParse(await response.json()).error).toBeUndefined();
  });

  test('a job, waiting and done', async () => {
    const Job = schemaOf('#/components/schemas/Job');
    const use_case_inline = {
      name: 'slip',
      fields: [{ name: 'items', type: 'array' as const, fields: [{ name: 'sum', type: 'decimal' as const }] }],
    };
    const job = await api.submitted({ use_case_inline, context: { files: ['https://files.example.com/a.pdf'], texts: ['x'] } });
    expect(Job.safeParse(job).error).toBeUndefined();
    await api.endAll();
    const done = await (await api.get(`/jobs/${job.job_id}`)).json();
    expect(done).toMatchObject({ status: 'done' });
    expect(Job.safeParse(done).error).toBeUndefined();
    expect(Job.safeParse({ ...job, surprise: 1 }).success).toBe(false);
  });
});

test('every header of an answer that is described is sent, and every one of ours that is sent is described', async () => {
  const described = new Set(Object.keys(document.paths['/jobs']?.post?.responses['201']?.headers ?? {}).map((name) => name.toLowerCase()));
  const response = await api.post({ context: { texts: ['x'] } }, { Prefer: 'handling=strict' });
  expect([...described].filter((name) => !response.headers.has(name))).toEqual([]);
  const replay = document.paths['/jobs']?.post?.responses['200']?.headers ?? {};
  expect(Object.keys(replay)).toEqual(expect.arrayContaining(['Location', 'Idempotency-Replayed', 'Ix-Request-Differs']));
});
