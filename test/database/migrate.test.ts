/** The schema comes up once, whoever asks for it and however many at once. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, MIGRATIONS } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../support/database.ts';

/** Each migration with the beginning of its SHA-256. A new one gets its line here; no line is changed once it is on main. */
const SEALED: Readonly<Record<string, string>> = {
  Migration20261124000000_jobs: 'f3e34d300a09fc22',
  Migration20261124000001_counts: '7d36e4183b817aa0',
  Migration20261124000002_callbacks: '9639bb7f10d0b9db',
  Migration20261130000000_progress: 'e34d470ce0ee84b5',
  Migration20261130000001_secrets: 'be0b3fbcf18a9c4e',
  Migration20261130000010_keys: 'e981ad228627640e',
  Migration20261130000020_reviews: '122dadc4c67c2683',
  Migration20261130000030_person_sessions: 'e7f034d3edbb020f',
  Migration20261201000000_idempotency: 'b5d5e64bbc7d8231',
  Migration20261201000010_times: '1f2774ffd7fc5df2',
  Migration20261201000020_batches: '5c2592bec711e765',
  Migration20261201000030_files: 'bf228ea9f9ac0b01',
  Migration20261201000040_codes: 'd21d15ed8c34ff6e',
  Migration20261201000060_engine: 'd6278540ed0a19bc',
  Migration20261201000060_id_prefixes: '9403ec8987374423',
  Migration20261201000070_pauses: 'b76bbff5d90b53f8',
  Migration20261201000080_filters: '154dee7e3f8f7ff6',
  Migration20261201000090_subscriptions: 'f5581f098cc7b910',
  Migration20261201000100_use_cases: '500ba8fb740b0a5e',
  Migration20261201000110_workers: '780e56bde2e300db',
  Migration20261201000120_final_after: 'f75c6fcfa3f78259',
};

let database: TestDatabase;
beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

test('ten hosts that start at once run each migration once', async () => {
  const hosts = await Promise.all(
    Array.from({ length: 10 }, (_, n) => connect({ url: database.url, pool: 4, applicationName: `host ${n}` })),
  );
  const ran = await Promise.all(hosts.map((host) => migrate(host)));
  await Promise.all(hosts.map(({ orm }) => orm.close()));

  const [first, ...others] = ran.filter((names) => names.length > 0);
  expect(others).toEqual([]);
  expect(first).toContain('Migration20261124000000_jobs');
  expect(new Set(first).size).toBe(first?.length);
});

test('a database to which a newer ix has added is taken; one from which it has taken away is refused, by name', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await migrate(connected);
  await connected.orm.migrator.logMigration('Migration20990101000000_later');
  expect(await migrate(connected)).toEqual([]);

  await connected.orm.migrator.logMigration('Migration20990101000001_contract_columns');
  await expect(migrate(connected)).rejects.toThrow(/newer ix.* \(Migration20990101000001_contract_columns\)/);
  await connected.orm.close();
});

test('no migration that has been on main is edited: another one is added, and has its line', async () => {
  const sums = await Promise.all(
    (await readdir(MIGRATIONS)).map(async (file) => {
      const text = await readFile(join(MIGRATIONS, file));
      return [parse(file).name, createHash('sha256').update(text).digest('hex').slice(0, 16)];
    }),
  );
  expect(Object.fromEntries(sums)).toEqual(SEALED);
});

test('the lock is free again after a failure', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await connected.orm.em.getConnection().execute('CREATE TABLE ix_jobs (taken int)');
  await expect(migrate(connected)).rejects.toThrow(/ix_jobs/);
  await connected.orm.em.getConnection().execute('DROP TABLE ix_jobs');

  expect(await migrate(connected)).toContain('Migration20261124000000_jobs');
  await connected.orm.close();
});

test('a connection left open fails the drop, by name', async () => {
  const own = await createDatabase();
  const connected = await connect({ url: own.url, pool: 4, applicationName: 'forgotten' });
  await expect(own.drop()).rejects.toThrow(/left open:\n {2}forgotten/);
  await connected.orm.close(true);
});

test('the lock is taken over the direct connection that is given, and let go', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  const ran = await Promise.all([migrate(connected, database.url), migrate(connected, database.url), migrate(connected)]);
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
  expect(await migrate(connected)).toEqual([]);
  await connected.orm.close();
});

test('a direct connection to another database is refused', async () => {
  const other = await createEmptyDatabase();
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await expect(migrate(connected, other.url)).rejects.toThrow('IX_LISTEN_DATABASE_URL leads to another database than IX_DATABASE_URL');
  expect(await connected.orm.em.getConnection().execute(`SELECT FROM pg_class WHERE relname = 'ix_jobs'`)).toEqual([]);
  await connected.orm.close();
  await other.drop();
});

test('a direct connection that cannot be had is told with its setting, without its password', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  const url = 'postgres://ix:hunter2@127.0.0.1:1/jobs';
  await expect(migrate(connected, url)).rejects.toThrow(
    /^Cannot reach PostgreSQL at 127\.0\.0\.1:1 \(IX_LISTEN_DATABASE_URL\), database "jobs": connection refused/,
  );
  await connected.orm.close();
});

test('pg_trgm may be installed in a schema of its own', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await connected.orm.em.getConnection().execute('CREATE SCHEMA "Extensions"; CREATE EXTENSION pg_trgm SCHEMA "Extensions"');
  expect(await migrate(connected)).toContain('Migration20261124000000_jobs');
  const used = await connected.orm.em.getConnection().execute(`SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_job_search_name'`);
  expect(used).toEqual([{ indexdef: expect.stringContaining('"Extensions".gin_trgm_ops') }]);
  await connected.orm.close();
});
