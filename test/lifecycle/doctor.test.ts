/** `ix doctor` against planted faults: each is named, with what to do; and a healthy installation has none. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoctorOptions, diagnose } from '../../src/app/doctor/doctor.ts';
import type { Finding } from '../../src/app/doctor/finding.ts';
import { QUEUE_SCHEMA } from '../../src/queue/queues.ts';
import { freePort, run } from '../cli/command.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const PATIENT = { snapshotSeconds: 3600, workSeconds: 60 };
/** The suite's server gives up durability for speed. */
const OF_THE_SUITE = 'durability';

const ask = async (settings: Readonly<Record<string, string>> = {}, options: Partial<DoctorOptions> = {}): Promise<Finding[]> =>
  (await diagnose({ env: { IX_DATABASE_URL: stage.url, ...settings }, now: Date.now, patience: PATIENT, ...options })).filter(
    ({ check }) => check !== OF_THE_SUITE,
  );

/** What it says of each check that found a fault. */
async function faults(settings?: Readonly<Record<string, string>>, options?: Partial<DoctorOptions>): Promise<Record<string, string>> {
  const found = (await ask(settings, options)).filter(({ level }) => level === 'fault');
  for (const { remedy } of found) expect(remedy).not.toBeNull();
  return Object.fromEntries(found.map(({ check, found }) => [check, found]));
}

/** The stage's database, to whoever connects by it with these settings. */
function urlWith(settings: string): string {
  const url = new URL(stage.url);
  url.searchParams.set('options', settings);
  return url.href.replaceAll('+', '%20');
}
const execute = (statement: string) => sql.raw(statement).execute(stage.em.getKysely());

/** Makes `plant` true while the doctor looks. */
async function planted(plant: string, heal: string, settings?: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  await execute(plant);
  try {
    return await faults(settings);
  } finally {
    await execute(heal);
  }
}

it('finds no fault where there is none', async () => {
  expect(await faults()).toEqual({});
  const { code, stdout, stderr } = await run(['doctor', '--json'], { env: { IX_DATABASE_URL: stage.url } });
  const { findings } = JSON.parse(stdout);
  expect(findings.map(({ check }: Finding) => check)).toContain('autovacuum');
  const reported = findings.filter(({ level, check }: Finding) => level === 'fault' && check !== OF_THE_SUITE);
  expect(reported).toEqual([]);
  expect([code === 0, stderr === '']).toEqual(Array(2).fill(findings.every(({ level }: Finding) => level !== 'fault')));
});

describe('names what was planted', () => {
  it('a setting that there is not: exit code 1, and what was meant', async () => {
    const { code, stdout, stderr } = await run(['doctor'], { env: { IX_PROT: '80' } });
    expect(stdout).toContain('FAULT    settings: IX_PROT: no such setting, did you mean IX_PORT?');
    expect([code, stderr]).toEqual([1, 'ix: 1 fault\n']);
  });

  it('a database that nobody can reach', async () => {
    const IX_DATABASE_URL = `postgres://ix@127.0.0.1:${await freePort()}/ix`;
    expect(await faults({ IX_DATABASE_URL })).toEqual({ database: expect.stringContaining('connection refused') });
  });

  it('a database that was never migrated', async () => {
    const empty = await createEmptyDatabase();
    const found = await faults({ IX_DATABASE_URL: empty.url });
    expect(found).toEqual({ schema: expect.stringContaining('Migration20261124000000_jobs') });
    await empty.drop();
  });

  it('a database that takes no writes', async () => {
    const found = await faults({ IX_DATABASE_URL: urlWith('-c default_transaction_read_only=on') });
    expect(found).toMatchObject({ database: expect.stringContaining('takes no writes') });
  });

  it('a right that is missing', async () => {
    const tables = `IN SCHEMA public, ${QUEUE_SCHEMA} TO ix_doctor_test`;
    const found = await planted(
      `CREATE ROLE ix_doctor_test; GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ix_doctor_test; GRANT ALL ON ALL TABLES ${tables};
       GRANT EXECUTE ON ALL FUNCTIONS ${tables}; REVOKE DELETE ON ix_files FROM ix_doctor_test`,
      'DROP OWNED BY ix_doctor_test; DROP ROLE ix_doctor_test',
      { IX_DATABASE_URL: urlWith('-c role=ix_doctor_test') },
    );
    expect(found).toEqual({ rights: 'user ix_doctor_test may not DELETE ix_files' });
  });

  it('a table that is not vacuumed', async () => {
    const found = await planted('ALTER TABLE ix_files SET (autovacuum_enabled = off)', 'ALTER TABLE ix_files RESET (autovacuum_enabled)');
    expect(found).toEqual({ autovacuum: 'off for ix_files' });
  });

  it('a transaction that nobody ends', async () => {
    const client = new pg.Client({ connectionString: stage.url, application_name: 'a report' });
    await client.connect();
    await client.query('BEGIN; SELECT 1');
    const found = await faults({}, { patience: { ...PATIENT, snapshotSeconds: 0 } });
    await client.end();
    expect(found).toEqual({ snapshots: expect.stringContaining('a report') });
  });

  it('a table that is published and has no key', async () => {
    const found = await planted(
      'CREATE TABLE ix_planted (n int); CREATE PUBLICATION planted FOR TABLE ix_planted',
      'DROP PUBLICATION planted; DROP TABLE ix_planted',
    );
    expect(found).toEqual({ 'replication identity': expect.stringContaining('ix_planted') });
  });

  it('a table that is mostly rows that are gone', async () => {
    await execute('CREATE TABLE ix_planted (n int) WITH (autovacuum_enabled = off)');
    await execute('INSERT INTO ix_planted SELECT generate_series(1, 30000)');
    await execute('DELETE FROM ix_planted');
    // What a session has counted is told before it answers, when it is asked to.
    await execute('SELECT pg_stat_force_next_flush()');
    const found = await faults();
    await execute('DROP TABLE ix_planted');
    expect(found).toMatchObject({ bloat: expect.stringContaining('ix_planted: 30000 rows that are gone') });
  });

  it('jobs without tickets and without a worker', async () => {
    await stage.job();
    await execute(`DELETE FROM ${QUEUE_SCHEMA}.job`);
    await execute(`UPDATE ix_jobs SET created_at = created_at - interval '1 hour'`);
    const found = await faults();
    await stage.clear();
    expect(found).toEqual({
      tickets: '1 jobs wait, with 0 tickets',
      workers: 'no worker is connected to this database; 1 jobs wait, the first for 60 min',
    });
  });

  it('a job whose worker is gone', async () => {
    await stage.job();
    await stage.claim(1, 'a worker');
    await stage.age(600);
    const found = await faults();
    await stage.clear();
    expect(found).toEqual({ leases: expect.stringContaining('1 jobs are said to run') });
  });

  it('counts that are not those of the rows', async () => {
    await stage.job();
    await stage.em.transactional(async (em) => {
      await sql`SET LOCAL session_replication_role = replica`.execute(em.getKysely());
      await sql`DELETE FROM ix_jobs`.execute(em.getKysely());
    });
    const found = await faults();
    await stage.clear();
    expect(found).toEqual({ counts: expect.stringContaining('the totals differ from the rows') });
  });

  it('a clock that is wrong', async () => {
    expect(await faults({}, { now: () => Date.now() + 60_000 })).toEqual({
      clock: expect.stringMatching(/clock is 60\.\d s behind this host's/),
    });
  });

  it('a disk that is full', async () => {
    const found = await faults({ IX_DATABASE_URL: '', IX_DATA_DIR: tmpdir() }, { space: async () => ({ free: 1000, size: 1e9 }) });
    expect(found).toEqual({ disk: expect.stringContaining('1000 bytes of 954 MiB are free') });
  });

  it('a model server that does not answer', async () => {
    const found = await faults({ IX_LLM_BASE_URL: `http://127.0.0.1:${await freePort()}/v1` });
    expect(found).toEqual({ 'model server': expect.stringContaining('IX_002_000') });
  });

  it('a way out that leads to credentials', async () => {
    expect(await faults({ IX_EGRESS_ALLOW: '169.254.0.0/16' })).toEqual({ egress: expect.stringContaining('169.254.169.254') });
  });

  it('folders that are not there', async () => {
    const nowhere = join(tmpdir(), 'no such folder');
    const found = await faults({ IX_FILE_ROOTS: nowhere, IX_USE_CASES_DIR: nowhere });
    expect(found).toEqual({ settings: expect.stringContaining('IX_FILE_ROOTS'), 'use cases': expect.stringContaining(nowhere) });
  });
});
