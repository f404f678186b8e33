/** The sweep: the only way back to pending. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { answer, Stage } from '../support/stage.ts';

const LIMITS = { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('sweep', () => {
  it('leaves jobs whose lease holds', async () => {
    await stage.job();
    await claim(stage.deps, 1, 'w');
    await stage.age(20);
    expect(await sweep(stage.deps, LIMITS)).toEqual({ requeued: [], exhausted: [], reticketed: [] });
  });

  it('takes back a job without heartbeats: pending, one attempt more, a new ticket, the lost run told', async () => {
    const jobId = await stage.job();
    await claim(stage.deps, 1, 'w');
    await stage.age(40);
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ requeued: [jobId] });
    expect(await stage.get(jobId)).toMatchObject({
      status: 'pending',
      attempts: 1,
      started_at: null,
      worker_id: null,
      lost_runs: [{ worker_id: 'w', reason: 'heartbeat' }],
    });
    expect(await stage.tickets()).toBe(1);
  });

  it('takes back a job that runs for too long in spite of its heartbeats', async () => {
    const jobId = await stage.job();
    const claims = await claim(stage.deps, 1, 'w');
    await stage.age(700);
    await heartbeat(stage.em, claims);
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ requeued: [jobId] });
    expect((await stage.get(jobId)).lost_runs).toMatchObject([{ reason: 'runtime' }]);
  });

  it('gives up after max attempts with IX_003_001, and the callback of that end', async () => {
    const jobId = await stage.job({ ix_client_id: 'acme', request_id: 'r', callback_url: 'https://example.com/hook' });
    for (let run = 1; run <= 3; run++) {
      await claim(stage.deps, 1, `w${run}`);
      await stage.age(40);
      const { requeued, exhausted } = await sweep(stage.deps, LIMITS);
      expect([requeued, exhausted]).toEqual(run < 3 ? [[jobId], []] : [[], [jobId]]);
    }
    const job = await stage.get(jobId);
    expect(job).toMatchObject({
      status: 'error',
      attempts: 3,
      callback_status: 'pending',
      response: {
        code: 'IX_003_001',
        ix_client_id: 'acme',
        request_id: 'r',
        ix_id: job.ix_id,
        use_case: 'invoice',
        warning: [],
        metadata: { timings: [] },
      },
    });
    expect(job.lost_runs.map((run) => run.worker_id)).toEqual(['w1', 'w2', 'w3']);
    expect(await stage.queue.fetchCallbacks(10)).toHaveLength(1);
    expect(await stage.tickets()).toBe(0);
  });

  it('makes lost tickets anew, and only those', async () => {
    await stage.submit({}, {}, {});
    await stage.loseTickets();
    expect((await sweep(stage.deps, LIMITS)).reticketed).toHaveLength(3);
    expect(await stage.tickets()).toBe(3);
    expect((await sweep(stage.deps, LIMITS)).reticketed).toHaveLength(0);
    expect(await claim(stage.deps, 10, 'w')).toHaveLength(3);
  });

  it('many sweeps at once take a job back once', async () => {
    for (let round = 0; round < 100; round++) {
      await stage.job();
      await claim(stage.deps, 1, 'w');
      await stage.age(40);
      const swept = await Promise.all(Array.from({ length: 6 }, () => sweep(stage.deps, LIMITS)));
      expect(swept.flatMap((result) => result.requeued)).toHaveLength(1);
      const [again] = await claim(stage.deps, 1, 'w');
      if (again === undefined) throw new Error('the job did not come back');
      await finish(stage.deps, [{ claim: again, response: answer(again) }]);
    }
  });

  it('against a finish: either the answer stands, or the job is back, never both', async () => {
    let finished = 0;
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      await stage.job();
      const [held] = await claim(stage.deps, 1, 'w');
      if (held === undefined) throw new Error('nothing to claim');
      await stage.age(40);
      const [applied, swept] = await Promise.all([
        finish(stage.deps, [{ claim: held, response: answer(held) }]),
        sweep(stage.deps, LIMITS),
      ]);
      expect(applied.size + swept.requeued.length).toBe(1);
      expect((await stage.get(held.jobId as JobId)).status).toBe(applied.size === 1 ? 'done' : 'pending');
      finished += applied.size;
      if (applied.size === 0) {
        const again = await claim(stage.deps, 1, 'w');
        await finish(
          stage.deps,
          again.map((c) => ({ claim: c, response: answer(c) })),
        );
      }
    }
    expect(finished).toBeGreaterThan(0);
  });
});
