/** The secret the server makes for itself, and the one that is configured. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callbackSecret, secretsOf, serverSecret } from '../../src/callbacks/secrets.ts';
import { parseSecret } from '../../src/callbacks/sign.ts';
import { connect } from '../../src/database/connect.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { insertSecret } from '../../src/store/secrets.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { KEYRING } from '../support/keyring.ts';
import { SECRET } from './delivery-options.ts';

let database: TestDatabase;
let orm: MikroORM;
beforeAll(async () => {
  database = await createDatabase();
  ({ orm } = await connect({ url: database.url, pool: 8, applicationName: 'ix-test', entities: ENTITIES }));
});
afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

it('a wrong configured secret is named, and nothing is made in its place', async () => {
  const wrong = serverSecret(() => orm.em.fork(), KEYRING, 'hunter2hunter2');
  await expect(wrong()).rejects.toThrow(/^IX_CALLBACK_SECRET: expected whsec_/);
  await expect(wrong()).rejects.not.toThrow('hunter2');
  expect(await orm.em.getConnection().execute('SELECT * FROM ix_settings')).toEqual([]);
});

it('hosts that start at the same time on one database make one secret, and keep it', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => callbackSecret(orm.em.fork(), KEYRING, null)));
  expect(new Set(made).size).toBe(1);
  expect(parseSecret(String(made[0]), 'made').symmetricKeySize).toBe(32);
  expect(await callbackSecret(orm.em.fork(), KEYRING, null)).toBe(made[0]);
});

it('the configured secret wins over the one in the database', async () => {
  expect(await callbackSecret(orm.em.fork(), KEYRING, SECRET)).toBe(SECRET);
  const secret = await serverSecret(() => orm.em.fork(), KEYRING, SECRET)();
  expect(secret.equals(parseSecret(SECRET, 'SECRET'))).toBe(true);
});

it('a secret that cannot be read is the trouble of its client alone', async () => {
  await insertSecret(orm.em.fork(), KEYRING, { secretId: v7(), clientId: 'broken', kind: 'hmac', secret: 'whsec_?', lifeSeconds: null });
  const secrets = await secretsOf(
    orm.em.fork(),
    KEYRING,
    ['broken', 'whole'],
    serverSecret(() => orm.em.fork(), KEYRING, SECRET),
  );
  expect(secrets.get('broken')).toMatchObject({ message: expect.stringMatching(/^secret [0-9a-f-]{36}: expected whsec_/) });
  expect(secrets.get('whole')).toHaveLength(1);
});
