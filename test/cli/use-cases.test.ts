/** `ix use-cases`, `ix health`, `ix version`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { call, freePort, run } from './command.ts';

let database: TestDatabase;
let ix: RunningIx;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase();
  ix = await startIx({
    config: loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0' }),
    roles: { api: true, worker: false },
    log: pino({ level: 'silent' }),
  });
  env = { IX_PORT: new URL(ix.address ?? '').port };
  folder = await mkdtemp(join(tmpdir(), 'ix-test-use-cases-'));
});

afterAll(async () => {
  await ix.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function check(name: string, definition: unknown) {
  const file = join(folder, name);
  await writeFile(file, typeof definition === 'string' ? definition : JSON.stringify(definition));
  return { file, ...(await call(['use-cases', 'check', file])) };
}

test('list names them, show tells their fields with the labels of all languages', async () => {
  const list = await call(['use-cases', 'list'], { env });
  expect(list.stdout).toMatch(/^NAME +FIELDS +TITLE\nbank_statement_header +9 +\S/);
  const { code, stdout } = await call(['use-cases', 'show', 'invoice'], { env });
  expect(stdout).toMatch(/^gross_amount \(decimal, amount.*role total_gross\)\n {2}labels {2}\S/m);
  expect(stdout).toContain('Rechnungsbetrag');
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
  expect(await call(['use-cases', 'show', 'bank'], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining('"bank"') });
});

test('check tells which labels are looked for', async () => {
  const { code, stdout } = await check('po.json', {
    name: 'po',
    title: 'Purchase order',
    fields: [
      { name: 'order_number', type: 'string', required: true, labels: ['Purchase order', 'PO no.'] },
      { name: 'lines', type: 'array', fields: [{ name: 'amount', type: 'decimal' }] },
    ],
  });
  expect(stdout).toBe(
    [
      'po: Purchase order',
      'order_number (string, reference, required)\n  labels  Purchase order | PO no. | order number',
      'lines[].amount (decimal, amount)\n  labels  amount\n',
    ].join('\n\n'),
  );
  expect(code).toBe(0);
});

test('check tells all faults at once, with their places', async () => {
  const { file, code, stderr } = await check('bad.json', {
    name: 'po',
    fields: [
      { name: 'order number', type: 'string' },
      { name: 'total', type: 'decimal', role: 'gross' },
      { name: 'total', type: 'date', pattern: '(' },
    ],
  });
  const lines = stderr.trimEnd().split('\n');
  expect(lines[0]).toBe(`ix: ${file}: 4 faults:`);
  expect(lines.slice(1).map((line) => line.trim().split(':')[0])).toEqual([
    '/fields/0/name',
    '/fields/1/role',
    '/fields/2/name',
    '/fields/2/pattern',
  ]);
  expect(code).toBe(2);
});

test.each([
  ['no.json', '{"name": "po",', /no\.json:\n {2}.*JSON/],
  [
    'typed.json',
    { name: 'po', fields: [{ name: 'a', type: 'money' }], colour: 1 },
    /2 faults:\n {2}\/fields\/0\/type: .*\n {2}\/: .*colour/,
  ],
  ['schema.json', { name: 'po', json_schema: { type: 'string' } }, /json_schema/],
])('check refuses %s', async (name, definition, words) => {
  const { code, stderr, stdout } = await check(name, definition);
  expect(stderr).toMatch(words);
  expect([code, stdout]).toEqual([2, '']);
});

test('health says how each part is, and by its exit code whether all are well', async () => {
  const { code, stdout } = await run(['health'], { env });
  expect(stdout).toMatch(/^PART +STATE +DETAIL\npostgres +well +PostgreSQL/);
  expect(stdout).toMatch(/^worker +ill +no worker is connected to this database$/m);
  expect(code).toBe(1);
  expect(await call(['health'], { env: { IX_PORT: String(await freePort()) } })).toMatchObject({ code: 4, stdout: '' });
});

test('version', async () => {
  expect((await call(['version'])).stdout).toMatch(new RegExp(`^ix ${pkg.version}, Node \\d+\\.\\d+\\.\\d+, \\w+ \\w+\\n$`));
});
