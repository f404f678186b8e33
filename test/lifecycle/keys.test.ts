/** Keys as a person comes by them: `ix keys`, the first one and those after it; where ix may listen before and after. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { freePort, run } from '../cli/command.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { Ix } from './ix.ts';

let database: TestDatabase;
let folder: string;
let env: Record<string, string>;
const started: Ix[] = [];

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ix-keys-'));
  env = { IX_DATABASE_URL: database.url, IX_PORT: String(await freePort()), IX_DB_POOL: '4', IX_LOG_LEVEL: 'silent' };
});
afterEach(async () => {
  for (const ix of started.splice(0)) await ix.clear();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

function start(settings: Record<string, string>): Ix {
  const ix = new Ix(['api'], { ...env, ...settings });
  started.push(ix);
  return ix;
}

test('from no key at all to an ix on the network', async () => {
  const refused = start({ IX_HOST: '0.0.0.0' });
  expect(await refused.ended()).toBe(2);
  expect(refused.stderr).toBe(
    'ix: IX_HOST=0.0.0.0: ix has no keys, so it serves this machine only. Make one first: ix keys create --role admin (or set IX_ADMIN_KEY, or listen on 127.0.0.1)\n',
  );

  // Where no ix runs, one is started for the occasion, whatever IX_HOST says.
  const made = await run(['keys', 'create', '--role', 'admin', '--name', 'first'], { env: { ...env, IX_HOST: '0.0.0.0' } });
  expect({ ...made, stdout: '' }).toMatchObject({ code: 0, stderr: expect.stringContaining('starting one for this command') });
  const admin = made.stdout.trim();
  expect(admin).toMatch(/^ix_[a-z0-9]{12}_[\w-]{49}$/);

  const address = await start({ IX_HOST: '0.0.0.0' }).address();
  const at = `http://127.0.0.1:${new URL(address).port}`;
  expect((await fetch(`${at}/v1/jobs`)).status).toBe(401);
  expect((await fetch(`${at}/v1/jobs`, { headers: { Authorization: `Bearer ${admin}` } })).status).toBe(200);

  const keyless = await run(['keys', 'list'], { env });
  expect({ code: keyless.code, stderr: keyless.stderr }).toEqual({
    code: 2,
    stderr: 'ix: expected a key: Authorization: Bearer ix_…\n(IX_KEY holds the key that commands send, or a file: --key-file)\n',
  });
  const file = join(folder, 'admin');
  await writeFile(file, `${admin}\n`, { mode: 0o600 });
  const client = await run(['keys', 'create', '--client', 'acme', '--days', '30', '--key-file', file], { env });
  expect(client.code).toBe(0);
  const listed = await run(['keys', 'list'], { env: { ...env, IX_KEY: admin } });
  expect(listed.stdout).toMatch(/client +acme +- +\S+ +never +until /);
  expect(listed.stdout).toMatch(/admin +- +first +/);

  const id = client.stdout.split('_')[1] ?? '';
  const asClient = { env: { ...env, IX_KEY: client.stdout.trim() } };
  const listing = () => fetch(`${at}/v1/jobs`, { headers: { Authorization: `Bearer ${client.stdout.trim()}` } });
  expect((await listing()).status).toBe(200);
  expect(await run(['keys', 'list'], asClient)).toMatchObject({
    code: 2,
    stderr: `ix: key ${id} (client) may not look after keys, the audit and whole clients\n`,
  });
  const next = await run(['keys', 'rotate', id, '--overlap', '1'], { env: { ...env, IX_KEY: admin } });
  expect(next.stdout).toMatch(/^ix_/);
  const revoked = await run(['keys', 'revoke', id], { env: { ...env, IX_KEY: admin } });
  expect(revoked.stdout).toContain('revoked');
  expect(await (await listing()).json()).toMatchObject({ status: 401, detail: expect.stringContaining('the key was revoked') });
}, 60_000);

test('IX_ADMIN_KEY alone lets ix listen anywhere', async () => {
  const admin = 'admin-key-of-a-test-0123456789-abcdef';
  const config = loadConfig({ ...env, IX_HOST: '0.0.0.0', IX_PORT: '0', IX_ADMIN_KEY: admin });
  const ix = await startIx({ config, roles: { api: true, worker: false }, log: pino({ level: 'silent' }) });
  const at = `http://127.0.0.1:${new URL(ix.address ?? '').port}`;
  expect((await fetch(`${at}/v1/jobs`)).status).toBe(401);
  expect((await fetch(`${at}/v1/keys`, { headers: { Authorization: `Bearer ${admin}` } })).status).toBe(200);
  expect((await fetch(`${at}/livez`)).status).toBe(200);
  await ix.stop();
});

test('a short IX_ADMIN_KEY is refused and not shown', () => {
  expect(() => loadConfig({ ...env, IX_ADMIN_KEY: 'hunter2' })).toThrow('IX_ADMIN_KEY=***: expected text of 32–1024 characters');
});
