/** Queues as hosts find them at their start. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { CALLBACK, DELIVER, QUEUE_SCHEMA, QUEUES } from '../../src/queue/queues.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { Stage } from '../support/stage.ts';

it('are brought to their settings where they are others, and stay as they are elsewhere', async () => {
  const stage = await Stage.open();
  const em = stage.em.getKysely();
  const table = sql.table(`${QUEUE_SCHEMA}.queue`);
  await sql`UPDATE ${table} SET retention_seconds = 60 WHERE name = ${DELIVER}`.execute(em);
  const read = () =>
    sql<{ name: string; xmin: string; kept: number }>`
      SELECT name, xmin::text, retention_seconds AS kept FROM ${table} WHERE name IN (${DELIVER}, ${CALLBACK}) ORDER BY name`.execute(em);
  const [callbackBefore] = (await read()).rows;

  await (await stage.another()).close();

  const wanted = QUEUES.find(({ name }) => name === DELIVER)?.retentionSeconds;
  const [callback, deliver] = (await read()).rows;
  expect(deliver).toMatchObject({ name: DELIVER, kept: wanted });
  expect(callback).toEqual(callbackBefore);
  await stage.close();
});

it('have their schema from the migrations: of hosts that all make it some would fail', async () => {
  const { url, drop } = await createEmptyDatabase();
  const connected = await connect({ url, pool: 2, applicationName: 'ix test' });
  const { orm } = connected;
  await migrate(connected);
  const { rows } = await sql`SELECT nspname FROM pg_namespace WHERE nspname = ${QUEUE_SCHEMA}`.execute(orm.em.getKysely());
  await orm.close(true);
  await drop();
  expect(rows).toEqual([{ nspname: QUEUE_SCHEMA }]);
});
