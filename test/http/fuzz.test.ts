/** Whatever is sent, ix answers: never with a failure of its own. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

async function statusOf(body: string, headers: Record<string, string> = {}): Promise<number> {
  const init = { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } };
  return (await api.app.request('/jobs', init)).status;
}

test('any JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ stringUnit: 'binary' }), async (json) => {
      expect(await statusOf(json)).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

/** The contract's own keys over odd values: most runs come past the schema and down to the database. */
const text = fc.string({ unit: 'binary', maxLength: 30 });
const nullable = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(null));
const submission = fc.record(
  {
    use_case: nullable(text),
    use_case_inline: fc.record(
      {
        name: text,
        fields: fc.array(fc.record({ name: text, type: fc.constantFrom('string', 'date', 'object'), labels: fc.array(text) }), {
          maxLength: 3,
        }),
        json_schema: fc.dictionary(text, fc.jsonValue({ stringUnit: 'binary' })),
      },
      { requiredKeys: ['name'] },
    ),
    ix_client_id: text,
    request_id: text,
    context: fc.record(
      {
        files: fc.array(
          fc.oneof(
            text,
            fc.webUrl({ withQueryParameters: true }),
            fc.constantFrom('https://x.example/%00', 'https://x.example/%E0%A4%A', 'file:///%2e%2e/'),
            fc.record({ url: text, headers: fc.dictionary(text, text), max_bytes: nullable(fc.integer()), display_name: nullable(text) }),
            fc.record({ file_id: fc.constant(`sha256:${'a'.repeat(64)}`), display_name: nullable(text) }),
          ),
          { maxLength: 3 },
        ),
        texts: fc.array(text, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    priority: fc.integer({ min: -101, max: 101 }),
    callback_url: nullable(fc.oneof(fc.webUrl(), text)),
  },
  { requiredKeys: [] },
);

test('any submission of the right shape', async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(submission, async (body) => {
      const status = await statusOf(JSON.stringify(body));
      statuses.add(status);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
  // Or nothing of the database was tried.
  expect(statuses).toContain(201);
});

test('any query of the listing', async () => {
  const name = fc.constantFrom(
    'status',
    'client_id',
    'use_case',
    'q',
    'created_after',
    'created_before',
    'limit',
    'offset',
    'cursor',
    'other',
  );
  const value = fc.oneof(
    text,
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    fc.constantFrom('done', '', '%', '\\'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 3 }), async (pairs) => {
      const response = await api.get(
        `/jobs?${new URLSearchParams(pairs.map(([key, given]): [string, string] => [key, given.toWellFormed()]))}`,
      );
      expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 300 },
  );
});

test('any path below the jobs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('/jobs/', '/clients/', '/use-cases/'),
      async (parts, base) => {
        const path = parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
        expect((await api.get(base + path)).status).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
});
