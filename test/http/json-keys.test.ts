/** A key that stands twice in a JSON object is found wherever it is; other JSON is left in peace, however it is written. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repeatedKeys } from '../../src/http/json-keys.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

const pointers = (text: string, depth = 64) => repeatedKeys(text, depth).map(({ pointer }) => pointer);

describe('keys', () => {
  test.each([
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":1,"b":{"c":[0,{"d":1,"d":1}]}}', ['/b/c/1/d']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['{"a/b~":1,"a/b~":2,"a/b~":3}', ['/a~1b~0', '/a~1b~0']],
    ['[{"a":1},{"a":1,"a":[]}]', ['/1/a']],
    ['{"a":{"a":{"a":"a"}},"b":["a","a",{"a":"b"}]}', []],
    ['{"a":"{\\"a\\":1,\\"a\\":2}","b":"\\\\"}', []],
    ['{ "" : 1 ,\n"":2 }', ['/']],
    ['"a"', []],
    ['1', []],
  ])('%s', (text, expected) => {
    expect(pointers(text)).toEqual(expected);
  });

  test('no JSON that was written out of a value has any; with one member of an object twice it has that one', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8 }),
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        fc.boolean(),
        (outer, object, pretty) => {
          const text = JSON.stringify(outer, null, pretty ? 2 : 0);
          expect(pointers(text)).toEqual([]);
          const [key = ''] = Object.keys(object);
          const twice = `{${JSON.stringify(key)}:${text},${JSON.stringify(object).slice(1)}`;
          expect(pointers(`[${text},${twice}]`)).toEqual([`/1/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`]);
        },
      ),
    );
  });

  test('a key given twice hides no deep nesting', () => {
    const deep = `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)},"a":1}`;
    expect(repeatedKeys(deep, 4)).toEqual([{ pointer: '/a/0/0/0', detail: 'expected at most 4 levels of nesting' }]);
  });
});

describe('POST', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open();
  });
  afterAll(() => api.close());

  test.each([
    ['/jobs', '{"priority":1,"priority":2}', '/priority'],
    ['/jobs', '{"context":{"texts":["x"],"texts":["y"]}}', '/context/texts'],
    ['/jobs/batch', '{"jobs":[{"request_id":"a","request_id":"b"}]}', '/jobs/0/request_id'],
    ['/endpoints/pause', '{"client_id":"a","client_id":"b","origin":"https://e.com"}', '/client_id'],
  ])('%s %s is refused at %s', async (path, body, pointer) => {
    const response = await api.app.request(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors).toEqual([{ pointer, detail: 'expected this key once' }]);
  });
});
