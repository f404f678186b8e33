/** What is in hand is bounded: past it 503 with Retry-After, and what a client may have waiting: past it 429. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { Intake } from '../../src/http/intake.ts';
import { type Problem, ProblemSchema } from '../../src/http/problem.ts';
import { resubmit } from '../../src/jobs/resubmit.ts';
import { submit } from '../../src/jobs/submit.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';
import { Api } from './api.ts';

const gate = () => Promise.withResolvers<void>();
const TEXT = { use_case: 'slip', context: { texts: ['Total 12.00'] } };

describe('the intake', () => {
  const limits = { jobs: 2, bytes: 100 };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: Problem) => [error.kind, error.extras.headers],
    );
  const BUSY = ['busy', { 'Retry-After': '1' }];

  test('holds as many jobs as it may, and takes the next once one has ended', async () => {
    const intake = new Intake(limits);
    const [first, second] = [gate(), gate()];
    const held = [intake.hold(() => first.promise), intake.hold(() => second.promise)];
    expect(await refusal(intake.hold(async () => {}))).toEqual(BUSY);
    first.resolve();
    await held[0];
    expect(await refusal(intake.hold(async () => {}))).toBeNull();
    second.resolve();
    await held[1];
    expect(intake.empty).toBe(true);
  });

  test('a batch counts each of its jobs', async () => {
    const intake = new Intake(limits);
    expect(await refusal(intake.hold(async (held) => held.jobs(2)))).toBeNull();
    expect(await refusal(intake.hold(async (held) => held.jobs(3)))).toEqual(BUSY);
    expect(intake.empty).toBe(true);
  });

  test('bytes that are in hand, and those that are announced', async () => {
    const intake = new Intake(limits);
    const release = gate();
    const reading = intake.hold(async (held) => {
      held.bytes(60);
      await release.promise;
    });
    expect(await refusal(intake.hold(async (held) => held.expect(41)))).toEqual(BUSY);
    expect(
      await refusal(
        intake.hold(async (held) => {
          held.expect(40);
          held.bytes(40);
          held.bytes(1);
        }),
      ),
    ).toEqual(BUSY);
    release.resolve();
    await reading;
    expect(await refusal(intake.hold(async (held) => held.bytes(100)))).toBeNull();
    expect(intake.empty).toBe(true);
  });

  test('what is announced is in hand before it is read, and counted once', async () => {
    const intake = new Intake(limits);
    const release = gate();
    const slow = intake.hold(async (held) => {
      held.expect(60);
      await release.promise;
      held.bytes(30);
      held.bytes(30);
    });
    expect(await refusal(intake.hold(async (held) => held.expect(41)))).toEqual(BUSY);
    expect(await refusal(intake.hold(async (held) => held.expect(40)))).toBeNull();
    release.resolve();
    expect(await refusal(slow)).toBeNull();
    expect(intake.empty).toBe(true);
  });

  test('what fails holds nothing afterwards', async () => {
    const intake = new Intake(limits);
    const failing = intake.hold(async (held) => {
      held.bytes(100);
      throw new Error('the database is away');
    });
    await expect(failing).rejects.toThrow('the database is away');
    expect(intake.empty).toBe(true);
  });
});

describe('the API with its hands full', () => {
  test('answers 503 with Retry-After, reads no further, and takes the next when there is room', async () => {
    const intake = new Intake({ jobs: 1, bytes: 10_000 });
    const [entered, release] = [gate(), gate()];
    const api = await Api.open((jobs) => ({
      intake,
      submit: async (scope, items) => {
        entered.resolve();
        await release.promise;
        return submit(jobs, scope, items);
      },
    }));
    try {
      const first = api.post({ ...TEXT, request_id: 'first' });
      await entered.promise;
      for (const path of ['/jobs', '/jobs/batch']) {
        let read = false;
        const body = new ReadableStream(
          {
            pull(controller) {
              read = true;
              controller.close();
            },
          },
          { highWaterMark: 0 },
        );
        const init: RequestInit & { duplex: 'half' } = {
          method: 'POST',
          body,
          duplex: 'half',
          headers: { 'Content-Type': 'application/json' },
        };
        const refused = await api.app.request(path, init);
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
        expect(ProblemSchema.parse(await refused.json())).toMatchObject({
          type: '/docs/problems/busy',
          detail: expect.stringContaining('again is safe'),
        });
        expect(read).toBe(false);
      }
      release.resolve();
      expect((await first).status).toBe(201);
      expect((await api.post({ ...TEXT, request_id: 'second' })).status).toBe(201);
      expect(intake.empty).toBe(true);
    } finally {
      await api.close();
    }
  });

  test('a body that grows past what may be held is refused while it comes in', async () => {
    const intake = new Intake({ jobs: 10, bytes: 1000 });
    const api = await Api.open({ intake });
    const form = new FormData();
    form.set('request', JSON.stringify(TEXT));
    form.append('files', new Blob(['x'.repeat(2000)]), 'a.txt');
    const refused = await api.app.request('/jobs', { method: 'POST', body: form });
    expect(refused.status).toBe(503);
    expect(intake.empty).toBe(true);
    await api.close();
  });

  test('who waits for the end of a job holds nothing', async () => {
    const intake = new Intake({ jobs: 1, bytes: 10_000 });
    const waits = gate();
    const over = new AbortController();
    const api = await Api.open({
      intake,
      waitForJob: async () => {
        waits.resolve();
        await new Promise((resolve) => over.signal.addEventListener('abort', resolve));
        return null;
      },
    });
    const waiting = api.post({ ...TEXT, request_id: 'waits' }, { Prefer: 'wait=60' });
    await waits.promise;
    expect(intake.empty).toBe(true);
    expect((await api.post({ ...TEXT, request_id: 'other' })).status).toBe(201);
    over.abort();
    expect((await waiting).status).toBe(201);
    await api.close();
  });
});

describe('a client that has as many jobs waiting as it may', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open((jobs) => {
      const limited = { ...jobs, clientMaxPending: 2 };
      return {
        submit: (...args) => submit(limited, ...args),
        submitBatch: (...args) => submitBatch(limited, ...args),
        resubmitJob: (...args) => resubmit(limited, ...args),
      };
    });
  });
  afterAll(() => api.close());

  async function expectFull(response: Response, pending: number): Promise<void> {
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5']);
    expect(ProblemSchema.parse(await response.json())).toMatchObject({
      type: '/docs/problems/too-many-pending',
      detail: `client "full" has ${pending} jobs waiting: expected at most 2 (IX_CLIENT_MAX_PENDING) with this submit`,
    });
  }
  const batch = (jobs: unknown) =>
    api.app.request('/jobs/batch', { method: 'POST', body: JSON.stringify({ jobs }), headers: { 'Content-Type': 'application/json' } });
  const own = (request_id: string) => ({ ...TEXT, ix_client_id: 'full', request_id });

  test('is answered 429, other clients and its own old jobs are not', async () => {
    expect((await api.post(own('1'))).status).toBe(201);
    await expectFull(await batch([own('1'), own('2'), own('3')]), 1);
    expect((await batch([own('1'), own('2'), own('2')])).status).toBe(201);
    await expectFull(await api.post(own('3')), 2);
    await expectFull(await batch([own('1'), own('3')]), 2);
    expect((await api.post(own('1'))).status).toBe(200);
    expect((await batch([own('2'), own('1')])).status).toBe(200);
    expect((await api.post({ ...own('3'), ix_client_id: 'other' })).status).toBe(201);
  });

  test('nor may it resubmit', async () => {
    const { job_id } = JobSchema.parse(await (await api.get('/clients/full/jobs/1')).json());
    await expectFull(await api.app.request(`/jobs/${job_id}/resubmit`, { method: 'POST' }), 2);
  });
});
