/** One callback that cannot be read, signed or recorded, beside others that can. */
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { secretsOf, serverSecret } from '../../src/callbacks/secrets.ts';
import { insertSecret } from '../../src/store/secrets.ts';
import { KEYRING } from '../support/keyring.ts';
import { SECRET } from './delivery-options.ts';
import { answerWith, type Receiver } from './receiver.ts';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const receive = (): Promise<Receiver> => stage.receive(answerWith(200));
const run = (statement: ReturnType<typeof sql>) => statement.execute(stage.em.getKysely());

it('a job that cannot be read fails its callback, and holds up no other', async () => {
  const receiver = await receive();
  const [bad, ...good] = await stage.finishedJobs(receiver.url, 4);
  if (bad === undefined) throw new Error('no job');
  await run(sql`UPDATE ix_jobs SET request = '{}' WHERE job_id = ${bad}`);
  await stage.deliver(6, { onError: () => {} });
  for (const jobId of good) expect(await stage.job(jobId)).toMatchObject({ callback_status: 'delivered' });
  expect((await stage.log(bad)).map(({ error }) => error)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^not sent: /)));
  expect(await stage.callback(bad)).toMatchObject({ status: 'failed' });
});

it('a secret that cannot be read fails the callbacks of its client, and no other’s', async () => {
  const receiver = await receive();
  const [bad] = await stage.finishedJobs(receiver.url, 1, null, 'broken');
  const [good] = await stage.finishedJobs(receiver.url, 1, null, 'whole');
  if (bad === undefined || good === undefined) throw new Error('no job');
  await insertSecret(stage.em, KEYRING, { secretId: v7(), clientId: 'broken', kind: 'ed25519', secret: 'whsk_?', lifeSeconds: null });
  const server = serverSecret(() => stage.em, KEYRING, SECRET);
  await stage.deliver(4, { secretsOf: (clientIds) => secretsOf(stage.em, KEYRING, clientIds, server), onError: () => {} });
  expect(await stage.job(good)).toMatchObject({ callback_status: 'delivered' });
  expect((await stage.log(bad))[0]?.error).toMatch(/^not sent: secret [0-9a-f-]{36}: expected whsk_/);
  expect(await stage.job(bad)).toMatchObject({ callback_status: 'failed' });
});

it('an outcome that the database refuses to record ends its callback, and no other', async () => {
  const receiver = await receive();
  const [bad, good] = await stage.finishedJobs(receiver.url, 2);
  if (bad === undefined || good === undefined) throw new Error('no job');
  const { callback_id } = await stage.callback(bad);
  await run(sql`
    CREATE FUNCTION refuse_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = 'program_limit_exceeded'; END $$`);
  await run(sql`
    CREATE TRIGGER refuse_attempt BEFORE INSERT ON ix_callback_attempts FOR EACH ROW
    WHEN (NEW.callback_id = ${sql.lit(callback_id)} AND NEW.status_code IS NOT NULL) EXECUTE FUNCTION refuse_attempt()`);
  try {
    await stage.deliver(2, { onError: () => {} });
  } finally {
    await run(sql`DROP TRIGGER refuse_attempt ON ix_callback_attempts`);
    await run(sql`DROP FUNCTION refuse_attempt`);
  }
  expect(await stage.job(good)).toMatchObject({ callback_status: 'delivered' });
  expect(await stage.job(bad)).toMatchObject({ callback_status: 'failed' });
  expect((await stage.log(bad)).map(({ error }) => error)).toEqual([expect.stringContaining('could not be recorded')]);
  expect((await stage.tickets()).map(({ queue, callbackId }) => [queue, callbackId])).toContainEqual(['ix.callback.dead', callback_id]);
});
