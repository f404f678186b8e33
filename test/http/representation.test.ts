/** How answers are sent: with a version, compressed, and with the next page named. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CallbackListSchema } from '../../src/contracts/callback.ts';
import { JobListSchema } from '../../src/contracts/job.ts';
import { type Listening, listen } from '../../src/http/server.ts';
import { Api } from './api.ts';

const DOCUMENT = new TextEncoder().encode('the document');

let api: Api;
let server: Listening;
let jobId: string;

beforeAll(async () => {
  api = await Api.open({
    pages: { page: async () => null, text: async () => null, original: async () => ({ bytes: DOCUMENT, name: 'a.pdf' }) },
  });
  server = await listen(api.app, { host: '127.0.0.1', port: 0 });
  for (let i = 0; i < 12; i++) await api.submitted({ context: { texts: ['x'] }, callback_url: 'https://hooks.example.com/' });
  [jobId = ''] = await api.endAll();
});
afterAll(async () => {
  await server.close();
  await api.close();
});

/** As it comes over the wire. */
async function sent(path: string, headers: Record<string, string>) {
  const answer = await new Promise<IncomingMessage>((settle, fail) =>
    httpRequest(server.address + path, { headers, agent: false }, settle)
      .on('error', fail)
      .end(),
  );
  return { status: answer.statusCode, headers: answer.headers, bytes: await buffer(answer) };
}

describe('versions', () => {
  test.each([
    ['a list', () => '/jobs'],
    ['another', () => '/callbacks'],
    ['endpoints', () => '/endpoints'],
    ['use cases', () => '/use-cases'],
    ['a use case', () => '/v1/use-cases/invoice'],
    ['callbacks of a job', () => `/jobs/${jobId}/callbacks`],
    ['a document', () => `/v1/jobs/${jobId}/documents/0`],
    ['a job', () => `/jobs/${jobId}`],
    ['OpenAPI', () => '/openapi.json'],
  ])('%s: 304 while it is the same', async (_, path) => {
    const first = await api.get(path());
    const etag = first.headers.get('etag') ?? '';
    expect([first.status, etag, first.headers.get('cache-control')]).toEqual([
      200,
      expect.stringMatching(/^(W\/)?"[\w-]{22}"$/),
      expect.stringContaining('no-cache'),
    ]);
    const again = await api.get(path(), { 'If-None-Match': etag });
    expect([again.status, again.headers.get('etag'), await again.text(), again.headers.get('content-type')]).toEqual([304, etag, '', null]);
    expect((await api.get(path(), { 'If-None-Match': '"another"' })).status).toBe(200);
  });

  test('a list that changed is sent again', async () => {
    const etag = (await api.get('/jobs')).headers.get('etag') ?? '';
    await api.submitted({ context: { texts: ['y'] } });
    expect((await api.get('/jobs', { 'If-None-Match': etag })).status).toBe(200);
  });

  test('how ix is has none', async () => {
    for (const path of ['/livez', '/readyz', '/healthz', '/metrics']) {
      const { headers } = await api.get(path, { Accept: 'application/json' });
      expect([path, headers.get('etag'), headers.get('cache-control')]).toEqual([path, null, 'no-store']);
    }
  });
});

describe('compressed', () => {
  test('for those who take it, and the same', async () => {
    const plain = await sent('/jobs', {});
    const packed = await sent('/jobs', { 'Accept-Encoding': 'br, gzip;q=0.5' });
    expect([plain.headers['content-encoding'], plain.headers.vary, packed.headers['content-encoding'], packed.headers.vary]).toEqual([
      undefined,
      'Accept-Encoding',
      'gzip',
      'Accept-Encoding',
    ]);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
    expect(packed.headers.etag).toBe(plain.headers.etag);
    const known = await sent('/jobs', { 'Accept-Encoding': 'gzip', 'If-None-Match': String(packed.headers.etag) });
    expect([known.status, known.headers['content-encoding'], known.bytes.length]).toEqual([304, undefined, 0]);
  });

  test.each(['', 'identity', 'gzip;q=0', 'br', 'gzipped'])('not for "%s"', async (accepted) => {
    const { headers, status } = await sent('/openapi.json', { 'Accept-Encoding': accepted });
    expect([status, headers['content-encoding']]).toEqual([200, undefined]);
  });

  test('not what is small, no event stream, no document, no submit', async () => {
    const gzip = { 'Accept-Encoding': 'gzip' };
    for (const path of ['/livez', `/jobs/${jobId}/events`, `/v1/jobs/${jobId}/documents/0`, '/jobs/none'])
      expect([path, (await sent(path, gzip)).headers['content-encoding']]).toEqual([path, undefined]);
    expect((await api.post({ context: { texts: ['x'.repeat(5000)] } }, gzip)).headers.get('content-encoding')).toBeNull();
  });

  test('lines too, as they come; a strong ETag becomes a weak one', async () => {
    const lines = await sent('/v1/reviews', { 'Accept-Encoding': 'gzip' });
    expect([lines.headers['content-encoding'], gunzipSync(lines.bytes).toString()]).toEqual(['gzip', '']);
    expect((await sent('/openapi.json', { 'Accept-Encoding': 'gzip' })).headers.etag).toMatch(/^W\/"/);
  });
});

describe('Link', () => {
  test('leads through the callbacks, page after page', async () => {
    const ids: unknown[] = [];
    for (let path: string | undefined = '/v1/callbacks?limit=5&status=pending'; path !== undefined; ) {
      const answer: Response = await api.get(path);
      ids.push(...CallbackListSchema.parse(await answer.json()).callbacks.map(({ callback_id }) => callback_id));
      path = /^<(\/v1\/callbacks\?limit=5&status=pending&cursor=[\w-]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect([ids.length, new Set(ids).size]).toEqual([12, 12]);
  });

  test('leads through the audit', async () => {
    const ids = await Promise.all([1, 2].map(async () => (await api.submitted({ context: { texts: ['x'] } })).job_id));
    for (const id of ids) await api.app.request(`/jobs/${id}/cancel`, { method: 'POST' });
    const link = (await api.get('/v1/audit?limit=1')).headers.get('link');
    expect(link).toMatch(/^<\/v1\/audit\?limit=1&cursor=[\w-]+>; rel="next"$/);
  });

  test('leads both ways through the jobs', async () => {
    const first = await api.get('/jobs?limit=5');
    const { next_cursor } = JobListSchema.parse(await first.json());
    expect(first.headers.get('link')).toBe(`</jobs?limit=5&cursor=${next_cursor}>; rel="next"`);
    expect((await api.get(`/jobs?limit=5&cursor=${next_cursor}`)).headers.get('link')).toMatch(/rel="next".*rel="prev"/);
  });
});
