/** Filters that are kept under a name: each asker's own, replaced, forgotten, so many and no more. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NewKeySchema } from '../../src/contracts/key.ts';
import { SAVED_FILTERS_MAX, SavedFilterListSchema, SavedFilterSchema } from '../../src/contracts/saved-filter.ts';
import { THIS_MACHINE } from '../../src/contracts/scope.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
let keys: string[];
beforeAll(async () => {
  api = await Api.open();
  const made = [1, 2].map(() => api.deps.keys.create(THIS_MACHINE, NewKeySchema.parse({ role: 'reader' })));
  keys = (await Promise.all(made)).map(({ key }) => key);
});
afterAll(() => api.close());

const ask = async (method: string, path: string, who: number, body?: object) =>
  api.app.request(`/v1/filters${path}`, {
    method,
    headers: { Authorization: `Bearer ${keys[who]}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const namesOf = async (who: number) =>
  SavedFilterListSchema.parse(await (await ask('GET', '', who)).json()).filters.map(({ name }) => name);

test('are the own of whoever asks', async () => {
  const path = `/${encodeURIComponent('lost / found')}`;
  const saved = await ask('PUT', path, 0, { filter: { status: ['error'], code: 'IX_002_000' } });
  const { name, filter, created_at } = SavedFilterSchema.parse(await saved.json());
  expect([saved.status, name, filter]).toEqual([200, 'lost / found', { status: ['error'], code: 'IX_002_000' }]);
  const again = SavedFilterSchema.parse(await (await ask('PUT', path, 0, { filter: { client_id: 'a' } })).json());
  expect(again).toEqual({ name, filter: { client_id: 'a' }, created_at });
  expect([await namesOf(0), await namesOf(1)]).toEqual([['lost / found'], []]);
  expect((await ask('DELETE', path, 1)).status).toBe(404);
  expect((await ask('DELETE', path, 0)).status).toBe(204);
  expect(await namesOf(0)).toEqual([]);
});

test('are so many and no more', async () => {
  for (let i = 0; i < SAVED_FILTERS_MAX; i++) await ask('PUT', `/f${i}`, 1, { filter: {} });
  const more = await ask('PUT', '/more', 1, { filter: {} });
  expect([more.status, ProblemSchema.parse(await more.json()).type]).toEqual([409, '/docs/problems/filters-full']);
  expect((await ask('PUT', '/f7', 1, { filter: { q: 'abc' } })).status).toBe(200);
});

test('are filters, by a name', async () => {
  const unnamed = await ask('PUT', `/${'x'.repeat(300)}`, 0, { filter: {} });
  expect([unnamed.status, ProblemSchema.parse(await unnamed.json()).errors]).toMatchObject([422, [{ parameter: 'name' }]]);
  const refused = await ask('PUT', '/f', 0, { filter: { colour: 'red' } });
  expect(ProblemSchema.parse(await refused.json()).errors).toMatchObject([{ pointer: '/filter/colour' }]);
});
