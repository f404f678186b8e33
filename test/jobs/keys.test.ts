/** Keys: their text, their life, and who is let in with one, in this process and in others. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type NewKey, NewKeySchema } from '../../src/contracts/key.ts';
import { MAY, OutOfScope, type Role, THIS_MACHINE } from '../../src/contracts/scope.ts';
import { makeKey, parseKey } from '../../src/jobs/api-key.ts';
import { Authenticator } from '../../src/jobs/authenticator.ts';
import { keyActs } from '../../src/jobs/key-acts.ts';
import { createKey, KeysFull, listKeys, revokeKey, rotateKey } from '../../src/jobs/keys.ts';
import { findKey } from '../../src/store/keys.ts';
import { Stage } from '../support/stage.ts';

const newKey = (key: Partial<NewKey> = {}): NewKey => NewKeySchema.parse({ client_id: `client ${randomBytes(4).toString('hex')}`, ...key });

let stage: Stage;
const authenticators: Authenticator[] = [];
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  for (const authenticator of authenticators.splice(0)) await authenticator.stop();
  await sql`TRUNCATE ix_keys`.execute(stage.em.getKysely());
});
afterAll(() => stage.close());

async function authenticatorOf(on: Stage = stage, adminKey: string | null = null): Promise<Authenticator> {
  const authenticator = new Authenticator(on.deps, adminKey);
  authenticators.push(authenticator);
  await authenticator.start();
  return authenticator;
}

/** Resolves once it is so: what another process does is told by a signal. */
async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((settle) => setImmediate(settle));
}

describe('the text of a key', () => {
  test('names its row, and says of itself that it was typed right', () => {
    const { key, keyId, hash } = makeKey();
    expect(key).toMatch(/^ix_[a-z0-9]{12}_[A-Za-z0-9_-]{49}$/);
    expect(parseKey(key)).toEqual({ keyId, hash });
    expect(hash).toHaveLength(32);
  });

  test('whatever single character is another, it is none', () => {
    const { key } = makeKey();
    const others = Array.from(key, (char, i) => `${key.slice(0, i)}${char === 'a' ? 'b' : 'a'}${key.slice(i + 1)}`);
    expect(
      [...others, '', key.slice(1), `${key}a`, key.toUpperCase()].filter((other) => other !== key && parseKey(other) !== null),
    ).toEqual([]);
  });

  test('two are never the same', () => {
    expect(new Set(Array.from({ length: 500 }, () => makeKey().key)).size).toBe(500);
  });
});

test('the key is in the answer that made it, and nowhere in the database', async () => {
  const created = await createKey(stage.deps, THIS_MACHINE, newKey());
  const secret = created.key.split('_').slice(2).join('_');
  const { rows } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(stage.em.getKysely());
  for (const { name } of rows) {
    const dump = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(name)} AS t`.execute(stage.em.getKysely());
    expect(dump.rows.filter(({ row }) => row.includes(secret))).toEqual([]);
  }
  expect(JSON.stringify(await listKeys(stage.deps, THIS_MACHINE))).not.toContain(secret);
});

test.each<[Role, 'all' | string[]]>([
  ['client', ['acme']],
  ['reader', 'all'],
  ['operator', 'all'],
  ['admin', 'all'],
])('%s', async (role, clients) => {
  const authenticator = await authenticatorOf();
  const { key, key_id } = await createKey(stage.deps, THIS_MACHINE, newKey({ role, client_id: 'acme' }));
  expect(await authenticator.identify(key)).toMatchObject({ clients, may: MAY[role], by: `key ${key_id}`, role });
});

test('a client key without a client is refused', () => {
  expect(NewKeySchema.safeParse({ role: 'client' }).error?.issues[0]?.path).toEqual(['client_id']);
});

test('the first key closes ix for good, in every process', async () => {
  const other = await stage.another();
  const [here, there] = [await authenticatorOf(), await authenticatorOf(other)];
  expect([here.closed, there.closed]).toEqual([false, false]);
  const { key_id } = await createKey(stage.deps, THIS_MACHINE, newKey());
  await until(() => here.closed && there.closed);
  await revokeKey(stage.deps, THIS_MACHINE, key_id);
  expect([here.closed, (await authenticatorOf()).closed]).toEqual([true, true]);
  for (const authenticator of authenticators.splice(0)) await authenticator.stop();
  await other.close();
});

test('IX_ADMIN_KEY closes it, and is an admin', async () => {
  const admin = 'a'.repeat(32);
  const authenticator = await authenticatorOf(stage, admin);
  expect(authenticator.closed).toBe(true);
  expect(await authenticator.identify(admin)).toMatchObject({ by: 'IX_ADMIN_KEY', role: 'admin', clients: 'all' });
  expect(await authenticator.identify(`${admin}a`)).toBe('wrong');
});

test('a key that is revoked lets nobody in from then on, in any process that had seen it', async () => {
  const other = await stage.another();
  const [here, there] = [await authenticatorOf(), await authenticatorOf(other)];
  const { key, key_id } = await createKey(stage.deps, THIS_MACHINE, newKey());
  for (const authenticator of [here, there]) expect(await authenticator.identify(key)).toMatchObject({ by: `key ${key_id}` });
  await revokeKey(stage.deps, THIS_MACHINE, key_id);
  expect(await here.identify(key)).toBe('revoked');
  // A lost signal would take five seconds to be made up for.
  const asked = performance.now();
  await until(async () => (await there.identify(key)) === 'revoked');
  expect(performance.now() - asked).toBeLessThan(4000);
  for (const authenticator of authenticators.splice(0)) await authenticator.stop();
  await other.close();
});

test('with the id of another key the secret is wrong', async () => {
  const authenticator = await authenticatorOf();
  const { key_id } = await createKey(stage.deps, THIS_MACHINE, newKey());
  const hashed = await findKey(stage.em, key_id);
  expect(hashed?.hash).toHaveLength(32);
  // As if somebody knew an id, and made up the rest with a right checksum.
  await sql`UPDATE ix_keys SET hash = ${makeKey().hash} WHERE key_id = ${key_id}`.execute(stage.em.getKysely());
  const { key } = await createKey(stage.deps, THIS_MACHINE, newKey());
  const [other] = await listKeys(stage.deps, THIS_MACHINE);
  await sql`UPDATE ix_keys SET hash = ${makeKey().hash} WHERE key_id = ${other?.key_id}`.execute(stage.em.getKysely());
  expect(await authenticator.identify(key)).toBe('wrong');
  expect(await authenticator.identify(makeKey().key)).toBe('wrong');
});

test('a key that has expired', async () => {
  const { key, key_id } = await createKey(stage.deps, THIS_MACHINE, newKey({ expires_in_seconds: 3600 }));
  await sql`UPDATE ix_keys SET expires_at = now() - interval '1 second' WHERE key_id = ${key_id}`.execute(stage.em.getKysely());
  expect(await (await authenticatorOf()).identify(key)).toBe('expired');
  expect(await rotateKey(stage.deps, THIS_MACHINE, key_id, { overlap_seconds: 0 })).toBeNull();
});

test('a client has two live keys at most, however many ask at once; what ended does not count', async () => {
  const asked = await Promise.allSettled(
    Array.from({ length: 5 }, () => createKey(stage.deps, THIS_MACHINE, newKey({ client_id: 'acme' }))),
  );
  const made = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value.key_id] : []));
  expect(made).toHaveLength(2);
  expect(asked.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual(Array(3).fill(expect.any(KeysFull)));
  await createKey(stage.deps, THIS_MACHINE, newKey({ client_id: 'other' }));
  await createKey(stage.deps, THIS_MACHINE, newKey({ client_id: 'acme', role: 'reader' }));
  await expect(rotateKey(stage.deps, THIS_MACHINE, made[0] ?? '', { overlap_seconds: 60 })).rejects.toThrow(KeysFull);
  await revokeKey(stage.deps, THIS_MACHINE, made[0] ?? '');
  await createKey(stage.deps, THIS_MACHINE, newKey({ client_id: 'acme' }));
});

test('rotated: the new one is like it, and the old one works on for the overlap', async () => {
  const authenticator = await authenticatorOf();
  const old = await createKey(stage.deps, THIS_MACHINE, newKey({ client_id: 'acme', name: 'nightly', max_pending: 7 }));
  const next = await rotateKey(stage.deps, THIS_MACHINE, old.key_id, { overlap_seconds: 60 });
  expect(next).toMatchObject({ client_id: 'acme', name: 'nightly', max_pending: 7, role: 'client', expires_at: null });
  for (const key of [old.key, next?.key ?? '']) expect(await authenticator.identify(key)).toMatchObject({ clients: ['acme'] });
  const at = Date.parse((await listKeys(stage.deps, THIS_MACHINE)).find(({ key_id }) => key_id === old.key_id)?.expires_at ?? '');
  expect(at - Date.now()).toBeGreaterThan(50_000);
  expect(at - Date.now()).toBeLessThan(61_000);
  const last = await rotateKey(stage.deps, THIS_MACHINE, next?.key_id ?? '', { overlap_seconds: 0 });
  expect([await authenticator.identify(next?.key ?? ''), await authenticator.identify(last?.key ?? '')]).toEqual([
    'expired',
    expect.any(Object),
  ]);
});

test('when it was last used is written once a minute', async () => {
  const { key, key_id } = await createKey(stage.deps, THIS_MACHINE, newKey());
  const lastUsed = async () => (await findKey(stage.em, key_id))?.last_used_at ?? null;
  expect(await lastUsed()).toBeNull();
  await (await authenticatorOf()).identify(key);
  const first = await lastUsed();
  expect(first).not.toBeNull();
  await (await authenticatorOf()).identify(key);
  expect(await lastUsed()).toBe(first);
  await sql`UPDATE ix_keys SET last_used_at = last_used_at - interval '61 seconds'`.execute(stage.em.getKysely());
  await (await authenticatorOf()).identify(key);
  expect((await lastUsed()) ?? '').not.toBe('');
  expect(Date.parse((await lastUsed()) ?? '')).toBeGreaterThanOrEqual(Date.parse(first ?? ''));
});

test('whoever is confined to a client has nothing to do with keys', async () => {
  const scope = { ...THIS_MACHINE, clients: ['acme'] };
  await expect(listKeys(stage.deps, scope)).rejects.toThrow(OutOfScope);
  await expect(createKey(stage.deps, scope, newKey())).rejects.toThrow(OutOfScope);
});

test('whoever asks after the first key was made is asked for one', async () => {
  const authenticator = await authenticatorOf();
  await keyActs(stage.deps, authenticator).create(THIS_MACHINE, newKey());
  expect(authenticator.closed).toBe(true);
});
