/** A short fuzz; `npm run fuzz` is the long one. And what such fuzzes have found at the pages, once more. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Ix } from '../lifecycle/ix.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { faultText, figuresOf, SETTINGS } from './figures.ts';
import { fuzz } from './fuzz.ts';
import { send } from './send.ts';

const SEED = 12;
/** Each place once, and some more. */
const REQUESTS = 900;

let database: TestDatabase;
let ix: Ix;
let address: string;
beforeAll(async () => {
  database = await createDatabase();
  ix = new Ix(['up'], { ...SETTINGS, IX_DATABASE_URL: database.url });
  address = await ix.address();
});
afterAll(async () => {
  await ix.clear();
  await database.drop();
});

test('whatever is sent is answered, and what was taken ends', async () => {
  console.log(`seed ${SEED}`);
  const report = await fuzz({ address, seed: SEED, requests: REQUESTS });
  console.log(figuresOf(report));
  expect(report.faults.map((fault) => faultText(fault, ix.stderr))).toEqual([]);
  expect(report.visited).toBe(report.places);
  // Or hardly anything came as far as the database.
  expect(report.jobs).toBeGreaterThan(REQUESTS / 8);
});

describe('a page, not a failure, for', () => {
  const cursor = (place: string): string => Buffer.from(`${place} 019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e`).toString('base64url');
  const long = 'x'.repeat(256);
  const cases: [string, status: number, target: string, form: string | null, said: RegExp][] = [
    ['U+0000 in a client', 422, '/ui/callbacks/pause', 'client_id=a%00b&origin=https%3A%2F%2Fe.com', /client_id: expected a name/],
    ['a long client', 422, '/ui/callbacks/pause', `client_id=${long}&origin=https%3A%2F%2Fe.com`, /at most 255/],
    [
      'an act until the year 10000',
      200,
      '/ui/jobs/bulk',
      'act=cancel&scope=matching&confirm=yes&until=%2B010000-01-01&key=0123456789abcdef',
      /Cancel/,
    ],
    ['a long client in a filter', 200, `/ui/jobs?client=${long}`, null, /cannot be searched for: expected at most 255/],
    ['a place in the year 0', 200, `/ui/jobs?cursor=${cursor('older 0000-01-01T00:00:00.000000Z')}`, null, /not one of ours/],
    [
      'callbacks of a 31st of February',
      200,
      `/ui/callbacks?failed=${cursor('2026-02-31T00:00:00.000000Z')}`,
      null,
      /No callback has failed/,
    ],
    ['a place of 9 kB', 200, `/ui/jobs?cursor=${long.repeat(36)}`, null, /not one of ours/],
  ];
  test.each(cases)('%s', async (_, status, target, form, said) => {
    const headers = form === null ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
    const request = { method: form === null ? 'GET' : 'POST', target, headers, body: form === null ? null : Buffer.from(form) };
    const answer = await send(address, request);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(said);
  });
});

test('a Host that makes no URL is refused', async () => {
  const answer = await send(address, { method: 'GET', target: '/livez', headers: { Host: '89255913379690166261' }, body: null });
  expect(answer.status).toBe(400);
});
