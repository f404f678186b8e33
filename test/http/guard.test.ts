/** Who is let in while there are no keys: this machine's programs and people, no other site's pages. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

describe('Host', () => {
  const cases: [string, number][] = [
    ['localhost:8994', 200],
    ['LOCALHOST', 200],
    ['localhost.', 200],
    ['ix.localhost:8994', 200],
    ['127.0.0.1:8994', 200],
    ['127.8.9.10', 200],
    ['[::1]:8994', 200],
    ['rebound.example', 403],
    ['rebound.example:8994', 403],
    ['localhost.rebound.example', 403],
    ['127.0.0.1.rebound.example', 403],
    ['notlocalhost', 403],
    ['192.168.1.10:8994', 403],
    ['0.0.0.0:8994', 403],
    ['[::]:8994', 403],
    ['[2001:db8::1]', 403],
    ['a b', 403],
    ['89255913379690166261', 403],
  ];
  test.each(cases)('%s → %i', async (host, status) => {
    const response = await api.get('/use-cases', { Host: host });
    expect(response.status).toBe(status);
    if (status === 403) expect(await response.json()).toMatchObject({ type: '/docs/problems/foreign-host' });
  });

  test('a target with another host is refused whatever the Host header says', async () => {
    const response = await api.app.request('http://rebound.example/use-cases', { headers: { Host: 'localhost' } });
    expect(response.status).toBe(403);
  });
});

describe('writes', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['from a program', {}, 201],
    ['from a page of this ix', { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost' }, 201],
    ['typed into a browser', { 'Sec-Fetch-Site': 'none' }, 201],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    ['from another port of this machine', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:3000' }, 403],
    ['from another site in an older browser', { Origin: 'https://evil.example' }, 403],
    ['from a sandboxed page', { Origin: 'null' }, 403],
    ['as a simple form of another site', { Origin: 'https://evil.example', 'Content-Type': 'text/plain' }, 403],
    ['as an upload of another site', { 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'multipart/form-data; boundary=b' }, 403],
  ];
  test.each(cases)('%s', async (_, headers, status) => {
    const response = await api.post({ context: { texts: ['x'] } }, headers);
    expect(response.status).toBe(status);
    if (status === 403) expect(await response.json()).toMatchObject({ type: '/docs/problems/cross-site' });
  });
});

test('no answer invites another site to read it', async () => {
  const response = await api.get('/jobs', { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' });
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
});
