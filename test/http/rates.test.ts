/** What a key may use: requests and bytes in a minute, jobs that wait. Each key for itself; what is not limited is not told of. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreatedKeySchema } from '../../src/contracts/key.ts';
import { MAY, type Scope } from '../../src/contracts/scope.ts';
import { Rates } from '../../src/http/rates.ts';
import { Api } from './api.ts';

const NONE = { max_requests_per_minute: null, max_pending: null, max_upload_bytes_per_minute: null };
const scopeOf = (by: string, limits: Partial<Scope['limits']>): Scope => ({
  clients: 'all',
  may: MAY.client,
  by,
  role: 'client',
  limits: { ...NONE, ...limits },
});

describe('by the clock', () => {
  test('requests of a minute, then the next', () => {
    let now = 0;
    const rates = new Rates(() => now);
    const key = scopeOf('key a', { max_requests_per_minute: 2 });
    expect(rates.request(key)).toEqual({
      'RateLimit-Limit': '2',
      'RateLimit-Remaining': '1',
      'RateLimit-Reset': '60',
      'RateLimit-Policy': '2;w=60',
    });
    now = 30_000;
    expect(rates.request(key)).toMatchObject({ 'RateLimit-Remaining': '0', 'RateLimit-Reset': '30' });
    now = 59_500;
    expect(() => rates.request(key)).toThrow('key a: expected at most 2 requests a minute');
    expect(rates.request(scopeOf('key b', { max_requests_per_minute: 2 }))).toMatchObject({ 'RateLimit-Remaining': '1' });
    now = 60_000;
    expect(rates.request(key)).toMatchObject({ 'RateLimit-Remaining': '1' });
  });

  test('bytes of a minute', () => {
    let now = 0;
    const rates = new Rates(() => now);
    const key = scopeOf('key a', { max_upload_bytes_per_minute: 100 });
    rates.upload(key, 60);
    expect(() => rates.upload(key, 41)).toThrow('key a: expected at most 100 bytes of submissions a minute');
    rates.upload(key, 40);
    now = 60_000;
    rates.upload(key, 100);
  });

  test('without limits nothing is counted, and nothing said', () => {
    const rates = new Rates(() => 0);
    for (let i = 0; i < 1000; i++) expect(rates.request(scopeOf('key a', {}))).toEqual({});
    rates.upload(scopeOf('key a', {}), 1e9);
  });

  test('however many keys come, memory has a bound', () => {
    let now = 0;
    const rates = new Rates(() => now++);
    for (let i = 0; i < 30_000; i++) rates.request(scopeOf(`key ${i}`, { max_requests_per_minute: 1 }));
    expect(() => rates.request(scopeOf('key 29999', { max_requests_per_minute: 1 }))).toThrow('at most 1 requests');
  });
});

describe('over HTTP', () => {
  const ADMIN_KEY = 'an-admin-key-for-the-tests-of-limits';
  let api: Api;
  beforeAll(async () => {
    api = await Api.open({}, ADMIN_KEY);
  });
  afterAll(() => api.close());

  async function keyWith(limits: object): Promise<string> {
    const body = JSON.stringify({ client_id: `client ${Math.random()}`, ...limits });
    const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
    return CreatedKeySchema.parse(await (await api.app.request('/v1/keys', { method: 'POST', headers, body })).json()).key;
  }
  const submit = (key: string, text = 'x', more: object = {}) =>
    api.post({ context: { texts: [text] }, ...more }, { Authorization: `Bearer ${key}` });

  test('requests', async () => {
    const key = await keyWith({ max_requests_per_minute: 2 });
    const answers = [await submit(key), await submit(key), await submit(key)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['1', '0', '0']);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await answers[2]?.json()).toMatchObject({ type: '/docs/problems/rate-limited' });
    expect((await submit(await keyWith({}))).headers.has('ratelimit-limit')).toBe(false);
  });

  test('bytes, which are refused before they are read', async () => {
    const key = await keyWith({ max_upload_bytes_per_minute: 500 });
    const answers = [await submit(key, 'x'.repeat(300)), await submit(key, 'x'.repeat(300)), await submit(key, 'x'.repeat(10))];
    expect(answers.map(({ status }) => status)).toEqual([201, 429, 201]);
    expect(answers[1]?.headers.get('retry-after')).not.toBeNull();
  });

  test('jobs that wait, beside those of other keys', async () => {
    const key = await keyWith({ max_pending: 2 });
    const answers = [
      await submit(key, 'x', { request_id: 'one' }),
      await submit(key),
      await submit(key),
      await submit(key, 'x', { request_id: 'one' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429, 200]);
    expect(await answers[2]?.json()).toMatchObject({ type: '/docs/problems/too-many-pending' });
    expect((await submit(await keyWith({}))).status).toBe(201);
  });
});
