/** No wait of the pool is endless, and no connection of it is lost, however a statement or its transaction ends. */
import { IsolationLevel, type MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { type Deadlines, withDeadline } from '../../src/database/deadline.ts';
import type { Pool } from '../../src/database/pool.ts';
import { isPassing } from '../../src/store/database-fault.ts';
import { Network } from '../queue/network.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';

const PLACES = 2;
const DEADLINES: Deadlines = { connect: 2, statement: 1, silence: 0.5 };

let database: TestDatabase;
let network: Network;
let orm: MikroORM;
let pool: Pool;
let other: pg.Client;
beforeEach(async () => {
  database = await createEmptyDatabase();
  network = await Network.to(database.url);
  ({ orm, pool } = await connect({ url: network.url, pool: PLACES, applicationName: 'guarded', deadlines: DEADLINES }));
  other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query('CREATE TABLE held (n int)');
});
afterEach(async () => {
  await other.end();
  await orm.close(true);
  await network.cut();
  await database.drop();
});

const select = async () => (await sql<{ n: number }>`SELECT ${1}::int AS n`.execute(orm.em.fork().getKysely())).rows;
const sleep = (seconds: number) => sql`SELECT pg_sleep(${seconds})`.execute(orm.em.fork().getKysely());
const insert = (isolationLevel?: IsolationLevel) =>
  orm.em.fork().transactional(async (em) => await sql`INSERT INTO held VALUES (${1})`.execute(em.getKysely()), {
    ...(isolationLevel !== undefined && { isolationLevel }),
  });
const failing = () => orm.em.fork().transactional(async (em) => await sql`SELECT ${1}::int / 0`.execute(em.getKysely()));

/** All places of the pool at once. */
async function expectAllPlaces(): Promise<void> {
  const taken = await Promise.all(Array.from({ length: PLACES }, () => pool.connect()));
  for (const connection of taken) connection.release();
  expect(await select()).toEqual([{ n: 1 }]);
}

describe('a transaction gives its connection back', () => {
  test('that the server ends while it waits for a lock', async () => {
    await other.query('BEGIN; LOCK TABLE held');
    for (let i = 0; i <= PLACES; i++) {
      const waiting = expect(insert()).rejects.toThrow(/terminating connection/);
      let ended = 0;
      while (ended === 0) {
        const { rowCount } = await other.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'guarded' AND wait_event_type = 'Lock'`,
        );
        ended = rowCount ?? 0;
        await other.query('SELECT pg_stat_clear_snapshot()');
      }
      await waiting;
    }
    await other.query('ROLLBACK');
    await expectAllPlaces();
  });

  test.each([
    ['begin isolation level', () => insert(IsolationLevel.REPEATABLE_READ)],
    ['begin', () => insert()],
    ['commit', () => insert()],
    ['rollback', () => failing()],
  ])('whose %s is cut off', async (statement, act) => {
    for (let i = 0; i <= PLACES; i++) {
      network.cutAt(statement);
      await expect(act()).rejects.toThrow(statement === 'rollback' ? /division by zero/ : /Connection terminated|ECONNRESET/);
    }
    await expectAllPlaces();
  });

  test('whose COMMIT the server refuses, and that is none the worse for it', async () => {
    await other.query('CREATE TABLE checked (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)');
    const twice = () => orm.em.fork().transactional(async (em) => await sql`INSERT INTO checked VALUES (1), (1)`.execute(em.getKysely()));
    for (let i = 0; i <= PLACES; i++) await expect(twice()).rejects.toMatchObject({ code: '23505' });
    await expectAllPlaces();
  });

  test('that nobody ended', async () => {
    const connection = await pool.connect();
    await connection.query('BEGIN', []);
    await connection.query('INSERT INTO held VALUES ($1)', [1]);
    connection.release();
    expect(await select()).toEqual([{ n: 1 }]);
    expect((await other.query('SELECT FROM held')).rowCount).toBe(0);
  });
});

test('what is released twice is not taken from its next holder', async () => {
  const first = await pool.connect();
  first.release();
  const second = await pool.connect();
  first.release(true);
  await expect(first.query('SELECT 1', [])).rejects.toMatchObject({ code: 'ECONNABORTED' });
  await second.query('SELECT 1', []);
  second.release();
  await expectAllPlaces();
});

describe('a statement has a deadline', () => {
  const cancelled = { code: '57014' };
  const silent = { code: 'ETIMEDOUT', message: expect.stringMatching(/^the database did not answer within [\d.]+ s$/) };

  test('of the server’s, after which its connection is used again', async () => {
    const connection = await pool.connect();
    await expect(connection.query('SELECT pg_sleep(30)', [])).rejects.toMatchObject(cancelled);
    await connection.query('SELECT 1', []);
    connection.release();
    await expectAllPlaces();
  });

  test('of its own where the server is silent: then its socket is closed', async () => {
    await expectAllPlaces();
    network.silence();
    expect(network.silent).toBe(PLACES);
    for (const answer of await Promise.allSettled([select(), insert()])) expect(answer).toMatchObject({ reason: silent });
    await network.untilSilent(0);
    expect(await select()).toEqual([{ n: 1 }]);
  });

  test('and so has a connection that is opened, or waited for', async () => {
    const held = await Promise.all(Array.from({ length: PLACES }, () => pool.connect()));
    await expect(withDeadline(0.1, select)).rejects.toMatchObject(silent);
    for (const connection of held) connection.release(true);
    network.silence(true);
    await expect(select()).rejects.toSatisfy(isPassing);
    network.speak();
    await expectAllPlaces();
  });

  test('that is shorter where it is asked for', async () => {
    await expect(withDeadline(0.1, () => sleep(0.8))).rejects.toMatchObject(silent);
    await expectAllPlaces();
  });

  test('that is longer where it is asked for, on the server, too, and for no other statement', async () => {
    const timeout = async (em = orm.em.fork()) =>
      (await sql<{ of: string }>`SELECT current_setting('statement_timeout') AS of, pg_sleep(${0.01})`.execute(em.getKysely())).rows[0]?.of;
    await withDeadline(4, () => sleep(1.6));
    expect([await withDeadline(4, timeout), await timeout()]).toEqual(['3500ms', '1s']);
    await orm.em.fork().transactional(async (em) => {
      expect([await timeout(em), await withDeadline(4, () => timeout(em)), await timeout(em)]).toEqual(['1s', '3500ms', '1s']);
    });
    await expect(withDeadline(2, () => sleep(30))).rejects.toMatchObject(cancelled);
    expect(await timeout()).toBe('1s');
  });

  test('that is a second longer for each megabyte it carries, in texts, lists and binaries', async () => {
    const text = 'x'.repeat(1_000_000);
    const { rows } = await sql<{ of: string }>`
      SELECT current_setting('statement_timeout') AS of, ${text}::text, ${[text]}::text[], ${Buffer.from(text)}::bytea`.execute(
      orm.em.fork().getKysely(),
    );
    expect(rows[0]?.of).toBe('4s');
  });
});

test('a session on a server that takes no writes is not used again', async () => {
  const name = pg.escapeIdentifier(new URL(database.url).pathname.slice(1));
  await other.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  for (const connection of await Promise.all(Array.from({ length: PLACES }, () => pool.connect()))) connection.release(true);
  await expect(insert()).rejects.toMatchObject({ code: '25006' });
  await other.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await insert();
});

test('a connection that is opened while all of them are closed is given back, and the closing ends', async () => {
  // The only connection there is is in use, so that another is opened.
  const held = await pool.connect();
  const asked = select();
  await expect.poll(() => pool.counts.busy).toBe(PLACES);
  const closed = orm.close(true);
  held.release();
  expect(await asked).toEqual([{ n: 1 }]);
  await closed;
});

test('a pool whose connections are silent ends at once', async () => {
  const { orm: last, pool: own } = await connect({ url: network.url, pool: PLACES, applicationName: 'silent', deadlines: DEADLINES });
  (await own.connect()).release();
  network.silence();
  await last.close(true);
});
