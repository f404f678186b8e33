/** The schema comes up once, whoever asks for it and however many at once. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createDatabase, createEmptyDatabase, type TestDatabase } from '../support/database.ts';

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

test('a database that a newer ix migrated is refused, naming what is unknown', async () => {
  const connected = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await migrate(connected);
  await connected.orm.migrator.logMigration('Migration20990101000000_later');

  await expect(migrate(connected)).rejects.toThrow(/newer ix \(Migration20990101000000_later\)/);
  await connected.orm.close();
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
