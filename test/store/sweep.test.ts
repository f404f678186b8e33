/** The sweep: the only way back to pending. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claim } from '../../src/jobs/claim.ts';
import { reticketJobs } from '../../src/jobs/reticket.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { CALLBACK } from '../../src/queue/queues.ts';
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
    expect(await sweep(stage.deps, LIMITS)).toEqual({ requeued: [], exhausted: [], refused: [] });
  });

  it('takes back a job without heartbeats: pending, one attempt more, a new ticket, the lost run told', async () => {
    const jobId = await stage.job();
    await stage.claim(1, 'w');
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

  it('leaves a job that runs for long and gets on, until it does not', async () => {
    const jobId = await stage.job();
    const claims = await claim(stage.deps, 1, 'w');
    await stage.age(700);
    await heartbeat(stage.em, claims, new Set(claims));
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ requeued: [] });
    await stage.age(700);
    await heartbeat(stage.em, claims);
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ requeued: [jobId] });
  });

  it('gives up with IX_003_001, and the callback of that end, once a job was the one suspect of its worker so many times', async () => {
    const jobId = await stage.job({ ix_client_id: 'acme', request_id: 'r', callback_url: 'https://example.com/hook' });
    for (let run = 1; run <= 4; run++) {
      await stage.claim(1, `w${run}`);
      await stage.age(40);
      const { requeued, exhausted } = await sweep(stage.deps, LIMITS);
      expect([requeued, exhausted]).toEqual(run < 4 ? [[jobId], []] : [[], [jobId]]);
    }
    const job = await stage.get(jobId);
    expect(job).toMatchObject({
      status: 'error',
      attempts: 4,
      strikes: 3,
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
    expect(job.lost_runs.map((run) => run.worker_id)).toEqual(['w1', 'w2', 'w3', 'w4']);
    expect(await stage.tickets(CALLBACK)).toBe(1);
    expect(await stage.tickets()).toBe(0);
  });

  it('charges nobody for the first loss: of those that ran beside each other any may have killed the worker', async () => {
    const jobs = [await stage.job(), await stage.job(), await stage.job()];
    await claim(stage.deps, 3, 'w');
    await stage.age(40);
    await sweep(stage.deps, LIMITS);
    for (const jobId of jobs) expect(await stage.get(jobId)).toMatchObject({ status: 'pending', attempts: 1, strikes: 0 });
  });

  it('gives a worker one suspect at a time, beside fresh jobs, in their place', async () => {
    const lost = [await stage.job(), await stage.job()];
    await claim(stage.deps, 2, 'w');
    await stage.age(40);
    await sweep(stage.deps, LIMITS);
    const fresh = [await stage.job(), await stage.job()];
    const ids = async (free: number, suspects: number) => (await claim(stage.deps, free, 'a', { suspects })).map(({ jobId }) => jobId);
    expect(await ids(1, 1)).toEqual([lost[0]]);
    expect((await ids(4, 0)).toSorted()).toEqual(fresh);
    expect(await ids(4, 1)).toEqual([lost[1]]);
  });

  it('a callback that cannot be stored keeps neither its job nor others from ending', async () => {
    const [bad, good] = [await stage.job({ callback_url: 'https://a.example/' }), await stage.job({ callback_url: 'https://b.example/' })];
    await stage.longCallback(bad);
    for (let run = 0; run < 2; run++) {
      await claim(stage.deps, 2, `w${run}`, { suspects: 2 });
      await stage.age(40);
      await sweep(stage.deps, { ...LIMITS, maxAttempts: 1 });
    }
    expect(await stage.get(good)).toMatchObject({ status: 'error', callback_status: 'pending', callback_error: null });
    expect(await stage.get(bad)).toMatchObject({
      status: 'error',
      response: { code: 'IX_003_001' },
      callback_status: 'failed',
      callback_error: expect.stringContaining('could not be stored'),
    });
    expect(await stage.tickets(CALLBACK)).toBe(1);
  });

  it('a job that cannot be taken back keeps no other from it', async () => {
    const [bad, good] = [await stage.job(), await stage.job()];
    await claim(stage.deps, 2, 'w');
    await stage.age(40);
    await stage.refuseUpdates(bad);
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ requeued: [good], refused: [{ jobId: bad }] });
    expect(await stage.get(bad)).toMatchObject({ status: 'running' });
  });

  it('tickets that were lost are made anew', async () => {
    await stage.submit({}, {}, {});
    await stage.loseTickets();
    expect(await reticketJobs(stage.deps)).toBe(3);
    expect(await stage.tickets()).toBe(3);
    expect(await stage.claim(10, 'w')).toHaveLength(3);
    expect(await stage.tickets()).toBe(0);
  });
});
