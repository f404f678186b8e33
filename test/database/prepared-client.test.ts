/** Statements are kept by name on a connection, and planned for good in acts; behind a pooler neither names nor plans stay. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

/** What stands before the statement fails, as when somebody cancels it. */
const breakPrepared = (em: Awaited<ReturnType<typeof open>>, name: string) => sql`DEALLOCATE ${sql.ref(name)}`.execute(em.getKysely());

test('what stands behind a BEGIN that failed is not done', async () => {
  const em = await open(true);
  await sql`CREATE TABLE kept (n int)`.execute(em.getKysely());
  await breakPrepared(em, 'ix_begin');
  const failing = em.transactional((inside) => sql`INSERT INTO kept VALUES (${1})`.execute(inside.getKysely()));
  await expect(failing).rejects.toThrow(/"ix_begin" does not exist/);
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

describe('an act of one statement', () => {
  const insert = (em: Awaited<ReturnType<typeof open>>, n: number, divisor: number) =>
    sql<{ n: number; mode: string }>`
      WITH given AS (SELECT ${n}::int / ${divisor}::int AS n)
      INSERT INTO kept SELECT n FROM given RETURNING n, current_setting('plan_cache_mode') AS mode`.execute(em.getKysely());

  test('is planned as in a transaction, and commits by itself', async () => {
    const em = await open(true);
    await sql`CREATE TABLE kept (n int)`.execute(em.getKysely());
    for (const n of [1, 2, 3]) expect(await insert(em, n, 1)).toEqual({ numAffectedRows: 1n, rows: [{ n, mode: 'force_generic_plan' }] });
    const { orm: other } = await connect({ url: database.url, pool: 1, applicationName: 'ix test' });
    const seen = await sql`SELECT n FROM kept`.execute(other.em.fork().getKysely());
    await other.close(true);
    expect(seen.rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect((await sql`SELECT current_setting('plan_cache_mode') AS mode`.execute(em.getKysely())).rows).toEqual([{ mode: 'auto' }]);
  });

  test('leaves nothing when it fails, nor when what stands before it does', async () => {
    const em = await open(true);
    await sql`CREATE TABLE kept (n int)`.execute(em.getKysely());
    for (const _ of [1, 2, 3]) await expect(insert(em, 1, 0)).rejects.toThrow(/division by zero/);
    await breakPrepared(em, 'ix_act_plans');
    await expect(insert(em, 1, 1)).rejects.toThrow(/"ix_act_plans" does not exist/);
    expect((await sql`SELECT FROM kept`.execute(em.getKysely())).rows).toEqual([]);
  });

  test('is one behind a pooler, too', async () => {
    const em = await open(false);
    await sql`CREATE TABLE kept (n int)`.execute(em.getKysely());
    expect((await insert(em, 1, 1)).rows).toEqual([{ n: 1, mode: 'auto' }]);
    await expect(insert(em, 1, 0)).rejects.toThrow(/division by zero/);
    expect((await sql`SELECT n FROM kept`.execute(em.getKysely())).rows).toEqual([{ n: 1 }]);
  });
});

test('without names nothing is kept', async () => {
  const em = await open(false);
  for (const n of [1, 2, 3]) await sql`SELECT ${n}::int AS answer`.execute(em.getKysely());
  expect((await kept.execute(em.getKysely())).rows).toEqual([]);
});
