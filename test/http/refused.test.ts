/** POST /jobs with what the contract does not allow: each is refused at the field, before anything is stored. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobListSchema } from '../../src/contracts/job.ts';
import { JSON_MAX_BYTES, JSON_MAX_DEPTH } from '../../src/http/json.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(async () => {
  const { total } = JobListSchema.parse(await (await api.get('/jobs')).json());
  await api.close();
  expect(total).toBe(0);
});

function send(body: string | Uint8Array, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Promise<Response> {
  return Promise.resolve(api.app.request('/jobs', { method: 'POST', body, headers }));
}

const FILE_ID = `sha256:${'0'.repeat(64)}`;
const nested = (depth: number): string => `{"use_case_inline":{"name":"x","json_schema":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}}`;

describe('422 names the field', () => {
  const cases: [string, string, [pointer: string, detail: RegExp][]][] = [
    ['null', 'null', [['', /expected object/]]],
    ['an array', '[]', [['', /expected object/]]],
    ['an unknown key', '{"useCase":"x"}', [['/useCase', /unknown key/]]],
    [
      'two unknown keys',
      '{"a":1,"b":2}',
      [
        ['/a', /unknown key/],
        ['/b', /unknown key/],
      ],
    ],
    ['a key that needs escaping', '{"a/b~c":1}', [['/a~1b~0c', /unknown key/]]],
    ['a number for a name', '{"use_case":5}', [['/use_case', /expected string, received number/]]],
    ['an empty request_id', '{"request_id":""}', [['/request_id', /expected.*>=1/]]],
    ['a line break in a request_id', '{"request_id":"a\\nb"}', [['/request_id', /control characters/]]],
    ['a file that is a number', '{"context":{"files":[7]}}', [['/context/files/0', /expected string or object, received number/]]],
    ['a file without url', '{"context":{"files":["https://a.example", {}]}}', [['/context/files/1/url', /missing, expected string/]]],
    ['a url of the wrong type', '{"context":{"files":[{"url":5}]}}', [['/context/files/0/url', /expected string, received number/]]],
    [
      'a header of the wrong type',
      '{"context":{"files":[{"url":"x","headers":{"A":1}}]}}',
      [['/context/files/0/headers/A', /expected string/]],
    ],
    ['a malformed file_id', '{"context":{"files":[{"file_id":"abc"}]}}', [['/context/files/0/file_id', /expected sha256:/]]],
    ['an unknown key beside file_id', `{"context":{"files":[{"file_id":"${FILE_ID}","x":1}]}}`, [['/context/files/0/x', /unknown key/]]],
    ['too many files', `{"context":{"files":[${Array(101).fill('"x"').join(',')}]}}`, [['/context/files', /expected.*<=100/]]],
    ['an unknown engine', '{"options":{"gen_ai":{"engine":"magic"}}}', [['/options/gen_ai/engine', /expected one of "auto"/]]],
    ['a priority out of range', '{"priority":101}', [['/priority', /expected.*<=100/]]],
    ['a priority that is no integer', '{"priority":0.5}', [['/priority', /expected int/]]],
    ['a callback that is no http', '{"callback_url":"ftp://x.example/"}', [['/callback_url', /expected an http/]]],
    ['a callback that is no URL', '{"callback_url":"x"}', [['/callback_url', /expected an http/]]],
    [
      'a field without type',
      '{"use_case_inline":{"name":"a","fields":[{"name":"b"}]}}',
      [['/use_case_inline/fields/0/type', /expected one of/]],
    ],
    ['U+0000 in a text', '{"context":{"texts":["a\\u0000b"]}}', [['/context/texts/0', /U\+0000/]]],
    ['U+0000 in a key', '{"use_case_inline":{"name":"a","json_schema":{"\\u0000":1}}}', [['/use_case_inline/json_schema', /U\+0000/]]],
    ['a lone surrogate', '{"context":{"texts":["\\ud800"]}}', [['/context/texts/0', /surrogate/]]],
    [
      '__proto__',
      '{"context":{"files":[{"url":"x","headers":{"__proto__":"y"}}]}}',
      [['/context/files/0/headers/__proto__', /not allowed/]],
    ],
    [
      'a number beyond doubles',
      '{"use_case_inline":{"name":"a","json_schema":{"x":1e999}}}',
      [['/use_case_inline/json_schema/x', /IEEE 754/]],
    ],
    ['deep nesting', nested(JSON_MAX_DEPTH), [[`/use_case_inline/json_schema${'/a'.repeat(JSON_MAX_DEPTH - 2)}`, /levels of nesting/]]],
  ];
  test.each(cases)('%s', async (_, body, expected) => {
    const response = await send(body);
    const problem = ProblemSchema.parse(await response.json());
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(problem).toMatchObject({ type: '/docs/problems/invalid', status: 422 });
    expect(problem.errors).toEqual(expected.map(([pointer, detail]) => ({ pointer, detail: expect.stringMatching(detail) })));
  });
});

test('nesting a million deep is refused, not a crash', async () => {
  expect((await send('['.repeat(1e6) + ']'.repeat(1e6))).status).toBe(422);
});

test('of very many faults a hundred are told', async () => {
  const body = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i]));
  const response = await send(JSON.stringify(body));
  expect(ProblemSchema.parse(await response.json()).errors).toHaveLength(100);
});

describe('400 for what cannot be read', () => {
  const cases: [string, string | Uint8Array, RegExp][] = [
    ['nothing', '', /the body: expected JSON: Unexpected end/],
    ['cut off', '{"use_case": "x"', /position 16/],
    ['a trailing comma', '{"a": 1,\n}', /position 9 \(line 2 column 1\)/],
    ['no JSON', 'use_case=invoice', /expected JSON/],
    ['no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), /expected UTF-8/],
  ];
  test.each(cases)('%s', async (_, body, detail) => {
    const response = await send(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: '/docs/problems/unreadable', detail: expect.stringMatching(detail) });
  });
});

test('a malformed body is not repeated to the reader of the problem', async () => {
  expect(await (await send('{"password": s3cret}')).text()).not.toContain('s3cret');
});

describe('415 for other content types', () => {
  const cases: [string, Record<string, string>][] = [
    ['none', {}],
    ['text/plain', { 'Content-Type': 'text/plain' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['another charset', { 'Content-Type': 'application/json; charset=latin1' }],
    ['compressed', { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }],
  ];
  test.each(cases)('%s', async (_, headers) => {
    const response = await send(new TextEncoder().encode('{}'), headers);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ type: '/docs/problems/unsupported-media-type' });
  });
});

test('413 for a JSON body over the limit', async () => {
  const response = await send(JSON.stringify({ context: { texts: ['x'.repeat(JSON_MAX_BYTES)] } }));
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ detail: `the JSON body: expected at most ${JSON_MAX_BYTES} bytes` });
});
