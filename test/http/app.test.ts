/** What holds for every route: problems, methods, headers, the log; health and use cases beside. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { UseCase } from '../../src/contracts/use-case.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { Api } from './api.ts';

/** Flipped by tests: what the health act says of the worker, and whether anything works at all. */
let workerOk = true;
let broken: Error | null = null;

let api: Api;
const shown = (useCase: UseCase) => ({ ...useCase, version: null, retired_at: null });
beforeAll(async () => {
  const well = { ok: true, state: 'well' as const, detail: null };
  api = await Api.open({
    health: async () => ({
      postgres: well,
      queue: well,
      worker: { ok: workerOk, state: workerOk ? 'well' : 'ill', detail: 'last seen' },
      ocr: well,
      llm: well,
    }),
    ready: async () => workerOk,
    useCases: {
      list: () => {
        if (broken !== null) throw broken;
        return SHIPPED.map(shown);
      },
      get: (name) => SHIPPED.map(shown).find((useCase) => useCase.name === name) ?? null,
      retired: () => [],
      refresh: async () => {},
      history: async () => [],
      save: () => expect.fail('nothing is saved here'),
      retire: () => expect.fail('nothing is retired here'),
    },
  });
});
afterAll(() => api.close());
beforeEach(() => {
  workerOk = true;
  broken = null;
  api.lines.length = 0;
});

describe('use cases', () => {
  test('are listed', async () => {
    expect(await (await api.get('/use-cases')).json()).toEqual({ use_cases: SHIPPED.map(shown) });
  });

  test('are shown by name', async () => {
    expect(await (await api.get('/use-cases/invoice')).json()).toEqual(SHIPPED.map(shown).find(({ name }) => name === 'invoice'));
  });

  test.each(['/use-cases/nothing', '/use-cases/__proto__', '/use-cases/%00'])('%s is 404', async (path) => {
    expect((await api.get(path)).status).toBe(404);
  });
});

describe('health', () => {
  test.each(['/livez', '/readyz', '/healthz'])('%s is 200 when all is well', async (path) => {
    expect((await api.get(path)).status).toBe(200);
  });

  test('healthz is 503 when one part is not, and still tells of each', async () => {
    workerOk = false;
    const response = await api.get('/healthz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ postgres: { ok: true }, worker: { ok: false, detail: 'last seen' } });
  });

  test('readyz is 503 when not ready, livez is not', async () => {
    workerOk = false;
    expect((await api.get('/readyz')).status).toBe(503);
    expect((await api.get('/livez')).status).toBe(200);
  });
});

describe('no such place', () => {
  test.each(['/', '/job', '/jobs/', '/jobs/a/b/c', '//jobs', '/JOBS'])('%s is 404', async (path) => {
    const response = await api.get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const problem = ProblemSchema.parse(await response.json());
    expect(problem.request_id).toBe(response.headers.get('x-request-id'));
  });
});

describe('methods', () => {
  const cases: [string, string, string][] = [
    ['DELETE', '/jobs', 'POST, GET, HEAD, OPTIONS'],
    ['PUT', '/jobs/019d0b5e-6f00-7c4e-9b1a-5d3f8a2c7e10', 'GET, HEAD, OPTIONS'],
    ['POST', '/livez', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/openapi.json', 'GET, HEAD, OPTIONS'],
  ];
  test.each(cases)('%s %s is 405', async (method, path, allow) => {
    const response = await api.app.request(path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(await response.json()).toMatchObject({ type: '/docs/problems/method-not-allowed' });
  });

  test('OPTIONS tells what is allowed', async () => {
    const response = await api.app.request('/jobs', { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([204, 'POST, GET, HEAD, OPTIONS', '']);
  });

  test('OPTIONS of nothing is 404', async () => {
    expect((await api.app.request('/nothing', { method: 'OPTIONS' })).status).toBe(404);
  });

  test('HEAD is the GET without its body', async () => {
    const { job_id } = await api.submitted({ context: { texts: ['x'] } });
    const [head, get] = [await api.app.request(`/jobs/${job_id}`, { method: 'HEAD' }), await api.get(`/jobs/${job_id}`)];
    expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', get.headers.get('etag')]);
  });
});

test.each(['/livez?verbose=1', '/use-cases?x=', '/openapi.json?v=2', '/jobs/019d0b5e-6f00-7c4e-9b1a-5d3f8a2c7e10?full=1'])(
  '%s is 422: it takes no parameters',
  async (path) => {
    const response = await api.get(path);
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors?.[0]?.parameter).toBe(
      new URL(path, 'http://x').searchParams.keys().next().value,
    );
  },
);

test.each(['/livez', '/jobs', '/nothing', '/jobs?limit=0'])(
  '%s comes with headers that keep browsers from making more of it',
  async (path) => {
    const { headers } = await api.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe(path === '/jobs' ? 'private, no-cache' : 'no-store');
  },
);

describe('failures of ours', () => {
  test('are 500, logged under the request id, and keep their message to the log', async () => {
    broken = new Error('password=s3cret');
    const response = await api.get('/use-cases', { 'X-Request-Id': 'mine-1' });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('s3cret');
    expect(JSON.parse(text)).toMatchObject({ type: '/docs/problems/internal', request_id: 'mine-1' });
    expect(api.lines).toContainEqual(
      expect.objectContaining({ level: 50, request_id: 'mine-1', err: expect.objectContaining({ message: 'password=s3cret' }) }),
    );
  });

  const away: [string, Error][] = [
    ['refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['wrapped', new Error('query failed', { cause: Object.assign(new Error('shutting down'), { code: '57P01' }) })],
    ['out of connections', Object.assign(new Error('too many'), { code: '53300' })],
    ['cut off', new Error('Connection terminated unexpectedly')],
  ];
  test.each(away)('a database that is away (%s) is 503 and worth another try', async (_, error) => {
    broken = error;
    const response = await api.get('/use-cases');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ type: '/docs/problems/unavailable' });
  });
});

describe('the log', () => {
  test('has one line a request, without query, headers or body', async () => {
    await api.get('/jobs?q=s3cret', { 'X-Request-Id': 'log-1', Authorization: 's3cret' });
    expect(api.lines).toEqual([
      expect.objectContaining({
        level: 30,
        msg: 'request',
        request_id: 'log-1',
        method: 'GET',
        path: '/jobs',
        status: 200,
        caller: null,
        elapsed_ms: expect.any(Number),
      }),
    ]);
    expect(JSON.stringify(api.lines)).not.toContain('s3cret');
  });

  test('has probes at debug', async () => {
    await api.get('/livez');
    expect(api.lines).toEqual([expect.objectContaining({ level: 20, path: '/livez' })]);
  });

  test('has a request id of its own for one that could forge a line', async () => {
    const response = await api.get('/livez', { 'X-Request-Id': 'a"b c' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
