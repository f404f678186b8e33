/** The sweep: the only way back to pending. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claim } from '../../src/jobs/claim.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { Stage } from '../support/stage.ts';

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
    expect(await stage.queue.countCallbacks(stage.em)).toBe(1);
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
});
