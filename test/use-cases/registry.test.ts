/** Use cases by name: the shipped ones, the operator's folder, and files that must not get in. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadUseCases, SHIPPED } from '../../src/pipeline/use-cases/registry.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ix-use-cases-'));
});
afterEach(() => rm(dir, { recursive: true }));

const write = (name: string, content: unknown) =>
  writeFile(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
const fields = [{ name: 'meter', type: 'integer', labels: ['Meter'] }];

test('without a folder the shipped ones are there', async () => {
  const registry = await loadUseCases(null);
  expect(registry.list().map(({ name }) => name)).toEqual(['bank_statement_header', 'invoice', 'letter', 'receipt']);
  expect(registry.get('invoice')?.title).toBe('Invoice');
  expect(registry.get('nonsense')).toBe(null);
  expect(registry.get('__proto__')).toBe(null);
});

test.each([
  ['bank_statement_header', ['bank_name', 'currency']],
  ['invoice', ['invoice_number', 'invoice_date', 'seller_name', 'currency', 'gross_amount']],
  ['receipt', ['merchant_name', 'date', 'total']],
])('%s requires %j', (name, required) => {
  const useCase = SHIPPED.find((shipped) => shipped.name === name);
  expect(useCase?.fields.filter((field) => field.required).map((field) => field.name)).toEqual(required);
});

test('every *.json of the folder is a use case', async () => {
  await write('meter.json', { name: 'meter', title: 'Meter reading', description: 'What a meter says.', fields });
  await write('plain.json', { name: 'plain', fields });
  await write('notes.txt', 'not looked at');
  const registry = await loadUseCases(dir);
  expect(registry.get('meter')).toMatchObject({
    title: 'Meter reading',
    description: 'What a meter says.',
    fields: [{ name: 'meter', required: false }],
  });
  expect(registry.get('plain')).toMatchObject({ title: 'plain', description: null });
  expect(registry.list()).toHaveLength(6);
});

test('a file of TypeScript or JavaScript is one by its default export', async () => {
  const source = `const fields = [{ name: 'until', type: 'date', role: 'due_date' }];`;
  await write('typed.ts', `${source}\nexport default { name: 'typed' as const, title: 'Typed', fields };`);
  await write('plain.mjs', 'not looked at');
  await write('plain.js', `${source}\nexport default { name: 'plain', fields };`);
  await write('plain.d.ts', 'export {};');
  const registry = await loadUseCases(dir);
  expect(registry.get('typed')).toMatchObject({ title: 'Typed', fields: [{ name: 'until', role: 'due_date' }] });
  expect(registry.get('plain')?.fields.map(({ name }) => name)).toEqual(['until']);
  await write('broken.ts', 'export const useCase = 1;');
  await expect(loadUseCases(dir)).rejects.toThrow(/broken\.ts: /);
});

test('a file that is a JSON Schema by itself is a use case of its name', async () => {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Meter', type: 'object' };
  await write('meter.json', { ...schema, properties: { read_on: { type: 'string', format: 'date' } }, required: ['read_on'] });
  await write('referring.json', {
    $ref: '#/$defs/Meter',
    $defs: { Meter: { type: 'object', properties: { meter: { type: 'integer' } } } },
  });
  const registry = await loadUseCases(dir);
  expect(registry.get('meter')?.fields).toMatchObject([{ name: 'read_on', type: 'date', required: true }]);
  expect(registry.get('referring')?.fields).toMatchObject([{ name: 'meter', type: 'integer' }]);
});

test('a file may take the place of a shipped one', async () => {
  await write('invoice.json', { name: 'invoice', fields });
  const registry = await loadUseCases(dir);
  expect(registry.get('invoice')?.fields.map(({ name }) => name)).toEqual(['meter']);
  expect(registry.list()).toHaveLength(4);
});

test.each([
  ['not JSON', '{"name": ', /broken\.json: .*JSON/],
  ['an unknown key', { name: 'x', fields, colour: 'red' }, /broken\.json: .*colour/],
  ['no name', { fields }, /broken\.json: .*name/],
  ['an empty name', { name: ' ', fields }, /broken\.json: .*name is empty/],
  ['no fields', { name: 'x' }, /broken\.json: .*neither fields nor json_schema/],
  ['an unknown type', { name: 'x', fields: [{ name: 'a', type: 'money' }] }, /broken\.json: .*type/],
  ['a name that is none', { name: 'x', fields: [{ name: '1 a', type: 'string' }] }, /broken\.json: .*"1 a": name must be an identifier/],
  ['a name twice', { name: 'x', fields: [...fields, ...fields] }, /broken\.json: .*"meter": name appears twice/],
  [
    'a pattern that does not compile',
    { name: 'x', fields: [{ name: 'a', type: 'string', pattern: '(' }] },
    /broken\.json: .*"a": pattern does not compile/,
  ],
])('a file with %s stops the start, by name and reason', async (_, content, message) => {
  await write('broken.json', content);
  await expect(loadUseCases(dir)).rejects.toThrow(message);
});

test('two files of one name stop the start', async () => {
  await write('a.json', { name: 'same', fields });
  await write('b.json', { name: 'same', fields });
  await expect(loadUseCases(dir)).rejects.toThrow(/b\.json: its name "same" is also that of .*a\.json/);
});

test('a folder that is not there stops the start', async () => {
  await expect(loadUseCases(join(dir, 'nowhere'))).rejects.toThrow(/use case folder .*nowhere: .*ENOENT/);
  await mkdir(join(dir, 'folder.json'));
  await expect(loadUseCases(dir)).rejects.toThrow(/folder\.json: /);
});
