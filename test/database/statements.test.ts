/** Statements are kept by name on a connection, unless a pooler is in between; those of a transaction are planned for a table that grows. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let orm: MikroORM | undefined;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  await orm?.close(true);
  await database.drop();
});

/** One connection, so that every statement meets the same session. */
async function open(prepare: boolean) {
  ({ orm } = await connect({ url: database.url, pool: 1, applicationName: 'ix test', prepare }));
  return orm.em.fork();
}

const kept = sql<{ statement: string; generic: number; custom: number }>`
  SELECT statement, generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE statement LIKE '%answer%'`;

test('a statement is kept by name from its second use on, for as many as come', async () => {
  const em = await open(true);
  const ask = async (n: number) => (await sql<{ answer: number }>`SELECT ${n}::int AS answer`.execute(em.getKysely())).rows;
  expect(await ask(1)).toEqual([{ answer: 1 }]);
  expect((await kept.execute(em.getKysely())).rows).toEqual([]);
  expect(await ask(2)).toEqual([{ answer: 2 }]);
  expect(await ask(3)).toEqual([{ answer: 3 }]);
  expect((await kept.execute(em.getKysely())).rows).toMatchObject([{ generic: 0, custom: 2 }]);

  for (let i = 0; i < 300; i++) for (const n of [1, 2]) await sql`SELECT ${n}::int AS answer, ${sql.lit(i)}`.execute(em.getKysely());
  const { length } = (await kept.execute(em.getKysely())).rows;
  expect(length).toBeGreaterThan(100);
  expect(length).toBeLessThanOrEqual(200);
});

test('within a transaction the plan does not depend on the parameters, and after it the session is as it was', async () => {
  const em = await open(true);
  const mode = async (inside: typeof em) =>
    (await sql<{ mode: string }>`SELECT current_setting('plan_cache_mode') AS mode`.execute(inside.getKysely())).rows[0]?.mode;
  await em.transactional(async (inside) => {
    for (const n of [1, 2, 3]) await sql`SELECT ${n}::int AS answer`.execute(inside.getKysely());
    expect(await mode(inside)).toBe('force_generic_plan');
  });
  expect((await kept.execute(em.getKysely())).rows).toMatchObject([{ generic: 2, custom: 0 }]);
  expect(await mode(em)).toBe('auto');
});

test('a transaction that fails is rolled back as ever', async () => {
  const em = await open(true);
  await sql`CREATE TABLE kept (n int)`.execute(em.getKysely());
  const failing = em.transactional(async (inside) => {
    await sql`INSERT INTO kept VALUES (${1})`.execute(inside.getKysely());
    await sql`SELECT ${1}::int / 0`.execute(inside.getKysely());
  });
  await expect(failing).rejects.toThrow(/division by zero/);
  expect((await sql`SELECT FROM kept`.execute(em.getKysely())).rows).toEqual([]);
});

test('a transaction may begin with a statement without parameters', async () => {
  const em = await open(true);
  const inside = await em.transactional(async (inside) => {
    await sql`CREATE TABLE kept (n int)`.execute(inside.getKysely());
    return (await sql`SELECT current_setting('plan_cache_mode') AS mode`.execute(inside.getKysely())).rows;
  });
  expect(inside).toEqual([{ mode: 'force_generic_plan' }]);
  await em.transactional(async () => {});
  expect((await sql`SELECT FROM kept`.execute(em.getKysely())).rows).toEqual([]);
});

test('a plan that a transaction made while a table was empty does not read all of it once it is full', async () => {
  const em = await open(true);
  await sql`CREATE TABLE kept (n int PRIMARY KEY)`.execute(em.getKysely());
  await sql`ANALYZE kept`.execute(em.getKysely());
  const read = () =>
    em.transactional(async (inside) => {
      await sql`SELECT FROM kept WHERE n = ${1}`.execute(inside.getKysely());
      const { rows } = await sql<{ n: number }>`SELECT pg_stat_get_xact_tuples_returned('kept'::regclass)::int AS n`.execute(
        inside.getKysely(),
      );
      return rows[0]?.n;
    });
  for (const _ of [1, 2, 3]) await read();
  await sql`INSERT INTO kept SELECT generate_series(2, 1000)`.execute(em.getKysely());
  expect(await read()).toBe(0);
});

test('behind a pooler transactions are planned alike', async () => {
  const em = await open(false);
  const inside = await em.transactional(
    async (inside) => (await sql`SELECT current_setting('enable_seqscan') AS seqscan`.execute(inside.getKysely())).rows,
  );
  expect(inside).toEqual([{ seqscan: 'off' }]);
});

test('without names nothing is kept', async () => {
  const em = await open(false);
  for (const n of [1, 2, 3]) await sql`SELECT ${n}::int AS answer`.execute(em.getKysely());
  expect((await kept.execute(em.getKysely())).rows).toEqual([]);
});
