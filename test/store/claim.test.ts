/** Claiming: in order, each job by one worker, never waiting for another claimer. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { claim } from '../../src/jobs/claim.ts';
import { getJob } from '../../src/jobs/read.ts';
import { release } from '../../src/jobs/release.ts';
import { claim as claimRows } from '../../src/store/claim.ts';
import { queuePosition } from '../../src/store/queue-position.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('claim', () => {
  it('takes higher priorities first, then the oldest', async () => {
    const [a, b, c] = [await stage.job(), await stage.job({ priority: 5 }), await stage.job()];
    const order = [];
    for (let i = 0; i < 3; i++) order.push(...(await claim(stage.deps, 1, 'w')));
    expect(order.map((held) => held.jobId)).toEqual([b, a, c]);
    expect(await stage.get(a)).toMatchObject({ status: 'running', worker_id: 'w', attempts: 0 });
    expect((await stage.get(a)).started_at).not.toBeNull();
  });

  it('takes no more than asked for, and nothing when there is nothing', async () => {
    await stage.submit({}, {}, {});
    expect(await claim(stage.deps, 2, 'w')).toHaveLength(2);
    expect(await claim(stage.deps, 2, 'w')).toHaveLength(1);
    expect(await claim(stage.deps, 2, 'w')).toHaveLength(0);
    expect(await stage.tickets()).toBe(0);
  });

  it('two claimers share no row, and leave none, over many rounds', async () => {
    for (let round = 0; round < 50; round++) {
      await stage.submit(...Array.from({ length: 30 }, () => ({})));
      const taken = await Promise.all(Array.from({ length: 10 }, (_, i) => claim(stage.deps, 3, `w${i}`)));
      const ids = taken.flat().map((held) => held.jobId);
      expect(new Set(ids).size).toBe(ids.length);
      while (ids.length % 30 !== 0) {
        const more = await claim(stage.deps, 30, 'late');
        expect(more.length).toBeGreaterThan(0);
        ids.push(...more.map((held) => held.jobId));
      }
      expect(ids).toHaveLength(30);
    }
  });

  it('does not wait for a claimer whose transaction is still open', async () => {
    await stage.submit({}, {});
    await stage.orm.em.fork().transactional(async (em) => {
      await sql`SET LOCAL lock_timeout = '1ms'`.execute(em.getKysely());
      expect(await claimRows(em, 1, 'open')).toHaveLength(1);
      expect(await claim(stage.deps, 5, 'other')).toHaveLength(1);
    });
  });

  it('a claim that rolls back leaves the job and its ticket', async () => {
    const jobId = await stage.job();
    await expect(
      stage.em.transactional(async (em) => {
        await stage.queue.takeJobs(em, 1);
        await claimRows(em, 1, 'w');
        throw new Error('crash');
      }),
    ).rejects.toThrow('crash');
    expect(await stage.get(jobId)).toMatchObject({ status: 'pending' });
    expect(await stage.tickets()).toBe(1);
  });

  it('what is handed back is pending with a ticket and the same attempts', async () => {
    const jobId = await stage.job();
    const claims = await claim(stage.deps, 1, 'w');
    await release(stage.deps, claims);
    expect(await stage.get(jobId)).toMatchObject({ status: 'pending', attempts: 0, started_at: null, worker_id: null });
    expect(await claim(stage.deps, 1, 'w2')).toMatchObject([{ jobId, attempt: 0 }]);
    await release(stage.deps, claims);
    expect(await stage.get(jobId)).toMatchObject({ status: 'running', worker_id: 'w2' });
  });
});

describe('queuePosition', () => {
  it('counts running jobs, then pending ones in claim order', async () => {
    const [a, b, c] = [await stage.job(), await stage.job(), await stage.job({ priority: 1 })];
    const at = (jobId: JobId) => queuePosition(stage.em, jobId);
    expect([await at(c), await at(a), await at(b)]).toEqual([
      { ahead: 0, totalActive: 3 },
      { ahead: 1, totalActive: 3 },
      { ahead: 2, totalActive: 3 },
    ]);
    await claim(stage.deps, 1, 'w');
    expect([await at(c), await at(a), await at(b)]).toEqual([
      { ahead: 0, totalActive: 3 },
      { ahead: 1, totalActive: 3 },
      { ahead: 2, totalActive: 3 },
    ]);
    expect((await getJob(stage.deps, b))?.queue).toEqual({ ahead: 2, total_active: 3 });
  });

  it('is (0, 0) for a job that does not exist', async () => {
    expect(await queuePosition(stage.em, '01a20c1a-9f54-7067-a469-5fe43db2da84' as JobId)).toEqual({ ahead: 0, totalActive: 0 });
  });

  it('agrees with the order in which jobs are claimed, ties included', async () => {
    const submitted = await stage.submit(...Array.from({ length: 60 }, (_, i) => ({ priority: i % 3 })));
    const places = await Promise.all(
      submitted.map(async ({ job }) => ({ jobId: job.job_id, ahead: (await queuePosition(stage.em, job.job_id as JobId)).ahead })),
    );
    const order = [];
    for (let i = 0; i < 60; i++) order.push(...(await claim(stage.deps, 1, 'w')).map((held) => held.jobId));
    expect(order).toEqual(places.toSorted((x, y) => x.ahead - y.ahead).map((place) => place.jobId));
  });
});
