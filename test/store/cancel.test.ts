/** Cancel and resubmit. */

import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { release } from '../../src/jobs/release.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { CALLBACK } from '../../src/queue/queues.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import { answer, Stage } from '../support/stage.ts';

const LIMITS = { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 };

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('cancel', () => {
  it('ends a pending job at once, with its callback', async () => {
    const jobId = await stage.job({ ix_client_id: 'acme', request_id: 'r', callback_url: 'https://example.com/hook' });
    expect(await cancel(stage.deps, EVERYTHING, [jobId])).toEqual(new Set([jobId]));
    expect(await stage.get(jobId)).toMatchObject({
      status: 'error',
      callback_status: 'pending',
      queue: null,
      response: { code: 'IX_003_000', ix_client_id: 'acme', request_id: 'r', ix_result: null },
    });
    expect(await stage.tickets(CALLBACK)).toBe(1);
  });

  it('marks a running job, which its worker hears by signal and by heartbeat', async () => {
    const jobId = await stage.job();
    const claims = await claim(stage.deps, 1, 'w');
    const told = Promise.withResolvers<readonly string[] | null>();
    const off = stage.queue.signals.on('cancel', told.resolve);
    expect(await cancel(stage.deps, EVERYTHING, [jobId])).toEqual(new Set([jobId]));
    expect(await told.promise).toEqual([jobId]);
    off();
    expect(await heartbeat(stage.em, claims)).toEqual({ lost: [], cancelled: claims });
    const job = await stage.get(jobId);
    expect(job.status).toBe('running');
    expect(job.cancel_requested_at).not.toBeNull();
  });

  it('leaves a finished job alone, and says nothing of unknown ones', async () => {
    const jobId = await stage.job();
    const [held] = await claim(stage.deps, 1, 'w');
    if (held === undefined) throw new Error('nothing claimed');
    await finish(stage.deps, [{ claim: held, response: answer(held) }]);
    expect(await cancel(stage.deps, EVERYTHING, [jobId, '01a20c1a-9f54-7067-a469-5fe43db2da84' as JobId])).toEqual(new Set());
    expect(await stage.get(jobId)).toMatchObject({ status: 'done' });
  });

  it('of a job whose worker died ends it at the sweep', async () => {
    const jobId = await stage.job();
    const claims = await claim(stage.deps, 1, 'w');
    await cancel(stage.deps, EVERYTHING, [jobId]);
    await release(stage.deps, claims);
    expect(await stage.get(jobId)).toMatchObject({ status: 'running' });
    await stage.age(60);
    expect(await sweep(stage.deps, LIMITS)).toMatchObject({ exhausted: [jobId] });
    expect(await stage.get(jobId)).toMatchObject({ status: 'error', response: { code: 'IX_003_000' } });
  });
});

describe('resubmit', () => {
  it('is a new job with the same request, callback URL, priority and files, that names its origin', async () => {
    const origin = await stage.job({
      ix_client_id: 'acme',
      request_id: 'r',
      priority: 4,
      callback_url: 'https://example.com/hook',
      context: { files: [{ url: 'https://e.com/a', headers: { Authorization: 'Bearer s3cret' } }] },
    });
    const copy = await resubmit(stage.deps, EVERYTHING, origin);
    expect(copy).toMatchObject({
      created: true,
      job: { origin_job_id: origin, client_id: 'acme', priority: 4, callback_url: 'https://example.com/hook', status: 'pending' },
    });
    expect(copy?.job.request_id).not.toBe('r');
    expect(copy?.job.request.request_id).toBe(copy?.job.request_id);
    const { rows } = await sql<{ same: boolean }>`
      SELECT (SELECT request::jsonb - 'request_id' FROM ix_jobs WHERE job_id = ${origin}) = (SELECT request::jsonb - 'request_id' FROM ix_jobs WHERE job_id = ${copy?.job.job_id}) AS same`.execute(
      stage.em.getKysely(),
    );
    expect(rows).toEqual([{ same: true }]);
    expect(await stage.tickets()).toBe(2);
  });

  it('with the same request id again answers the first copy', async () => {
    const origin = await stage.job();
    const first = await resubmit(stage.deps, EVERYTHING, origin, 'again');
    const second = await resubmit(stage.deps, EVERYTHING, origin, 'again');
    expect([first?.created, second?.created, second?.differs]).toEqual([true, false, false]);
    expect(second?.job.job_id).toBe(first?.job.job_id);
  });

  it('of an unknown job is null', async () => {
    expect(await resubmit(stage.deps, EVERYTHING, '01a20c1a-9f54-7067-a469-5fe43db2da84' as JobId)).toBeNull();
  });
});
