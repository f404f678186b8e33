/** What hot statements read of the table: what they need, whatever the statistics say and however large the jobs are. */

import { randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claimRows } from '../../src/store/claim.ts';
import { finishClaimed } from '../../src/store/finish.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { queuePositions } from '../../src/store/queue-position.ts';
import { KEYRING } from '../support/keyring.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** Rows and entries that were read in this transaction so far, of the relations whose number this is. */
async function readOf(em: EntityManager, relation: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT (pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))::int AS n FROM pg_class
    WHERE oid = ${sql.raw(relation)}`.execute(em.getKysely());
  return rows[0]?.n ?? Number.NaN;
}

it('places of many jobs are found by reading what waits once', async () => {
  const jobs = await stage.submit(...Array.from({ length: 200 }, () => ({})));
  const ids = jobs.slice(-30).map(({ job }) => job.job_id as JobId);
  await stage.em.transactional(async (em) => {
    const before = await readOf(em, `'ix_jobs_claim'::regclass`);
    expect((await queuePositions(em, EVERYTHING, ids)).get(ids[29] as JobId)).toMatchObject({ ahead: 199 });
    // Those that wait, those asked for, and what the planner looks at.
    expect((await readOf(em, `'ix_jobs_claim'::regclass`)) - before).toBeLessThan(500);
  });
});

it('a heartbeat, and the end of a job, do not read its request', async () => {
  await stage.job({ priority: 1, context: { texts: [randomBytes(100_000).toString('base64')] } });
  await stage.em.transactional(async (em) => {
    const toast = () =>
      readOf(em, `(SELECT indexrelid FROM pg_index WHERE indrelid = (SELECT reltoastrelid FROM pg_class WHERE oid = 'ix_jobs'::regclass))`);
    const fresh = await toast();
    const claims = await claimRows(em, KEYRING, 'w', { free: 1, suspects: 0, clientMaxRunning: 0 }, null);
    const claimed = await toast();
    // Its worker is given the request; so this test would notice.
    expect(claimed).toBeGreaterThan(fresh);
    await heartbeat(em, claims, new Set(claims));
    await finishClaimed(
      em,
      claims.map((claim) => ({ claim, response: answer(claim) })),
      0,
    );
    expect(await toast()).toBe(claimed);
  });
});
