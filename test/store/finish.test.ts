/** The fence and the finality of terminal jobs. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { CALLBACK } from '../../src/queue/queues.ts';
import { updateCallbackStatus } from '../../src/store/callbacks.ts';
import type { Claim } from '../../src/store/claim.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { answer, Stage } from '../support/stage.ts';

const LIMITS = { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

async function claimed(submission = {}): Promise<Claim> {
  await stage.job(submission);
  const [held] = await claim(stage.deps, 1, 'w');
  if (held === undefined) throw new Error('nothing to claim');
  return held;
}

describe('finish', () => {
  it('is done without an error, error with one', async () => {
    const [good, bad] = [await claimed(), await claimed()];
    await finish(stage.deps, [
      { claim: good, response: answer(good) },
      { claim: bad, response: answer(bad, 'IX_001_000') },
    ]);
    expect(await stage.get(good.jobId)).toMatchObject({ status: 'done', response: { error: null }, callback_status: null });
    expect(await stage.get(bad.jobId)).toMatchObject({ status: 'error', response: { code: 'IX_001_000' } });
    expect((await stage.get(bad.jobId)).finished_at).not.toBeNull();
  });

  it('writes the callback and its ticket in the same transaction', async () => {
    const held = await claimed({ callback_url: 'https://example.com/hook' });
    await finish(stage.deps, [{ claim: held, response: answer(held) }]);
    expect(await stage.get(held.jobId)).toMatchObject({ callback_status: 'pending' });
    expect(await stage.tickets(CALLBACK)).toBe(1);
    const { rows } = await sql`SELECT url, status FROM ix_callbacks WHERE job_id = ${held.jobId}`.execute(stage.em.getKysely());
    expect(rows).toEqual([{ url: 'https://example.com/hook', status: 'pending' }]);
  });

  it('applies once: the second finish changes nothing and says so', async () => {
    const held = await claimed();
    expect((await finish(stage.deps, [{ claim: held, response: answer(held) }])).has(held.jobId)).toBe(true);
    expect((await finish(stage.deps, [{ claim: held, response: answer(held, 'IX_001_000') }])).has(held.jobId)).toBe(false);
    expect(await stage.get(held.jobId)).toMatchObject({ status: 'done' });
  });

  it.each([
    ['another worker', { workerId: 'w2' }],
    ['another attempt', { attempt: 1 }],
  ])('does not take the word of %s', async (_, lie) => {
    const held = await claimed();
    expect((await finish(stage.deps, [{ claim: { ...held, ...lie }, response: answer(held) }])).size).toBe(0);
    expect(await stage.get(held.jobId)).toMatchObject({ status: 'running' });
  });

  it('a late finish after the sweep changes nothing, even when the job runs again', async () => {
    const late = await claimed();
    await stage.age(60);
    await sweep(stage.deps, LIMITS);
    expect((await finish(stage.deps, [{ claim: late, response: answer(late) }])).size).toBe(0);
    const [again] = await claim(stage.deps, 1, 'w');
    expect(again).toMatchObject({ jobId: late.jobId, attempt: 1 });
    expect((await finish(stage.deps, [{ claim: late, response: answer(late) }])).size).toBe(0);
    expect(await heartbeat(stage.em, [late, again as Claim])).toEqual({ lost: [late], cancelled: [] });
    expect(await stage.get(late.jobId)).toMatchObject({ status: 'running', attempts: 1 });
  });

  it('keeps the order of an answer’s keys', async () => {
    const held = await claimed();
    const meta_data = { engine: 'rules' as const, model_name: null, token_usage: null };
    const response = { ...answer(held), ix_result: { result: { zeta: '1', b: '2', aa: '3' }, meta_data } };
    await finish(stage.deps, [{ claim: held, response }]);
    expect(JSON.stringify((await stage.get(held.jobId)).response)).toBe(JSON.stringify(response));
  });

  it('stores answers with what PostgreSQL cannot read', async () => {
    const held = await claimed();
    await finish(stage.deps, [{ claim: held, response: { ...answer(held), warning: ['nul \u0000, half \udc00'] } }]);
    expect((await stage.get(held.jobId)).response?.warning).toEqual(['nul \ufffd, half \ufffd']);
  });
});

describe('a terminal job', () => {
  it.each([
    "status = 'pending', finished_at = NULL, response = NULL",
    "status = 'error'",
    `response = '{"error": null}'`,
    'finished_at = now()',
  ])('refuses UPDATE … SET %s from anybody', async (assignment) => {
    const held = await claimed();
    await finish(stage.deps, [{ claim: held, response: answer(held) }]);
    const before = await stage.get(held.jobId);
    await expect(sql`UPDATE ix_jobs SET ${sql.raw(assignment)} WHERE job_id = ${held.jobId}`.execute(stage.em.getKysely())).rejects.toThrow(
      /finished job does not change/,
    );
    expect(await stage.get(held.jobId)).toEqual(before);
  });

  it('takes a callback status, which never touches its own', async () => {
    const held = await claimed({ callback_url: 'https://example.com/hook' });
    await finish(stage.deps, [{ claim: held, response: answer(held) }]);
    await stage.em.transactional((em) => updateCallbackStatus(em, [{ jobId: held.jobId, status: 'delivered' }]));
    expect(await stage.get(held.jobId)).toMatchObject({ status: 'done', callback_status: 'delivered' });
  });
});
