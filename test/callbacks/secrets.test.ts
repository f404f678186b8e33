/** The secret the server makes for itself, and the one that is configured. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callbackSecret, loadSecret } from '../../src/callbacks/secrets.ts';
import { parseSecret } from '../../src/callbacks/sign.ts';
import { connect } from '../../src/database/connect.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { SECRET } from './delivery-options.ts';

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createDatabase();
  ({ orm } = await connect({ url: database.url, pool: 8, applicationName: 'ix-test' }));
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

it('a wrong configured secret is named, and nothing is made in its place', async () => {
  await expect(loadSecret(orm.em.fork(), 'hunter2hunter2')).rejects.toThrow(/^IX_CALLBACK_SECRET: expected whsec_/);
  await expect(loadSecret(orm.em.fork(), 'hunter2hunter2')).rejects.not.toThrow('hunter2');
  expect(await orm.em.getConnection().execute('SELECT * FROM ix_settings')).toEqual([]);
});

it('hosts that start at the same time on one database make one secret, and keep it', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => callbackSecret(orm.em.fork(), null)));
  expect(new Set(made).size).toBe(1);
  expect(parseSecret(String(made[0]), 'made').symmetricKeySize).toBe(32);
  expect(await callbackSecret(orm.em.fork(), null)).toBe(made[0]);
});

it('the configured secret wins over the one in the database', async () => {
  expect(await callbackSecret(orm.em.fork(), SECRET)).toBe(SECRET);
  const secret = await loadSecret(orm.em.fork(), SECRET);
  expect(secret.equals(parseSecret(SECRET, 'SECRET'))).toBe(true);
});
