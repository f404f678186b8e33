/** Keys over the life of a database: made beside an embedded one, rotated, forgotten, brought back. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyring } from '../../src/app/keyring.ts';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { callbackSecret } from '../../src/callbacks/secrets.ts';
import { loadConfig } from '../../src/config.ts';
import { JobSchema } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { connect } from '../../src/database/connect.ts';
import { createClientSecret, listClientSecrets } from '../../src/jobs/client-secrets.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { answerWith, startReceiver } from '../callbacks/receiver.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let orm: MikroORM;
let dataDir: string;
let warnings: string[];
beforeEach(async () => {
  database = await createDatabase();
  ({ orm } = await connect({ url: database.url, pool: 4, applicationName: 'ix test', entities: ENTITIES }));
  dataDir = await mkdtemp(join(tmpdir(), 'ix-key-'));
  warnings = [];
});
afterEach(async () => {
  await orm.close(true);
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
const open = (keys: string, folder: string | null) =>
  openKeyring({ config: loadConfig({ IX_SECRET_KEY: keys }), orm, dataDir: folder, log });

/** What is kept for long, in the order of its making. */
async function kept(): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ value: string }[]>('SELECT value FROM ix_settings UNION ALL SELECT secret FROM ix_callback_secrets');
  return rows.map(({ value }) => value.replace(/^(sealed:\w+:|whs..?_).*$/, '$1'));
}

test('an embedded database gets a key of its own, in a file that only its owner reads; without that file ix does not start', async () => {
  const file = join(dataDir, 'secret-key');
  const first = await open('', dataDir);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const secret = await callbackSecret(orm.em.fork(), first, null);
  expect(await callbackSecret(orm.em.fork(), await open('', dataDir), null)).toBe(secret);
  await rename(file, `${file}.away`);
  await expect(open('', dataDir)).rejects.toThrow(/^IX_SECRET_KEY: .*secret-key: is it another file now\?$/);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
  await rename(`${file}.away`, file);
  // A key that is configured later seals from then on; what the file's has sealed opens.
  const configured = await open(newKey('mine'), dataDir);
  expect(await callbackSecret(orm.em.fork(), configured, null)).toBe(secret);
  expect(new Set(await kept())).toEqual(new Set(['sealed:mine:']));
  expect(warnings).toEqual([]);
});

test('a database of one’s own without a key: said at the start; with one later all is sealed, and with none again ix does not start', async () => {
  const deps = async (keys: string) => ({ orm, keyring: await open(keys, null) });
  const clear = await deps('');
  expect(warnings.join()).toContain('IX_SECRET_KEY is not set: header values of files');
  const secret = await callbackSecret(orm.em.fork(), clear.keyring, null);
  await createClientSecret(clear, EVERYTHING, 'c', { kind: 'hmac', overlap_seconds: 60 });
  await createClientSecret(clear, EVERYTHING, 'c', { kind: 'ed25519', overlap_seconds: 60 });
  const listed = await listClientSecrets(clear, EVERYTHING, 'c');
  expect((await kept()).sort()).toEqual(['', 'whsec_', 'whsec_', 'whsk_']);
  const [old, next] = [newKey('old'), newKey('next')];
  for (const [keys, id] of [
    [old, 'old'],
    [`${next},${old}`, 'next'],
    [next, 'next'],
  ] as const) {
    const sealed = await deps(keys);
    expect([...new Set(await kept())].sort()).toEqual(['', `sealed:${id}:`]);
    expect(await callbackSecret(orm.em.fork(), sealed.keyring, null)).toBe(secret);
    expect(await listClientSecrets(sealed, EVERYTHING, 'c')).toEqual(listed);
  }
  for (const wrong of ['', old, newKey('next')]) {
    const before = await kept();
    await expect(open(wrong, null)).rejects.toThrow(/^IX_SECRET_KEY: .*"next"/);
    expect(await kept()).toEqual(before);
  }
});

test('a job whose key was taken away too early ends by itself, loses nothing, and is made again with the key', async () => {
  const files = await startReceiver((response, _, { headers }) =>
    answerWith(headers.authorization === 'T0KEN' ? 200 : 403, {}, 'Total 12.00 EUR')(response),
  );
  const [old, next] = [newKey('old'), newKey('next')];
  const started: RunningIx[] = [];
  const start = async (keys: string, worker: boolean) => {
    const settings = { IX_DATABASE_URL: database.url, IX_PORT: '0', IX_DB_POOL: '4', IX_EGRESS_ALLOW: '127.0.0.1/32' };
    const config = loadConfig({ ...settings, IX_SECRET_KEY: keys, IX_STOP_GRACE_SECONDS: '0' });
    const ix = await startIx({ config, roles: { api: true, worker }, log: pino({ level: 'silent' }) });
    started.push(ix);
    return ix;
  };
  const ask = async (ix: RunningIx, path: string, body?: object) => {
    const headers = { 'Content-Type': 'application/json', Prefer: 'wait=30' };
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return JobSchema.parse(await (await fetch(`${ix.address}${path}`, { ...init, headers })).json());
  };
  try {
    const api = await start(old, false);
    const file = { url: files.url, headers: { Authorization: 'T0KEN' } };
    const submitted = await fetch(`${api.address}/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ use_case: 'receipt', context: { files: [file] } }),
    });
    const { job_id } = JobSchema.parse(await submitted.json());
    await api.stop();
    // Rotated, and then without the old one, though a job of its time still waits.
    await (await start(`${next},${old}`, false)).stop();
    const early = await start(next, true);
    const failed = await ask(early, `/jobs/${job_id}`);
    expect(failed.response).toMatchObject({ code: 'IX_002_000', error: expect.stringContaining('IX_SECRET_KEY: the key "old"') });
    const plain = await ask(early, '/jobs', { use_case: 'receipt', context: { texts: ['Total 1.00 EUR'] } });
    expect(plain.status).toBe('done');
    await early.stop();
    const both = await start(`${next},${old}`, true);
    const copy = await ask(both, `/jobs/${job_id}/resubmit`, {});
    expect((await ask(both, `/jobs/${copy.job_id}`)).status).toBe('done');
  } finally {
    await Promise.all(started.map((ix) => ix.stop()));
    await files.close();
  }
});
