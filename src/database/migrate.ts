/** Brings the schema up to date, by one process at a time however many start at once. */
import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { MIGRATIONS } from './connect.ts';
import { DatabaseError } from './error.ts';

/** Any constant of ours: the advisory lock that says "this database is being migrated by ix". */
const LOCK = 'ix.migrate';
const LOCK_POLL_MS = 100;

/**
 * Runs what is missing; one failure undoes all of it (one transaction).
 * @returns the names that ran, in order; empty when the schema was up to date.
 * @throws DatabaseError when the database was migrated by a newer ix than this one.
 */
export async function migrate(orm: MikroORM): Promise<string[]> {
  const pool = await orm.em.getConnection().getNativeClient();
  const session = await pool.connect();
  try {
    // Asked for again and again, not waited for in SQL: a waiting statement holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for that.
    while (!(await tryLock(session))) await delay(LOCK_POLL_MS);
    const done = await orm.migrator.getExecuted();
    const known = new Set((await readdir(MIGRATIONS)).map((file) => parse(file).name));
    const foreign = done.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    if (foreign.length > 0) {
      throw new DatabaseError(`The database was migrated by a newer ix (${foreign.join(', ')}). Start that version, or a newer one.`);
    }
    const ran = await orm.migrator.up();
    return ran.map(({ name }) => name);
  } finally {
    // Ends the session, and with it the lock, also when a statement is still under way.
    session.release(true);
  }
}

async function tryLock(session: { query(sql: string, values: string[]): Promise<{ rows: { locked: boolean }[] }> }): Promise<boolean> {
  const { rows } = await session.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [LOCK]);
  return rows[0]?.locked === true;
}
