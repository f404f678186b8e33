/**
 * Races, hundreds of rounds each, and thousands with TEST_EFFORT=10. A round is one job that two acts want at the same time; a hundred
 * rounds run at once over twenty connections, so that every order of statements comes up. Each test says at its end that both sides
 * have won.
 */

import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import type { JobStatus } from '../../src/contracts/job.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { prune } from '../../src/jobs/prune.ts';
import { listJobs } from '../../src/jobs/read.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Claim } from '../../src/store/claim.ts';
import { countJobs } from '../../src/store/counts.ts';
import { rounds } from '../support/effort.ts';
import { answer, Stage } from '../support/stage.ts';

const LIMITS = { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 };
const BATCHES = rounds(3);
const ROUNDS = 100;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterAll(() => stage.close());

const submitted = async (): Promise<JobId[]> => {
  const answers = await stage.submit(...Array.from({ length: ROUNDS }, () => ({})));
  return answers.map(({ job }) => job.job_id as JobId);
};

async function claimed(): Promise<Claim[]> {
  await submitted();
  const claims = await stage.claim(ROUNDS, 'w');
  expect(claims).toHaveLength(ROUNDS);
  return claims;
}

async function statuses(): Promise<Map<JobId, JobStatus>> {
  const { rows } = await sql<{ job_id: JobId; status: JobStatus }>`SELECT job_id, status FROM ix_jobs`.execute(stage.em.getKysely());
  return new Map(rows.map((row) => [row.job_id, row.status]));
}

/** There is a ticket for each pending job, and the counts are those of the rows. */
async function settle(): Promise<void> {
  const all = [...(await statuses()).values()];
  const pending = all.filter((status) => status === 'pending').length;
  expect(await stage.tickets()).toBeGreaterThanOrEqual(pending);
  expect(await countJobs(stage.em, EVERYTHING, ['pending'], null)).toBe(pending);
  expect(await countJobs(stage.em, EVERYTHING, ['done', 'error'], null)).toBe(
    all.filter((status) => status === 'done' || status === 'error').length,
  );
  await stage.clear();
}

describe('races', () => {
  it('finish against finish: one applies', async () => {
    const wins = { done: 0, error: 0 };
    for (let batch = 0; batch < BATCHES; batch++) {
      const claims = await claimed();
      const applied = await Promise.all(
        claims.map(async (held) => {
          const both = await Promise.all([
            finish(stage.deps, [{ claim: held, response: answer(held) }]),
            finish(stage.deps, [{ claim: held, response: answer(held, 'IX_001_000') }]),
          ]);
          return { jobId: held.jobId, winners: both.map((ids) => ids.has(held.jobId)) };
        }),
      );
      const now = await statuses();
      for (const { jobId, winners } of applied) {
        expect(winners.filter(Boolean)).toHaveLength(1);
        const status = winners[0] ? 'done' : 'error';
        expect(now.get(jobId)).toBe(status);
        wins[status] += 1;
      }
      await settle();
    }
    expect(Math.min(wins.done, wins.error)).toBeGreaterThan(0);
  });

  it('sweep against finish: the answer stands, or the job is back; never both, never neither', async () => {
    let finished = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const claims = await claimed();
      await stage.age(40);
      const sweeps = () => Promise.all(Array.from({ length: 3 }, () => sweep(stage.deps, LIMITS)));
      // On a machine that is busy the sweeps come too late for any job, so every other time they go first.
      const early = batch % 2 === 0 ? null : sweeps();
      const [applied, swept] = await Promise.all([
        Promise.all(claims.map((held) => finish(stage.deps, [{ claim: held, response: answer(held) }]))),
        early ?? sweeps(),
      ]);
      // Rows that a sweep passed over because a finish had them locked, and the other way round, are settled by now; a last sweep finds
      // those that both let go.
      const requeued = [...swept, await sweep(stage.deps, LIMITS)].flatMap((result) => result.requeued);
      const done = applied.flatMap((ids) => [...ids]);
      finished += done.length;
      expect(new Set([...done, ...requeued]).size).toBe(ROUNDS);
      expect(done.length + requeued.length).toBe(ROUNDS);
      const now = await statuses();
      for (const jobId of done) expect(now.get(jobId)).toBe('done');
      for (const jobId of requeued) expect(now.get(jobId)).toBe('pending');
      await settle();
    }
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(BATCHES * ROUNDS);
  });

  it('sweep against sweep: each job comes back once', async () => {
    for (let batch = 0; batch < BATCHES; batch++) {
      const claims = await claimed();
      await stage.age(40);
      const swept = await Promise.all(Array.from({ length: 6 }, () => sweep(stage.deps, LIMITS)));
      const requeued = swept.flatMap((result) => result.requeued);
      expect(requeued.toSorted()).toEqual(claims.map((held) => held.jobId).toSorted());
      const { rows } = await sql<{ attempts: number }>`SELECT DISTINCT attempts FROM ix_jobs`.execute(stage.em.getKysely());
      expect(rows).toEqual([{ attempts: 1 }]);
      await settle();
    }
  });

  it('claim against cancel: ended or marked, never run unmarked', async () => {
    let ended = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const ids = await submitted();
      const [claims, applied] = await Promise.all([
        Promise.all(Array.from({ length: 10 }, (_, i) => claim(stage.deps, 10, `w${i}`))),
        Promise.all(ids.toReversed().map((jobId) => cancel(stage.deps, EVERYTHING, [jobId]))),
      ]);
      expect(applied.flatMap((set) => [...set])).toHaveLength(ROUNDS);
      const running = new Set(claims.flat().map((held) => held.jobId));
      const { rows } = await sql<{ job_id: JobId; status: string; marked: boolean }>`
        SELECT job_id, status, cancel_requested_at IS NOT NULL AS marked FROM ix_jobs`.execute(stage.em.getKysely());
      for (const row of rows) expect([row.status, row.marked]).toEqual([running.has(row.job_id) ? 'running' : 'error', true]);
      ended += ROUNDS - running.size;
      await settle();
    }
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(BATCHES * ROUNDS);
  });

  it('prune against list: every page is whole, no row comes twice, none that stays is missed', async () => {
    await sql`ALTER TABLE ix_jobs DISABLE TRIGGER ix_jobs_terminal_is_final`.execute(stage.em.getKysely());
    let pages = 0;
    for (let batch = 0; batch < BATCHES; batch++) {
      const claims = await claimed();
      await finish(
        stage.deps,
        claims.map((held) => ({ claim: held, response: answer(held) })),
      );
      const old = claims.filter((_, i) => i % 2 === 0).map((held) => held.jobId);
      await sql`UPDATE ix_jobs SET created_at = created_at - interval '100 days', finished_at = finished_at - interval '100 days'
        WHERE job_id = ANY(${old}::uuid[])`.execute(stage.em.getKysely());
      let pruning = true;
      const walk = async (): Promise<void> => {
        do {
          const seen: string[] = [];
          for (let cursor: string | undefined; ; ) {
            const page = await listJobs(stage.deps, EVERYTHING, { limit: 7, offset: 0, cursor });
            seen.push(...page.jobs.map((job) => job.job_id));
            pages += 1;
            if (page.next_cursor === null) break;
            cursor = page.next_cursor;
          }
          expect(new Set(seen).size).toBe(seen.length);
          for (const held of claims) if (!old.includes(held.jobId)) expect(seen).toContain(held.jobId);
        } while (pruning);
      };
      const walking = Promise.all([walk(), walk(), walk()]);
      const pruned = await Promise.all([prune(stage.deps, 90), prune(stage.deps, 90), prune(stage.deps, 90)]);
      pruning = false;
      await walking;
      expect(pruned.reduce((sum, { jobs }) => sum + jobs, 0)).toBe(old.length);
      expect((await listJobs(stage.deps, EVERYTHING, { limit: 200, offset: 0 })).total).toBe(ROUNDS - old.length);
      await stage.clear();
    }
    expect(pages).toBeGreaterThan(BATCHES * 10);
    await sql`ALTER TABLE ix_jobs ENABLE TRIGGER ix_jobs_terminal_is_final`.execute(stage.em.getKysely());
  });
});
