/**
 * The entities describe the tables that the migrations make. MikroORM compares the two; what it overlooks is compared here: whether
 * a type is the very type (to MikroORM json is jsonb, timestamp timestamptz, and one array as good as another), whether a primary key is
 * there at all, and the definition of a trigger.
 *
 * What neither sees, because entities cannot say it: storage options of tables and columns (fillfactor, autovacuum, STORAGE), the operator
 * class of ix_job_search_name, bodies of functions, and the one trigger on TRUNCATE. Checks, conditions of indexes and definitions of
 * triggers are compared as text without casts, parentheses and qualifiers (so `OLD.status` is `NEW.status`).
 */
import { type MikroORM, SchemaComparator } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { connect } from '../../src/database/connect.ts';
import { CallbackSecretEntity } from '../../src/store/entities/callbacks.ts';
import { ENTITIES } from '../../src/store/entities/index.ts';
import { tables } from '../../src/store/tables.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let orm: MikroORM;

beforeAll(async () => {
  database = await createDatabase();
  ({ orm } = await connect({ url: database.url, pool: 4, applicationName: 'ix test', entities: ENTITIES }));
});

afterAll(async () => {
  await orm.close(true);
  await database.drop();
});

test('the migrations make what the entities say', async () => {
  expect(await differences()).toEqual([]);
});

test('a statement that is built with a column no entity has does not compile', () => {
  const db = tables(orm.em.fork());
  db.selectFrom('ix_jobs').select(['job_id', 'client_id', 'heartbeat_at']);
  db.selectFrom('ix_callbacks').select('job_id').where('callback_id', '=', newCallbackId());
  // @ts-expect-error ix_jobs has no such column.
  db.selectFrom('ix_jobs').select('job');
  // @ts-expect-error ix_endpoints is paused by the breaker or an operator.
  db.updateTable('ix_endpoints').set({ paused_by: 'nobody' });
});

test.each(['UTC', 'Asia/Kolkata', 'America/New_York'])('a time is read in UTC to the microsecond, by a session in %s', async (zone) => {
  const secret = { secretId: v7(), clientId: zone, kind: 'hmac', secret: '', expiresAt: null } as const;
  const read = await orm.em.fork().transactional(async (em) => {
    await sql`SELECT set_config('TimeZone', ${zone}, true)`.execute(em.getKysely());
    await em.insert(CallbackSecretEntity, { ...secret, createdAt: '2026-01-02T03:04:05.067089Z' });
    return await em.find(CallbackSecretEntity, { clientId: zone }, { disableIdentityMap: true });
  });
  expect(read).toMatchObject([{ createdAt: '2026-01-02T03:04:05.067089Z', expiresAt: null }]);
});

/** What somebody might change in a migration and forget in the entities, with what is found then. */
const CHANGES: readonly (readonly [change: string, found: string])[] = [
  ['ALTER TABLE ix_callbacks RENAME claims TO claim_count', 'alter table "ix_callbacks" rename column "claim_count" to "claims";'],
  ['ALTER TABLE ix_callbacks ADD note text', 'alter table "ix_callbacks" drop column "note";'],
  ['ALTER TABLE ix_callbacks ALTER url TYPE varchar(99)', 'alter table "ix_callbacks" alter column "url" type text using ("url"::text);'],
  ['ALTER TABLE ix_endpoints ALTER slots DROP DEFAULT', 'alter table "ix_endpoints" alter column "slots" set default 1;'],
  ['ALTER TABLE ix_endpoints ALTER last_error SET NOT NULL', 'alter table "ix_endpoints" alter column "last_error" drop not null;'],
  [
    'ALTER TABLE ix_files ALTER created_at SET DEFAULT now()',
    'alter table "ix_files" alter column "created_at" set default clock_timestamp();',
  ],
  [
    'ALTER TABLE ix_endpoints DROP CONSTRAINT ix_endpoints_check',
    'alter table "ix_endpoints" add constraint "ix_endpoints_check" check ((paused_at IS NULL) = (paused_by IS NULL));',
  ],
  [
    `ALTER TABLE ix_callback_secrets DROP CONSTRAINT ix_callback_secrets_kind_check, ADD CONSTRAINT ix_callback_secrets_kind_check CHECK (kind IN ('hmac', 'server'))`,
    `alter table "ix_callback_secrets" add constraint "ix_callback_secrets_kind_check" check ("kind" in ('hmac', 'ed25519', 'server'));`,
  ],
  [
    'DROP INDEX ix_jobs_suspects',
    `create index "ix_jobs_suspects" on "ix_jobs" ("priority" DESC, "turn", "created_at", "job_id") where status = 'pending' AND held_until IS NULL AND attempts > 0;`,
  ],
  [
    `DROP INDEX ix_jobs_claim; CREATE INDEX ix_jobs_claim ON ix_jobs (priority DESC, turn, created_at, job_id) WHERE status = 'running'`,
    `create index "ix_jobs_claim" on "ix_jobs" ("priority" DESC, "turn", "created_at", "job_id") where status = 'pending' AND held_until IS NULL;`,
  ],
  [
    'DROP INDEX ix_jobs_recent; CREATE INDEX ix_jobs_recent ON ix_jobs (status, created_at DESC, job_id DESC)',
    'create index "ix_jobs_recent" on "ix_jobs" ("status", "created_at" DESC, "job_id" DESC) include ("display_name");',
  ],
  ['CREATE INDEX more ON ix_files (size)', 'drop index "more";'],
  [
    'ALTER TABLE ix_job_files DROP CONSTRAINT ix_job_files_job_id_fkey, ADD CONSTRAINT ix_job_files_job_id_fkey FOREIGN KEY (job_id) REFERENCES ix_jobs',
    'alter table "ix_job_files" add constraint "ix_job_files_job_id_fkey" foreign key ("job_id") references "ix_jobs" ("job_id") on delete cascade;',
  ],
  ['CREATE TABLE ix_more (n integer)', 'drop table if exists "ix_more" cascade;'],
  ['ALTER TABLE ix_settings DROP CONSTRAINT ix_settings_pkey', 'ix_settings has no primary key'],
  ['ALTER TABLE ix_reviews ALTER value TYPE jsonb', 'ix_reviews.value is not json'],
  ['ALTER TABLE ix_callbacks ALTER finished_at TYPE timestamp', 'ix_callbacks.finished_at is not timestamptz'],
  ['ALTER TABLE ix_job_deltas ALTER waits TYPE text[]', 'ix_job_deltas.waits is not interval[]'],
  ['ALTER TABLE ix_jobs DISABLE TRIGGER ix_jobs_count_insert', 'trigger ix_jobs_count_insert differs'],
  [
    'DROP TRIGGER ix_jobs_count_update ON ix_jobs; CREATE TRIGGER ix_jobs_count_update AFTER UPDATE ON ix_jobs REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION ix_jobs_count()',
    'trigger ix_jobs_count_update differs',
  ],
  ['DROP TRIGGER ix_jobs_count_truncate ON ix_jobs', 'trigger ix_jobs_count_truncate differs'],
];

test('whatever they come to differ in is found', async () => {
  for (const [change] of CHANGES) await sql.raw(change).execute(orm.em.getKysely());
  expect(await differences()).toEqual(expect.arrayContaining(CHANGES.map(([, found]) => found)));
});

async function differences(): Promise<string[]> {
  const statements = (await orm.schema.getUpdateSchemaSQL({ wrap: false })).split('\n').filter((line) => line !== '');
  return [...statements, ...(await otherTypes()), ...(await missingKeys()), ...(await otherTriggers())];
}

const metadata = () => [...orm.getMetadata().getAll().values()];

async function otherTypes(): Promise<string[]> {
  const columns = metadata().flatMap((entity) =>
    entity.props
      .filter((property) => property.persist !== false)
      .flatMap((property) =>
        property.fieldNames.map((name, i) => ({
          table: entity.tableName,
          name,
          type: (property.columnTypes[i] ?? '').replace(/\(\d+\)/, ''),
        })),
      ),
  );
  const { rows } = await sql<{ text: string }>`
    SELECT format('%s.%s is not %s', table_name, column_name, type) AS text
    FROM unnest(${columns.map((c) => c.table)}::text[], ${columns.map((c) => c.name)}::text[], ${columns.map((c) => c.type)}::text[])
      AS declared (table_name, column_name, type)
    WHERE NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = to_regclass(table_name) AND attname = column_name AND atttypid = to_regtype(type))`.execute(
    orm.em.getKysely(),
  );
  return rows.map(({ text }) => text);
}

async function missingKeys(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM unnest(${metadata().map(({ tableName }) => tableName)}::text[]) AS name
    WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = to_regclass(name) AND indisprimary)`.execute(orm.em.getKysely());
  return rows.map(({ name }) => `${name} has no primary key`);
}

/** MikroORM looks at the name of a trigger, and not even at that of one on TRUNCATE: no entity has that. */
const ON_TRUNCATE = [
  'CREATE TRIGGER ix_jobs_count_truncate AFTER TRUNCATE ON ix_jobs FOR EACH STATEMENT EXECUTE FUNCTION ix_jobs_count()',
  'CREATE TRIGGER ix_audit_stays_whole BEFORE TRUNCATE ON ix_audit FOR EACH STATEMENT EXECUTE FUNCTION ix_audit_stays()',
];

async function otherTriggers(): Promise<string[]> {
  const declared = metadata().flatMap((entity) => entity.triggers.map((trigger) => trigger.expression ?? ''));
  const { rows } = await sql<{ name: string; definition: string }>`
    SELECT tgname AS name, pg_get_triggerdef(oid) AS definition FROM pg_trigger
    WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid::regclass::text LIKE 'ix\\_%'`.execute(orm.em.getKysely());
  const comparator = new SchemaComparator(orm.em.getDriver().getPlatform());
  const found = new Map(rows.map(({ name, definition }) => [name, definition]));
  const named = new Map(
    [...ON_TRUNCATE, ...declared].map((definition) => [/CREATE TRIGGER (\w+)/.exec(definition)?.[1] ?? '', definition]),
  );
  return [...new Set([...found.keys(), ...named.keys()])]
    .filter((name) => comparator.diffExpression(found.get(name) ?? '', named.get(name) ?? ''))
    .map((name) => `trigger ${name} differs`);
}
