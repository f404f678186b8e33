/** Brings the schema up to date, by one process at a time however many start at once. */
import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { type Connected, connectDirectly, MIGRATIONS } from './connect.ts';
import { withDeadline } from './deadline.ts';
import { codeOf, WrongSetting } from './error.ts';
import type { Connection } from './pool.ts';

/** Any constant of ours: the advisory lock that says "this database is being migrated by ix". */
const LOCK = 'ix.migrate';
const LOCK_POLL_MS = 100;
/** A statement of a migration may rewrite or index a large table. */
const STATEMENT_SECONDS = 86_400;

/**
 * Runs what is missing, each migration in a transaction of its own: one that fails is undone, and those before it stay, for the next start to go on
 * from.
 * @param directUrl where the lock is taken, which needs a session that stays the same; null: one of the pool's is.
 * @returns the names that ran, in order; empty when the schema was up to date.
 * @throws WrongSetting when the database was migrated by a newer ix than this one, or `directUrl` leads elsewhere.
 */
export async function migrate({ orm, pool }: Connected, directUrl: string | null = null): Promise<string[]> {
  const known = await knownMigrations();
  // The usual start: nobody has to wait for a lock, or open a session for it, to see that nothing is missing.
  if (directUrl === null && isSame(await executed(orm), known)) return [];
  const lockPool = directUrl === null ? pool : await connectDirectly(directUrl, 'ix migration lock');
  const session = await lockPool.connect();
  try {
    // Asked for again and again, not waited for in SQL: a waiting statement holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for that.
    while (!(await tryLock(session))) await delay(LOCK_POLL_MS);
    if (directUrl !== null) await refuseOther(orm, session);
    const { missing, beyond } = await schemaState({ orm });
    if (beyond.length > 0) {
      throw new WrongSetting(
        `The database was migrated by a newer ix, and lacks what this one needs (${beyond.join(', ')}). Start that version, or a newer one.`,
      );
    }
    // One that held the locks of all would deadlock with the processes that work on meanwhile.
    const upEach = async () => {
      for (const name of missing) await orm.migrator.up({ migrations: [name] });
    };
    await withDeadline(STATEMENT_SECONDS, upEach).catch((error: unknown) => refuseRights(orm, error));
    return [...missing];
  } finally {
    // Ends the session, and with it the lock, also when a statement is still under way.
    session.release(true);
    if (lockPool !== pool) await lockPool.end();
  }
}

/** The role may not make what a migration makes. Source of the code: PostgreSQL 18 documentation, appendix A. */
const INSUFFICIENT_PRIVILEGE = '42501';

async function refuseRights(orm: MikroORM, error: unknown): Promise<never> {
  const causes = [error, error instanceof Error ? error.cause : null];
  if (!causes.some((cause) => codeOf(cause) === INSUFFICIENT_PRIVILEGE)) throw error;
  const [{ role, database } = { role: 'ix', database: 'ix' }] = await orm.em
    .getConnection()
    .execute<{ role: string; database: string }[]>(`SELECT quote_ident(current_user) AS role, quote_ident(current_database()) AS database`);
  const why = error instanceof Error ? (error.message.split('\n').at(-1) ?? '') : '';
  throw new WrongSetting(
    `IX_DATABASE_URL: the user may not make the tables of ix (${why.replace(/^.* - /, '')}). As an administrator of the server, in that database: ` +
      `GRANT CREATE ON DATABASE ${database} TO ${role}; GRANT CREATE ON SCHEMA public TO ${role}; CREATE EXTENSION IF NOT EXISTS pg_trgm;`,
  );
}

export interface SchemaState {
  /** Migrations of this ix that the database lacks, and those that it has from a newer one. */
  readonly missing: readonly string[];
  readonly foreign: readonly string[];
  /** Those of the latter after which this ix cannot work. */
  readonly beyond: readonly string[];
}

/**
 * A migration adds, so that processes of the version before go on working beside it; or it takes away what no version before needs any more, and is
 * named so: `Migration20270101000000_contract_…`.
 */
const CONTRACT = /^Migration\d+_contract_/;

export async function schemaState({ orm }: Pick<Connected, 'orm'>): Promise<SchemaState> {
  const [known, done] = [await knownMigrations(), await executed(orm)];
  const foreign = [...done].filter((name) => !known.has(name));
  return { missing: [...known].filter((name) => !done.has(name)).sort(), foreign, beyond: foreign.filter((name) => CONTRACT.test(name)) };
}

const knownMigrations = async (): Promise<Set<string>> => new Set((await readdir(MIGRATIONS)).map((file) => parse(file).name));

/** By name; none in a database that was never migrated. */
async function executed(orm: MikroORM): Promise<Set<string>> {
  const connection = orm.em.getConnection();
  const [table] = await connection.execute<{ there: boolean }[]>(`SELECT to_regclass('ix_migrations') IS NOT NULL AS there`);
  if (table?.there !== true) return new Set();
  return new Set((await connection.execute<{ name: string }[]>('SELECT name FROM ix_migrations')).map(({ name }) => name));
}

/** All of this ix, and nothing that is not. */
function isSame(done: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  return done.size === known.size && [...known].every((name) => done.has(name));
}

async function tryLock(session: Connection): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [LOCK]);
  return rows[0]?.locked === true;
}

/** The lock that was taken directly must be seen through the pool, or else it is another database's. */
async function refuseOther(orm: MikroORM, session: Connection): Promise<void> {
  const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid', []);
  const seen = await orm.em
    .getConnection()
    .execute<unknown[]>(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = ? AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [rows[0]?.pid],
    );
  if (seen.length === 0)
    throw new WrongSetting('IX_LISTEN_DATABASE_URL leads to another database than IX_DATABASE_URL. Expected the same one.');
}
