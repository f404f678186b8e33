/** Page images by HTTP: their versions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  const image = { pages: 1, width: 1, height: 1, png: Buffer.from('png'), lines: [] };
  api = await Api.open({ pages: { page: async () => image, text: async () => null, original: async () => null } });
});
afterAll(() => api.close());

test.each<[string, (etag: string) => string, number]>([
  ['itself', (etag) => etag, 304],
  ['its weak spelling, as proxies make it', (etag) => `W/${etag}`, 304],
  ['one of several', (etag) => `"other", ${etag}`, 304],
  ['any', () => '*', 304],
  ['another', () => '"other"', 200],
])('If-None-Match: %s', async (_, header, status) => {
  const { job_id } = await api.submitted({ context: { texts: ['Total 12.00'] } });
  const path = `/jobs/${job_id}/pages/1.png`;
  const etag = (await api.get(path)).headers.get('etag') ?? '';
  expect((await api.get(path, { 'If-None-Match': header(etag) })).status).toBe(status);
});
