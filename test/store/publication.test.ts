/** A publication of all tables (logical replication, change data capture) stops nothing: every row can be told by a key. */

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { QUEUE_SCHEMA } from '../../src/queue/queues.ts';
import { countJobs } from '../../src/store/counts.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
  await sql`CREATE PUBLICATION everything FOR ALL TABLES`.execute(stage.em.getKysely());
});
afterAll(() => stage.close());

it('jobs are submitted, claimed, finished, counted and deleted', async () => {
  await stage.submit({}, {});
  const held = await claim(stage.deps, 2, 'w');
  await finish(
    stage.deps,
    held.map((one) => ({ claim: one, response: answer(one) })),
  );
  await foldCounts(stage.deps);
  const { rows } = await sql`SELECT FROM ix_job_deltas`.execute(stage.em.getKysely());
  expect([rows.length, await countJobs(stage.em, EVERYTHING, ['done'], null)]).toEqual([0, 2]);
  await sql`DELETE FROM ix_jobs`.execute(stage.em.getKysely());
  expect(await countJobs(stage.em, EVERYTHING, ['done'], null)).toBe(0);
});

it('no table of ours or of the queues is without a key', async () => {
  const { rows } = await sql`
    SELECT oid::regclass::text AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, ${QUEUE_SCHEMA}::regnamespace) AND relreplident = 'd'
      AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary)`.execute(stage.em.getKysely());
  expect(rows).toEqual([]);
});
