/** /openapi.json: clean under public linters, complete, and true of what the API answers. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './api.ts';
import { OpenApi, type Operation } from './document.ts';

let api: Api;
let openApi: OpenApi;

beforeAll(async () => {
  api = await Api.open();
  openApi = await OpenApi.of(api);
});
afterAll(() => api.close());

test('Redocly has nothing to say of it', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: openApi.text, absoluteRef: 'openapi.json', config });
  expect(problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)).toEqual([]);
});

test('Spectral has nothing to say of it', async () => {
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset(new spectralCore.Ruleset({ extends: [[spectralRulesets.oas, 'recommended']] }));
  const problems = await spectral.run(openApi.text);
  expect(problems.map(({ code, path, message }) => `${code} ${path.join('/')}: ${message}`)).toEqual([]);
});

test('every route of the app is in it, and nothing else', () => {
  const served = api.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  const aliases = served.map((route) => route.replace(' /', ' /v1/')).filter((alias) => served.includes(alias));
  expect(aliases.length).toBeGreaterThan(20);
  expect(openApi.operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    served.filter((route) => !aliases.includes(route)).toSorted(),
  );
});

test('every property is described', () => {
  const walk = (schema: unknown, at: string): string[] => {
    if (typeof schema !== 'object' || schema === null) return [];
    return Object.entries(schema).flatMap(([key, inner]) => {
      if (key !== 'properties') return walk(inner, Array.isArray(schema) || key === 'items' ? at : `${at}.${key}`);
      return Object.entries(inner).flatMap(([name, property]) => [
        ...(typeof property === 'object' && property !== null && 'description' in property ? [] : [`${at}.${name}`]),
        ...walk(property, `${at}.${name}`),
      ]);
    });
  };
  expect(Object.entries(openApi.schemas).flatMap(([name, schema]) => walk(schema, name))).toEqual([]);
});

test('what callers send is closed and has no defaults to fill in; what they get is open', () => {
  const { Submission, Job } = openApi.schemas;
  expect(Submission).toMatchObject({ additionalProperties: false });
  expect(Submission).not.toHaveProperty('required');
  expect(JSON.stringify(openApi.schemas)).not.toContain('"default":');
  expect(JSON.stringify(Submission)).toContain('Default: `0`.');
  expect(Job).not.toHaveProperty('additionalProperties');
});

test('every example fits its schema', () => {
  let seen = 0;
  const bodies = ({ request, answers }: Operation) => [request, ...[...answers.values()].map(({ content }) => content ?? {})];
  for (const [type, { schema, example, examples }] of openApi.operations.flatMap(bodies).flatMap((content) => Object.entries(content))) {
    // A multipart example stands for parts, whose JSON is Submission's business.
    if (type === 'multipart/form-data') continue;
    for (const value of [...(example === undefined ? [] : [example]), ...Object.values(examples ?? {}).map((one) => one.value)]) {
      seen++;
      expect(openApi.schema(schema.$ref).safeParse(value).error, JSON.stringify(value)).toBeUndefined();
    }
  }
  expect(seen).toBeGreaterThan(20);
});

test('every answer that goes wrong is a problem, with the headers that such a problem has', () => {
  const HEADERS: Readonly<Record<string, string>> = {
    401: 'WWW-Authenticate',
    405: 'Allow',
    413: 'Connection',
    429: 'Retry-After',
    503: 'Retry-After',
  };
  for (const { answers } of openApi.operations) {
    for (const [status, { content, headers }] of answers) {
      if (Number(status) < 400 || content?.['application/json'] !== undefined) continue;
      expect(content?.['application/problem+json']?.schema.$ref).toBe('#/components/schemas/Problem');
      expect(Object.keys(headers ?? {})).toEqual(expect.arrayContaining(['X-Request-Id', HEADERS[status] ?? 'X-Request-Id']));
    }
  }
});

test('each type of callback is a webhook', () => {
  expect(openApi.webhooks.map(({ path, request }) => [path, request['application/json']?.schema.$ref])).toEqual(
    ['job.started', 'job.done', 'job.error', 'job.reviewed', 'subscription.test'].map((type) => [
      type,
      '#/components/schemas/CallbackEvent',
    ]),
  );
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
    const said = openApi.operation('GET', path).answers.get(String(status))?.content?.[type]?.schema.$ref;
    expect(said).toBe(`#/components/schemas/${schema}`);
    if (schema !== 'OpenApi') expect(openApi.schema(said ?? '').safeParse(await response.json()).error).toBeUndefined();
  });

  test('a job, waiting and done', async () => {
    const Job = openApi.schema('#/components/schemas/Job');
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
  const described = Object.keys(openApi.operation('POST', '/jobs').answers.get('201')?.headers ?? {});
  const response = await api.post({ context: { texts: ['x'] } }, { Prefer: 'handling=strict' });
  // What is left of a limit is told where there is one.
  expect(described.filter((name) => !response.headers.has(name) && !name.startsWith('RateLimit-'))).toEqual([]);
  const replay = openApi.operation('POST', '/jobs').answers.get('200')?.headers ?? {};
  expect(Object.keys(replay)).toEqual(expect.arrayContaining(['Location', 'Idempotency-Replayed', 'Ix-Request-Differs']));
});
