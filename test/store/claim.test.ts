/** Claiming: in order, each job by one worker, never waiting for another claimer. */

import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { getJob } from '../../src/jobs/read.ts';
import { release } from '../../src/jobs/release.ts';
import { claimRows } from '../../src/store/claim.ts';
import { foldDeltas } from '../../src/store/counts.ts';
import { queuePosition } from '../../src/store/queue-position.ts';
import { TURN_JOBS } from '../../src/store/turns.ts';
import { KEYRING } from '../support/keyring.ts';
import { answer, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());
const ONE = { free: 1, suspects: 1, clientMaxRunning: 0 } as const;

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
    expect(await stage.claim(2, 'w')).toHaveLength(2);
    expect(await stage.claim(2, 'w')).toHaveLength(1);
    expect(await claim(stage.deps, 2, 'w')).toHaveLength(0);
    expect(await stage.tickets()).toBe(0);
  });

  it('does not wait for the disk', async () => {
    await stage.job();
    const flushed = async (em: typeof stage.em) =>
      (await sql<{ on: string }>`SELECT current_setting('synchronous_commit') AS on`.execute(em.getKysely())).rows[0]?.on;
    const { em } = stage;
    await em.transactional(async (inside) => {
      await sql`SET LOCAL synchronous_commit = on`.execute(inside.getKysely());
      expect(await claimRows(inside, KEYRING, 'w', ONE, stage.deps.heads)).toHaveLength(1);
      expect(await flushed(inside)).toBe('off');
    });
  });

  it('two claimers share no row, and leave none, over many rounds', async () => {
    for (let round = 0; round < 8; round++) {
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
      expect(await claimRows(em, KEYRING, 'open', ONE, null)).toHaveLength(1);
      expect(await claim(stage.deps, 5, 'other')).toHaveLength(1);
    });
  });

  it('a claim that rolls back leaves the job and its ticket', async () => {
    const jobId = await stage.job();
    await expect(
      stage.em.transactional(async (em) => {
        await claimRows(em, KEYRING, 'w', ONE, stage.deps.heads);
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

describe('fair share', () => {
  it('a client with one job does not wait for all of another’s', async () => {
    await stage.submit(...Array.from({ length: 150 }, () => ({ ix_client_id: 'big' })));
    await claim(stage.deps, 40, 'w');
    const small = await stage.job({ ix_client_id: 'small' });
    const { ahead } = (await stage.get(small)).queue ?? { ahead: -1 };
    // What runs, and no more than the turn that big has come to.
    expect(ahead).toBeLessThanOrEqual(40 + TURN_JOBS);
    const next = await claim(stage.deps, TURN_JOBS + 1, 'w');
    expect(next.map((held) => held.jobId)).toContain(small);
  });

  it('clients with many jobs take turns', async () => {
    for (const client of ['a', 'b', 'c']) await stage.submit(...Array.from({ length: 3 * TURN_JOBS }, () => ({ ix_client_id: client })));
    const two = await claim(stage.deps, 3 * TURN_JOBS * 2, 'w');
    for (const client of ['a', 'b', 'c']) expect(two.filter((held) => held.clientId === client)).toHaveLength(TURN_JOBS * 2);
  });

  it('a client that sends a job for each one that ends does not keep the others out', async () => {
    await stage.submit(...Array.from({ length: 60 }, () => ({ ix_client_id: 'backlog' })));
    await stage.submit(...Array.from({ length: 12 }, () => ({ ix_client_id: 'steady' })));
    const share = { backlog: 0, steady: 0 };
    for (let i = 0; i < 70; i++) {
      const [held] = await claim(stage.deps, 1, 'w');
      if (held === undefined) throw new Error('nothing to claim');
      share[held.clientId === 'steady' ? 'steady' : 'backlog'] += 1;
      await finish(stage.deps, [{ claim: held, response: answer(held) }]);
      if (held.clientId === 'steady') await stage.job({ ix_client_id: 'steady' });
    }
    expect(Math.abs(share.backlog - share.steady)).toBeLessThanOrEqual(2 * TURN_JOBS);
  });

  it('priorities come before turns', async () => {
    await stage.submit(...Array.from({ length: 50 }, () => ({ ix_client_id: 'a' })));
    const urgent = await stage.submit(...Array.from({ length: 20 }, () => ({ ix_client_id: 'a', priority: 1 })));
    const first = await claim(stage.deps, 20, 'w');
    expect(new Set(first.map((held) => held.jobId))).toEqual(new Set(urgent.map(({ job }) => job.job_id)));
  });
});

describe('a ceiling of running jobs per client', () => {
  const capped = () => ({ ...stage.deps, clientMaxRunning: 2, from: 'head' });

  it('is never exceeded, and passes others by', async () => {
    await stage.submit(
      ...Array.from({ length: 10 }, () => ({ ix_client_id: 'a' })),
      ...Array.from({ length: 3 }, () => ({ ix_client_id: 'b' })),
    );
    const rounds = await Promise.all(Array.from({ length: 8 }, (_, i) => claim(capped(), 5, `w${i}`)));
    const held = [...rounds.flat(), ...(await claim(capped(), 20, 'w'))];
    expect(held.map((c) => c.clientId).toSorted()).toEqual(['a', 'a', 'b', 'b']);
    const one = held.find((c) => c.clientId === 'a');
    if (one === undefined) throw new Error('nothing of a was claimed');
    await finish(stage.deps, [{ claim: one, response: answer(one) }]);
    expect(await claim(capped(), 20, 'w')).toMatchObject([{ clientId: 'a' }]);
  });
});

describe('queuePosition', () => {
  it('counts running jobs, then pending ones in claim order', async () => {
    const [a, b, c] = [await stage.job(), await stage.job(), await stage.job({ priority: 1 })];
    const at = (jobId: JobId) => queuePosition(stage.em, EVERYTHING, jobId);
    expect([await at(c), await at(a), await at(b)]).toEqual([
      { ahead: 0, aheadIsMinimum: false, totalActive: 3 },
      { ahead: 1, aheadIsMinimum: false, totalActive: 3 },
      { ahead: 2, aheadIsMinimum: false, totalActive: 3 },
    ]);
    await claim(stage.deps, 1, 'w');
    expect([await at(c), await at(a), await at(b)]).toEqual([
      { ahead: 0, aheadIsMinimum: false, totalActive: 3 },
      { ahead: 1, aheadIsMinimum: false, totalActive: 3 },
      { ahead: 2, aheadIsMinimum: false, totalActive: 3 },
    ]);
    expect((await getJob(stage.deps, EVERYTHING, b))?.queue).toEqual({ ahead: 2, ahead_is_minimum: false, total_active: 3 });
  });

  it('is (0, 0) for a job that does not exist', async () => {
    expect(await queuePosition(stage.em, EVERYTHING, '01a20c1a-9f54-7067-a469-5fe43db2da84' as JobId)).toEqual({
      ahead: 0,
      aheadIsMinimum: false,
      totalActive: 0,
    });
  });

  it.each(['folded', 'not folded', 'partly folded'])(
    'agrees with the order in which jobs are claimed, ties included: %s',
    async (state) => {
      const jobs: JobId[] = [];
      for (const [batch, size] of [1, 12, 3, 24, 2, 8].entries()) {
        const submitted = await stage.submit(
          ...Array.from({ length: size }, (_, i) => ({ priority: i % 5 === 0 ? 1 : 0, ix_client_id: `c${(i * batch) % 4}` })),
        );
        jobs.push(...submitted.map(({ job }) => job.job_id as JobId));
        if (state === 'partly folded' && batch % 2 === 0) await stage.em.transactional(foldDeltas);
        if (batch === 3) await claim(stage.deps, 10, 'w');
      }
      if (state === 'folded') await stage.em.transactional(foldDeltas);
      const places = await Promise.all(jobs.map(async (jobId) => ({ jobId, ...(await queuePosition(stage.em, EVERYTHING, jobId)) })));
      expect(new Set(places.map((place) => place.totalActive))).toEqual(new Set([50]));
      const waiting = places.filter((place) => place.ahead > 0).toSorted((x, y) => x.ahead - y.ahead);
      expect(waiting.map((place) => place.ahead)).toEqual(Array.from({ length: 40 }, (_, i) => 10 + i));
      const order = [];
      for (let i = 0; i < 40; i++) order.push(...(await claim(stage.deps, 1, 'w')).map((held) => held.jobId));
      expect(order).toEqual(waiting.map((place) => place.jobId));
    },
  );
});
