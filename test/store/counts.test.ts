/** The counts are those of the rows, folded or not, whatever happens to the rows. */

import { type RawBuilder, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JOB_STATUSES } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { prune } from '../../src/jobs/prune.ts';
import { recount } from '../../src/jobs/recount.ts';
import { release } from '../../src/jobs/release.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { countJobs, foldDeltas } from '../../src/store/counts.ts';
import type { JobFilter } from '../../src/store/job-filter.ts';
import { countRecent } from '../../src/store/list-recent.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(30);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** Every (client, status), and all clients together, counted both ways. */
async function compare(): Promise<void> {
  const { rows } = await sql<{ client_id: string; status: string; n: number }>`
    SELECT coalesce(client_id, '') AS client_id, status, count(*)::int AS n FROM ix_jobs
    GROUP BY GROUPING SETS ((client_id, status), (status))`.execute(stage.em.getKysely());
  for (const client of ['', 'a', 'b', 'c']) {
    for (const status of JOB_STATUSES) {
      const n = rows.find((row) => row.client_id === client && row.status === status)?.n ?? 0;
      expect([client, status, await countJobs(stage.em, EVERYTHING, [status], client === '' ? null : client)]).toEqual([client, status, n]);
    }
  }
}

/** Runs a statement that no trigger sees, as a restore or a repair by hand may. */
const unseen = (statement: RawBuilder<unknown>): Promise<unknown> =>
  stage.em.transactional(async (em) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(em.getKysely());
    await statement.execute(em.getKysely());
  });

describe('counts', () => {
  it('follow every act, before and after folding', async () => {
    const submitted = await stage.submit(...Array.from({ length: 60 }, (_, i) => ({ ix_client_id: 'abc'[i % 3] ?? 'a' })));
    await compare();
    const claims = await claim(stage.deps, 30, 'w');
    await compare();
    await foldCounts(stage.deps);
    await compare();
    await finish(
      stage.deps,
      claims.slice(0, 10).map((held, i) => ({ claim: held, response: answer(held, i % 2 === 0 ? null : 'IX_001_000') })),
    );
    await release(stage.deps, claims.slice(10, 15));
    await cancel(
      stage.deps,
      EVERYTHING,
      submitted.slice(40, 50).map(({ job }) => job.job_id as never),
    );
    await compare();
    await stage.age(100);
    await sweep(stage.deps, { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 });
    await foldCounts(stage.deps);
    await compare();
    await sql`UPDATE ix_jobs SET created_at = created_at - interval '100 days' WHERE client_id = 'a'`.execute(stage.em.getKysely());
    await sql`ALTER TABLE ix_jobs DISABLE TRIGGER ix_jobs_terminal_is_final`.execute(stage.em.getKysely());
    await sql`UPDATE ix_jobs SET finished_at = finished_at - interval '100 days' WHERE client_id = 'a' AND finished_at IS NOT NULL`.execute(
      stage.em.getKysely(),
    );
    await sql`ALTER TABLE ix_jobs ENABLE TRIGGER ix_jobs_terminal_is_final`.execute(stage.em.getKysely());
    expect((await prune(stage.deps, 90)).jobs).toBeGreaterThan(0);
    await compare();
    await foldCounts(stage.deps);
    await compare();
  });

  it('are exact in every snapshot while others write and fold', async () => {
    const done = Promise.withResolvers<void>();
    let writing = true;
    const writers = Array.from({ length: 6 }, async (_, w) => {
      for (let round = 0; round < 30; round++) {
        await stage.submit(...Array.from({ length: 5 }, () => ({ ix_client_id: 'abc'[w % 3] ?? 'a' })));
        const claims = await claim(stage.deps, 4, `w${w}`);
        await finish(
          stage.deps,
          claims.map((held) => ({ claim: held, response: answer(held) })),
        );
      }
    });
    const folder = (async () => {
      while (writing) await foldCounts(stage.deps);
    })();
    const reader = (async () => {
      let reads = 0;
      while (writing) {
        await stage.em.transactional(
          async (em) => {
            const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM ix_jobs WHERE status = 'pending'`.execute(
              em.getKysely(),
            );
            expect(await countJobs(em, EVERYTHING, ['pending'], null)).toBe(rows[0]?.n);
            const { rows: ofA } = await sql<{ n: number }>`
              SELECT count(*)::int AS n FROM ix_jobs WHERE client_id = 'a' AND status IN ('running', 'done')`.execute(em.getKysely());
            expect(await countJobs(em, EVERYTHING, ['running', 'done'], 'a')).toBe(ofA[0]?.n);
          },
          { isolationLevel: 'repeatable read' as never },
        );
        reads += 1;
      }
      return reads;
    })();
    await Promise.all(writers).finally(() => {
      writing = false;
      done.resolve();
    });
    await folder;
    expect(await reader).toBeGreaterThan(10);
    await compare();
  });

  it('that triggers were kept from are mended, while others write and fold: those of new rows', async () => {
    await stage.submit({}, {}, {});
    await foldCounts(stage.deps);
    await claim(stage.deps, 3, 'w');
    await foldCounts(stage.deps);
    expect(await recount(stage.deps)).toBe(false);
    await unseen(sql`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request)
      SELECT gen_random_uuid(), '0123456789abcdef', 'b', 'r' || i, 0, '', '{}' FROM generate_series(1, 40) AS i`);
    const submitting = Promise.all(Array.from({ length: 20 }, () => stage.submit({ ix_client_id: 'c' })));
    const [mended] = await Promise.all([recount(stage.deps), foldCounts(stage.deps), submitting, foldCounts(stage.deps)]);
    expect(mended).toBe(true);
    await compare();
    await foldCounts(stage.deps);
    await compare();
    expect(await recount(stage.deps)).toBe(false);
    expect(await claim(stage.deps, 100, 'w')).toHaveLength(60);
  });

  it('that triggers were kept from are mended: those of finished jobs that are gone, folded or not', async () => {
    await stage.submit({}, {}, {}, {});
    const claims = await claim(stage.deps, 4, 'w');
    await finish(
      stage.deps,
      claims.map((held) => ({ claim: held, response: answer(held) })),
    );
    await unseen(sql`DELETE FROM ix_jobs WHERE job_id = ${claims[0]?.jobId}`);
    expect(await recount(stage.deps)).toBe(true);
    await compare();
    await foldCounts(stage.deps);
    await unseen(sql`DELETE FROM ix_jobs WHERE job_id = ${claims[1]?.jobId}`);
    expect(await recount(stage.deps)).toBe(true);
    await compare();
  });

  it('keep no job from being claimed: rows that triggers never saw, and those that were moved without them', async () => {
    await stage.submit({}, {}, {});
    await foldCounts(stage.deps);
    await unseen(sql`UPDATE ix_jobs SET priority = 7, turn = turn - 1000`);
    expect(await claim(stage.deps, 10, 'w')).toHaveLength(3);
  });

  it('are folded under a publication of all tables', async () => {
    await stage.submit({}, {}, {});
    await sql`CREATE PUBLICATION everything FOR ALL TABLES`.execute(stage.em.getKysely());
    try {
      expect(await stage.em.transactional(foldDeltas)).toBeGreaterThan(0);
    } finally {
      await sql`DROP PUBLICATION everything`.execute(stage.em.getKysely());
    }
    await compare();
  });

  it('do not see what rolled back', async () => {
    await expect(
      stage.em.transactional(async (em) => {
        await sql`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request)
          VALUES (gen_random_uuid(), '0123456789abcdef', 'a', 'r', 0, '', '{}')`.execute(em.getKysely());
        expect(await countJobs(em, EVERYTHING, ['pending'], 'a')).toBe(1);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await foldCounts(stage.deps);
    expect(await countJobs(stage.em, EVERYTHING, ['pending'], 'a')).toBe(0);
  });

  const FILTERS: JobFilter[] = [{ useCase: 'invoice' }, { text: 'voice' }, { text: 'voice', clientId: 'a' }];
  it('past 10,000 a filter without a counter says more_than', async () => {
    await sql`INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request, use_case, display_name)
      SELECT gen_random_uuid(), '0123456789abcdef', 'a', n::text, 0, '', '{}', 'invoice', 'invoice.pdf' FROM generate_series(1, 10001) AS n`.execute(
      stage.em.getKysely(),
    );
    expect(await countRecent(stage.em, EVERYTHING, {})).toEqual({ total: 10_001, relation: 'exact' });
    for (const filter of FILTERS) expect(await countRecent(stage.em, EVERYTHING, filter)).toEqual({ total: 10_000, relation: 'more_than' });
    await sql`DELETE FROM ix_jobs WHERE request_id = '1'`.execute(stage.em.getKysely());
    for (const filter of FILTERS) expect(await countRecent(stage.em, EVERYTHING, filter)).toEqual({ total: 10_000, relation: 'exact' });
  });
});
