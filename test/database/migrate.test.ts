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
  const ran = await Promise.all(hosts.map(migrate));
  await Promise.all(hosts.map((orm) => orm.close()));

  const [first, ...others] = ran.filter((names) => names.length > 0);
  expect(others).toEqual([]);
  expect(first).toContain('Migration20261124000000_jobs');
  expect(new Set(first).size).toBe(first?.length);
});

test('a database that a newer ix migrated is refused, naming what is unknown', async () => {
  const orm = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await migrate(orm);
  await orm.migrator.logMigration('Migration20990101000000_later');

  await expect(migrate(orm)).rejects.toThrow(/newer ix \(Migration20990101000000_later\)/);
  await orm.close();
});

test('the lock is free again after a failure', async () => {
  const orm = await connect({ url: database.url, pool: 4, applicationName: 'test' });
  await orm.em.getConnection().execute('CREATE TABLE ix_jobs (taken int)');
  await expect(migrate(orm)).rejects.toThrow(/ix_jobs/);
  await orm.em.getConnection().execute('DROP TABLE ix_jobs');

  expect(await migrate(orm)).toContain('Migration20261124000000_jobs');
  await orm.close();
});

test('a connection left open fails the drop, by name', async () => {
  const own = await createDatabase();
  const orm = await connect({ url: own.url, pool: 4, applicationName: 'forgotten' });
  await expect(own.drop()).rejects.toThrow(/left open:\n {2}forgotten/);
  await orm.close(true);
});
