/** Subscriptions over HTTP: what is wrong with one is told all at once, one is made once, and a client's key makes its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NewKeySchema } from '../../src/contracts/key.ts';
import { THIS_MACHINE } from '../../src/contracts/scope.ts';
import { SubscriptionListSchema, SubscriptionSchema } from '../../src/contracts/subscription.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
let [own, operator] = ['', ''];
beforeAll(async () => {
  api = await Api.open({ refusalOf: (url) => (url.includes('10.0.0.1') ? '10.0.0.1 is not public' : null) });
  const key = async (given: object) => (await api.deps.keys.create(THIS_MACHINE, NewKeySchema.parse(given))).key;
  [own, operator] = [await key({ client_id: 'acme' }), await key({ role: 'operator' })];
});
afterAll(() => api.close());

const ask = async (method: string, path: string, key: string, body?: object, headers: Record<string, string> = {}) =>
  api.app.request(`/v1/subscriptions${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const faultsOf = async (response: Response) => {
  const { errors } = ProblemSchema.parse(await response.json());
  return [response.status, ...(errors ?? []).map(({ pointer, detail }) => `${pointer}: ${detail}`)];
};
const GOOD = { url: 'https://example.com/hook', events: ['job.done'] };

test('everything that is wrong is told at once', async () => {
  const headers = { 'No Name': 'x', 'Webhook-Id': 'mine', Host: 'b', 'X-A': 'line\nbreak', 'x-a': 'again' };
  expect(await faultsOf(await ask('POST', '', operator, { url: 'ftp://a', events: ['job.lost'], headers, extra: 1 }))).toEqual([
    422,
    '/url: expected an http:// or https:// URL',
    expect.stringContaining('/events/0: '),
    '/headers/X-A: expected printable ASCII, without blanks at its ends',
    '/headers/No Name: expected the name of a header',
    '/headers/Webhook-Id: expected another header: ix, or the connection, says this one itself',
    '/headers/Host: expected another header: ix, or the connection, says this one itself',
    '/headers/x-a: expected each header once, whatever its case',
    '/extra: unknown key',
  ]);
  expect(await faultsOf(await ask('POST', '', operator, GOOD))).toEqual([422, expect.stringContaining('/client_id: missing')]);
  const inside = await ask('POST', '', own, { ...GOOD, url: 'http://10.0.0.1/' });
  expect(await faultsOf(inside)).toEqual([422, expect.stringContaining('10.0.0.1 is not public')]);
});

test('a client’s key makes its own, once under one Idempotency-Key; what changes nothing is refused', async () => {
  const once = { 'Idempotency-Key': 'k1' };
  const made = await ask('POST', '', own, GOOD, once);
  const { subscription_id, client_id } = SubscriptionSchema.parse(await made.json());
  expect([made.status, made.headers.get('location'), client_id]).toEqual([201, `/v1/subscriptions/${subscription_id}`, 'acme']);
  const again = await ask('POST', '', own, GOOD, once);
  expect([again.status, SubscriptionSchema.parse(await again.json()).subscription_id]).toEqual([200, subscription_id]);
  expect((await ask('POST', '', own, { ...GOOD, client_id: 'another' })).status).toBe(403);
  expect((await ask('PATCH', `/${subscription_id}`, own, {})).status).toBe(422);
  const listed = async (key: string, query = '') =>
    SubscriptionListSchema.parse(await (await ask('GET', query, key)).json()).subscriptions.map((each) => each.client_id);
  expect([await listed(own), await listed(operator), await listed(operator, '?client_id=nobody')]).toEqual([['acme'], ['acme'], []]);
  expect((await ask('DELETE', `/${subscription_id}`, own)).status).toBe(204);
  expect((await ask('POST', '', own, GOOD, once)).status).toBe(409);
});
