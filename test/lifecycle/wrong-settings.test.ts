/**
 * Settings that are wrong in ways only this machine or the database can tell: exit code 2, and a message that names setting, value and fix.
 * They start within this process, and what `ix` says of it is caught; that a process ends so is seen in start.test.ts and keys.test.ts.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startIx } from '../../src/app/main.ts';
import { report } from '../../src/cli/failure.ts';
import { loadConfig } from '../../src/config.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-wrong-'));
  await writeFile(join(folder, 'file'), '');
  await mkdir(join(folder, 'yaml'));
  await writeFile(join(folder, 'yaml', 'po.yaml'), 'name: po\n');
  await mkdir(join(folder, 'broken'));
  await writeFile(join(folder, 'broken', 'po.json'), '{"name": "po", "fields": [{"name": "a b", "type": "string"}]}');
  database = await createEmptyDatabase();
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.drop();
});

async function ended(settings: Record<string, string>): Promise<{ code: unknown; stderr: string }> {
  const start = async () =>
    startIx({ config: loadConfig({ IX_PORT: '0', ...settings }), roles: { api: true, worker: true }, log: pino({ level: 'silent' }) });
  const error: unknown = await start().then(
    (ix) => ix.stop(),
    (thrown: unknown) => thrown,
  );
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = report(error);
  const said = stderr.mock.calls.map(([text]) => String(text)).join('');
  stderr.mockRestore();
  return { code, stderr: said };
}

const NOWHERE = { IX_DATABASE_URL: 'postgres://ix@127.0.0.1:1/ix' };

const WRONG: readonly [what: string, settings: (folder: string) => Record<string, string>, words: RegExp][] = [
  [
    'a data folder below a file',
    (f) => ({ IX_DATA_DIR: join(f, 'file', 'x') }),
    /^ix: IX_DATA_DIR=\S+file\/x cannot be used: ENOTDIR.*Expected a folder/,
  ],
  ['a file for a data folder', (f) => ({ IX_DATA_DIR: join(f, 'file') }), /^ix: IX_DATA_DIR=\S+file cannot be used: .*Expected a folder/],
  [
    'a data folder where none can be made',
    () => ({ IX_DATA_DIR: '/proc/ix/data' }),
    /^ix: IX_DATA_DIR=\/proc\/ix\/data cannot be used: .*Expected a folder/,
  ],
  ['a read-only place', () => ({ IX_DATA_DIR: '/sys/ix' }), /^ix: IX_DATA_DIR=\/sys\/ix cannot be used: .*Expected a folder/],
  [
    'a / in a password',
    () => ({ IX_DATABASE_URL: 'postgres://ix:hun/ter@127.0.0.1/ix' }),
    /^ix: IX_DATABASE_URL cannot be read\. Expected .*%2F for \//,
  ],
  [
    'a folder of use cases that is not there',
    (f) => ({ ...NOWHERE, IX_USE_CASES_DIR: join(f, 'no') }),
    /^ix: IX_USE_CASES_DIR="\S+no": .*ENOENT/,
  ],
  [
    'YAML among them',
    (f) => ({ ...NOWHERE, IX_USE_CASES_DIR: join(f, 'yaml') }),
    /^ix: IX_USE_CASES_DIR="\S+yaml": .*po\.yaml: YAML is not read; expected JSON/,
  ],
  [
    'a wrong use case',
    (f) => ({ ...NOWHERE, IX_USE_CASES_DIR: join(f, 'broken') }),
    /^ix: IX_USE_CASES_DIR="\S+broken": .*po\.json: .*"a b".*identifier/,
  ],
  [
    'file roots that are not there',
    () => ({ ...NOWHERE, IX_FILE_ROOTS: '/tmp,/no/where' }),
    /^ix: IX_FILE_ROOTS="\/tmp,\/no\/where": \/no\/where is no folder/,
  ],
  [
    'a host that is not this machine',
    () => ({ ...NOWHERE, IX_HOST: 'no-host.invalid' }),
    /^ix: IX_HOST=no-host\.invalid: expected a host name or address/,
  ],
];
test.each(WRONG)('%s', async (_, settings, words) => {
  const { code, stderr } = await ended(settings(folder));
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/^ +at |hun|ter@/m);
  expect(code).toBe(2);
});

test('a database that is not there, and a role that may make nothing in it', async () => {
  const url = new URL(database.url);
  const other = (change: (url: URL) => void): string => {
    const copy = new URL(url);
    change(copy);
    return copy.href;
  };
  const missing = await ended({ IX_DATABASE_URL: other((copy) => Object.assign(copy, { pathname: '/no_such_database' })) });
  expect(missing).toEqual({
    code: 2,
    stderr: expect.stringMatching(/^ix: Cannot reach PostgreSQL .*IX_DATABASE_URL.*there is no such database/),
  });

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE ROLE ix_powerless`);
  const powerless = await ended({ IX_DATABASE_URL: other((copy) => Object.assign(copy, { search: '?options=-c%20role%3Dix_powerless' })) });
  await client.query('DROP ROLE ix_powerless');
  await client.end();
  expect(powerless.stderr).toMatch(
    /^ix: IX_DATABASE_URL: the user may not make the tables of ix \(.*permission denied.*\)\. .*GRANT CREATE ON DATABASE \S+ TO ix_powerless/,
  );
  expect(powerless.code).toBe(2);
});
