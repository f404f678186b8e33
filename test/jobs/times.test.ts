/** Jobs that are held back until a time, and jobs that are wanted by one. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { reticketJobs } from '../../src/jobs/reticket.ts';
import { keepTimes } from '../../src/jobs/times.ts';
import { Stage } from '../support/stage.ts';

const HOUR = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR).toISOString();

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** As if the times of all jobs had come `hours` ago. */
const later = (hours: number) =>
  sql`UPDATE ix_jobs SET held_until = held_until - make_interval(hours => ${hours}), deadline_at = deadline_at - make_interval(hours => ${hours})`.execute(
    stage.em.getKysely(),
  );
const claimed = async () => (await claim(stage.deps, 10, 'w')).map(({ jobId }) => jobId);

describe('not_before', () => {
  test('holds a job back: no ticket, no claim, no place in the queue', async () => {
    const held = await stage.job({ not_before: inAnHour(), priority: 9 });
    const other = await stage.job();
    expect(await stage.get(held)).toMatchObject({ status: 'pending', held: 'not_before', queue: null });
    expect((await stage.get(other)).queue).toMatchObject({ ahead: 0 });
    expect(await stage.tickets()).toBe(1);
    expect(await keepTimes(stage.deps)).toEqual({ released: 0, overdue: 0 });
    expect(await reticketJobs(stage.deps)).toBe(1);
    expect(await claimed()).toEqual([other]);
  });

  test('lets it go when its time has come, with a ticket, once', async () => {
    const held = await stage.job({ not_before: inAnHour() });
    await later(2);
    const kept = await Promise.all([keepTimes(stage.deps), keepTimes(stage.deps)]);
    expect(kept.reduce((sum, { released }) => sum + released, 0)).toBe(1);
    expect([await stage.tickets(), (await stage.get(held)).held]).toEqual([1, null]);
    expect(await claimed()).toEqual([held]);
  });

  test('gives no place before those that came later', async () => {
    const own = await Promise.all(Array.from({ length: 40 }, () => stage.job({ ix_client_id: 'a', not_before: inAnHour() })));
    const others = (await stage.submit(...Array.from({ length: 20 }, () => ({ ix_client_id: 'b' })))).map(({ job }) => job.job_id);
    await later(2);
    expect((await keepTimes(stage.deps)).released).toBe(40);
    const first = await claim(stage.deps, 32, 'w');
    expect(first.filter(({ jobId }) => own.includes(jobId))).toHaveLength(16);
    expect(first.filter(({ jobId }) => others.includes(jobId))).toHaveLength(16);
  });

  test('in the past is as none', async () => {
    const job = await stage.job({ not_before: '2020-01-01T00:00:00+02:00' });
    expect(await stage.get(job)).toMatchObject({ not_before: '2019-12-31T22:00:00.000000Z', held: null });
    expect(await claimed()).toEqual([job]);
  });
});

describe('deadline_seconds', () => {
  const codes = (ids: readonly JobId[]) => Promise.all(ids.map(async (id) => (await stage.get(id)).response?.code ?? null));

  test('ends what still waits, held back or not, and sends its callback', async () => {
    const waits = await stage.job({ deadline_seconds: 3600, callback_url: 'https://a.example.com/' });
    const held = await stage.job({ deadline_seconds: 7000, not_before: inAnHour() });
    const other = await stage.job({ deadline_seconds: 3600 * 9 });
    expect(Date.parse((await stage.get(waits)).deadline_at ?? '') - Date.parse((await stage.get(waits)).created_at)).toBe(HOUR);
    await later(3);
    expect((await keepTimes(stage.deps)).overdue).toBe(2);
    expect(await codes([waits, held, other])).toEqual(['IX_003_003', 'IX_003_003', null]);
    expect((await stage.get(waits)).callback_status).toBe('pending');
    expect(await stage.tickets('ix.callback')).toBe(1);
    expect(await claimed()).toEqual([other]);
  });

  test('one that the database refuses to end keeps no other', async () => {
    const [bad, good] = [await stage.job({ deadline_seconds: 3600 }), await stage.job({ deadline_seconds: 3600 })];
    await later(2);
    await stage.refuseUpdates(bad);
    expect((await keepTimes(stage.deps)).overdue).toBe(1);
    expect(await codes([bad, good])).toEqual([null, 'IX_003_003']);
    await expect(keepTimes(stage.deps)).rejects.toThrow('refused');
  });

  test('counts anew for a resubmission, which waits for no time', async () => {
    const job = await stage.job({ deadline_seconds: 3600 * 5, not_before: inAnHour() });
    const copy = await resubmit(stage.deps, EVERYTHING, job);
    expect(copy?.job).toMatchObject({ not_before: null, held: null });
    expect(Date.parse(copy?.job.deadline_at ?? '') - Date.parse(copy?.job.created_at ?? '')).toBe(5 * HOUR);
  });

  test('is in the claim of one that runs', async () => {
    await stage.job({ deadline_seconds: 3600 });
    const [held] = await claim(stage.deps, 1, 'w');
    expect(held?.deadlineInSeconds).toBeGreaterThan(3590);
    expect(held?.deadlineInSeconds).toBeLessThanOrEqual(3600);
  });
});

test('neither makes another request of it', async () => {
  const [first] = await stage.submit({ request_id: 'same', deadline_seconds: 60 });
  const [again] = await stage.submit({ request_id: 'same', not_before: inAnHour() });
  expect(again).toMatchObject({ created: false, differs: false, job: { job_id: first?.job.job_id, held: null } });
});
