/** What goes wrong, as /openapi.json says of every route: each status of a fault is provoked there, and its body is checked (matrix.test.ts has the rest). */
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOBODY, PERMISSIONS } from '../../src/contracts/scope.ts';
import { type AppDeps, createApp } from '../../src/http/app.ts';
import { listen } from '../../src/http/server.ts';
import { Api } from './api.ts';
import { OpenApi, type Operation } from './document.ts';

let api: Api;
let openApi: OpenApi;
beforeAll(async () => {
  api = await Api.open();
  openApi = await OpenApi.of(api);
});
afterAll(() => api.close());

/** `POST /jobs 409`: what was answered as documented. */
const met = new Set<string>();

/** Told of by tests of their own: they need a history. */
const ELSEWHERE: readonly string[] = [
  'DELETE /v1/clients/{client_id} 409',
  'DELETE /v1/files/{file_id} 409',
  'DELETE /v1/jobs/{job_id} 409',
  'GET /clients/{client_id}/secrets 404',
  'POST /clients/{client_id}/secrets 409',
  'POST /jobs 409',
  'POST /jobs/{job_id}/cancel 409',
  'POST /jobs/{job_id}/resubmit 409',
  'POST /v1/jobs/{job_id}/review 409',
  'POST /v1/keys 409',
  'POST /v1/keys/{key_id}/rotate 409',
  'POST /v1/subscriptions 409',
  'PUT /v1/use-cases/{name} 404',
  'PUT /v1/use-cases/{name} 409',
  'PUT /v1/filters/{name} 409',
];

const pathOf = ({ path }: Operation): string =>
  path
    .replace(/\{image\}/, '1.png')
    .replace(/\{index\}/, '0')
    .replace(/\{key_id\}/, 'abcdefghijkl')
    .replaceAll(/\{\w*_id\}/g, '01890000-0000-7000-8000-000000000000')
    .replaceAll(/\{\w+\}/g, 'none');

/** Asks every operation that may answer so, and sees that it does, as documented. */
async function provoke(
  status: number,
  init: RequestInit | ((operation: Operation) => RequestInit),
  overrides: Partial<AppDeps> = {},
  query = '',
): Promise<void> {
  const app = createApp({ ...api.deps, ...overrides });
  const off: string[] = [];
  for (const operation of openApi.operations.filter(({ answers }) => answers.has(String(status)))) {
    const { method } = operation;
    if (ELSEWHERE.includes(`${method} ${operation.path} ${status}`)) continue;
    const answer = await app.request(pathOf(operation) + query, { method, ...(typeof init === 'function' ? init(operation) : init) });
    const body = await answer.text();
    const fault =
      openApi.faultOf(operation, answer, body) ?? (answer.status === status ? null : `${method} ${operation.path}: ${answer.status}`);
    if (fault !== null) off.push(fault);
    met.add(`${method} ${operation.path} ${status}`);
    const headers = Object.keys(operation.answers.get(String(status))?.headers ?? {}).filter((name) => !name.startsWith('RateLimit-'));
    if (status !== 503)
      expect(headers.filter((name) => !['X-Request-Id', 'Connection'].includes(name) && !answer.headers.has(name))).toEqual([]);
  }
  expect(off).toEqual([]);
}

/** Of what the operation takes. */
const typeOf = ({ request }: Operation) => ({
  'Content-Type': 'application/json' in request ? 'application/json' : (Object.keys(request)[0] ?? ''),
});
const JSON_TYPE = { 'Content-Type': 'application/json' };
const failing = (error: Error): Partial<AppDeps> => ({
  authenticator: Object.create(api.deps.authenticator, {
    closed: {
      get: () => {
        throw error;
      },
    },
  }),
});

test('403: another host', () => provoke(403, { headers: { Host: 'evil.example.com' } }));
test('422: a parameter that there is not', () => provoke(422, {}, {}, '?surprise=1'));
test('500: a mistake in ix', () => provoke(500, {}, failing(new Error('a mistake'))));
test('503: the database is away', () => provoke(503, {}, failing(Object.assign(new Error('gone'), { code: '57P01' }))));

test('401 and 429: no key, and one that has used what it may', async () => {
  const scope = { ...NOBODY, may: PERMISSIONS, by: 'a test', role: 'admin' as const };
  const limits = { max_requests_per_minute: 0, max_pending: null, max_upload_bytes_per_minute: null };
  const authenticator: AppDeps['authenticator'] = Object.create(api.deps.authenticator, {
    closed: { value: true },
    identify: { value: async () => ({ ...scope, limits }) },
  });
  await provoke(401, {}, { authenticator });
  await provoke(429, { headers: { Authorization: 'Bearer x' } }, { authenticator });
});

test('405: a method that the path does not know', async () => {
  for (const operation of openApi.operations) {
    const answer = await api.app.request(pathOf(operation), { method: 'REPORT' });
    expect([answer.status, openApi.faultOf(operation, answer, await answer.text())]).toEqual([405, null]);
    expect(answer.headers.get('allow')?.split(', ')).toContain(operation.method);
    met.add(`${operation.method} ${operation.path} 405`);
  }
});

test('400, 413, 415, 408: bodies', async () => {
  const broken = () => new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
  await provoke(400, (operation) => {
    const headers = typeOf(operation);
    const init: RequestInit & { duplex: 'half' } = { headers, duplex: 'half', body: operation.path === '/v1/files' ? broken() : '{' };
    return init;
  });
  await provoke(413, (operation) => ({ headers: { ...typeOf(operation), 'Content-Length': '99999999999' }, body: '{}' }));
  await provoke(415, { headers: { 'Content-Type': 'image/svg+xml' }, body: '<svg/>' });
  const stalled = () => new ReadableStream({ pull: () => new Promise<void>(() => {}) });
  const slow = createApp({ ...api.deps, limits: { ...api.deps.limits, bodySeconds: 0.02 } });
  for (const operation of openApi.operations.filter(({ answers }) => answers.has('408'))) {
    const init: RequestInit & { duplex: 'half' } = {
      method: operation.method,
      headers: typeOf(operation),
      body: stalled(),
      duplex: 'half',
    };
    const answer = await slow.request(pathOf(operation), init);
    expect([answer.status, openApi.faultOf(operation, answer, await answer.text())]).toEqual([408, null]);
    met.add(`${operation.method} ${operation.path} 408`);
  }
});

test('404: nothing of that name', () =>
  provoke(404, ({ request }) => {
    const example = request['application/json']?.example;
    return example === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(example) };
  }));

test('431: more headers than there may be, which no route sees', async () => {
  const server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  const [operation] = openApi.operations;
  if (operation === undefined) throw new Error('no operations');
  const { status, body, type } = await new Promise<{ status: number; body: string; type: string }>((settle, fail) =>
    httpRequest(
      server.address + pathOf(operation),
      { method: 'GET', headers: { 'X-Long': 'x'.repeat(17_000) }, agent: false },
      async (answer) => settle({ status: answer.statusCode ?? 0, body: await text(answer), type: String(answer.headers['content-type']) }),
    )
      .on('error', fail)
      .end(),
  );
  expect(openApi.faultOf(operation, new Response(body, { status, headers: { 'Content-Type': type } }), body)).toBeNull();
  for (const { method, path } of openApi.operations) met.add(`${method} ${path} 431`);
  await server.close();
});

test('nothing else may go wrong, but what other tests provoke', () => {
  const documented = openApi.operations.flatMap(({ method, path, answers }) =>
    [...answers.keys()].filter((status) => Number(status) >= 400).map((status) => `${method} ${path} ${status}`),
  );
  expect(documented.filter((one) => !met.has(one) && !ELSEWHERE.includes(one))).toEqual([]);
});
