/** From a finished job to its receiver: what is sent, how often, and what is remembered of it. Real PostgreSQL, real HTTP. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseSecret } from '../../src/callbacks/sign.ts';
import type { JobEvent } from '../../src/contracts/callback.ts';
import { type JobId, JobIdSchema } from '../../src/contracts/ids.ts';
import { newSecret } from '../../src/jobs/signing-keys.ts';
import { takeCallbacks } from '../../src/jobs/take-callbacks.ts';
import { updateCallbackStatus } from '../../src/store/callbacks.ts';
import { SECRET, TRACEPARENT } from './delivery-options.ts';
import { answerWith, type Received, verify } from './receiver.ts';
import { Stage } from './stage.ts';

let stage: Stage;
const receive = (...args: Parameters<Stage['receive']>) => stage.receive(...args);

beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** A receiver that holds its first `held` answers back until told what to answer; 200 after them. */
async function receiveHeld(held: number) {
  const arrivals = Array.from({ length: held }, () => Promise.withResolvers<(status: number, body: string) => void>());
  const receiver = await receive((response, count) => {
    const answer = (status: number, body: string): void => void response.writeHead(status).end(body);
    const arrival = arrivals[count - 1];
    if (arrival === undefined) answer(200, '');
    else arrival.resolve(answer);
  });
  return { receiver, answers: arrivals.map(({ promise }) => promise) };
}

const idOf = ({ headers }: Received) => headers['webhook-id'];
const idOfJob = ({ data }: JobEvent): JobId => JobIdSchema.parse(data.job_id);

describe('a callback', () => {
  it('comes once for each finished job, signed, with the job as GET shows it', async () => {
    const receiver = await receive(answerWith(204));
    const done = await stage.finishedJobs(receiver.url, 20);
    const failed = await stage.finishedJobs(receiver.url, 5, 'IX_001_000');
    const before = new Map(await Promise.all([...done, ...failed].map(async (id) => [id, await stage.job(id)] as const)));

    await stage.deliver(25);

    expect(receiver.received).toHaveLength(25);
    const events = receiver.received.map((received) => verify(SECRET, received));
    expect(new Map(events.map(({ data }) => [data.job_id, data]))).toEqual(before);
    for (const event of events) {
      expect(event.type).toBe(event.data.status === 'done' ? 'job.done' : 'job.error');
      expect(event.timestamp).toBe(before.get(idOfJob(event))?.finished_at);
    }
    for (const [id, job] of before) expect(await stage.job(id)).toEqual({ ...job, callback_status: 'delivered' });
    expect(await stage.tickets()).toEqual([]);
  });

  it('has the headers of Standard Webhooks, a user agent, and the trace of its submission', async () => {
    const receiver = await receive(answerWith(200));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(1, { now: () => new Date('2026-11-24T12:00:00.900Z') });
    expect(receiver.received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'ix',
      'webhook-id': (await stage.callback(jobId)).callback_id,
      'webhook-timestamp': '1795521600',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      traceparent: TRACEPARENT,
    });
  });

  it('carries a signature of each secret, so that either verifies', async () => {
    const receiver = await receive(answerWith(200));
    await stage.finishedJob(receiver.url);
    const next = newSecret();
    await stage.deliver(1, { secretsOf: async () => new Map([['default', [parseSecret(next, 'next'), parseSecret(SECRET, 'old')]]]) });
    const [received] = receiver.received;
    if (received === undefined) throw new Error('nothing was received');
    expect(verify(next, received)).toEqual(verify(SECRET, received));
  });

  it('is not sent unsigned by itself', async () => {
    const receiver = await receive(answerWith(200));
    const jobId = await stage.finishedJob(receiver.url);
    const refused = Promise.withResolvers<unknown>();
    stage.deliverer({ secretsOf: async () => new Map(), onError: refused.resolve }).start();
    expect(await refused.promise).toMatchObject({ message: expect.stringContaining('at least one secret') });
    expect(receiver.connections).toBe(0);
    expect(await stage.log(jobId)).toEqual([]);
  });

  it('is sent to nobody when the job has no callback URL or is deleted before', async () => {
    const receiver = await receive(answerWith(200));
    const kept = await stage.finishedJob(receiver.url);
    const deleted = await stage.finishedJob(receiver.url);
    await stage.orm.em.fork().getConnection().execute('DELETE FROM ix_jobs WHERE job_id = ?', [deleted]);
    await stage.deliver(1);
    expect(receiver.received.map((received) => verify(SECRET, received).data.job_id)).toEqual([kept]);
  });
});

describe('a receiver that fails', () => {
  it('twice gets it the third time, with the same webhook-id and body, and the log tells', async () => {
    const receiver = await receive((response, count) => response.writeHead(count < 3 ? 500 : 200).end(`answer ${count}`));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(3);

    const { callback_id } = await stage.callback(jobId);
    expect(receiver.received.map(idOf)).toEqual([callback_id, callback_id, callback_id]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    for (const received of receiver.received) verify(SECRET, received);
    expect(await stage.log(jobId)).toMatchObject([
      { attempt: 1, status_code: 500, error: 'answered 500', response_excerpt: 'answer 1' },
      { attempt: 2, status_code: 500, error: 'answered 500', response_excerpt: 'answer 2' },
      { attempt: 3, status_code: 200, error: null, response_excerpt: 'answer 3' },
    ]);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'delivered', attempts: 3, has_next: false, has_finished: true });
    expect((await stage.job(jobId)).callback_status).toBe('delivered');
  });

  it('to the end is given up: the callback failed, a dead ticket, the job as it was', async () => {
    const receiver = await receive(answerWith(404));
    const jobId = await stage.finishedJob(receiver.url);
    const before = await stage.job(jobId);
    await stage.deliver(3);

    const callback = await stage.callback(jobId);
    expect(callback).toMatchObject({ status: 'failed', attempts: 3, has_next: false, has_finished: true });
    expect(await stage.job(jobId)).toEqual({ ...before, callback_status: 'failed' });
    expect(receiver.received).toHaveLength(3);
    expect(await stage.tickets()).toMatchObject([{ queue: 'ix.callback.dead', state: 'created', callbackId: callback.callback_id }]);
  });

  it('with 410 is left alone at once', async () => {
    const receiver = await receive(answerWith(410));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(1);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'failed', attempts: 1 });
    expect(await stage.log(jobId)).toMatchObject([{ status_code: 410, error: expect.stringContaining('410 Gone') }]);
    expect(await stage.tickets()).toMatchObject([{ queue: 'ix.callback.dead' }]);
  });

  it('with a redirect to elsewhere is not followed there', async () => {
    const elsewhere = await receive(answerWith(200));
    const receiver = await receive(answerWith(307, { location: elsewhere.url }));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(3);
    expect(elsewhere.connections).toBe(0);
    const error = `answered 307: redirect to ${elsewhere.url} not followed`;
    expect(await stage.log(jobId)).toMatchObject([{ error }, { error }, { error }]);
    expect((await stage.callback(jobId)).status).toBe('failed');
  });

  it('with Retry-After is waited for: row and ticket agree on when', async () => {
    const receiver = await receive(answerWith(429, { 'retry-after': '600' }));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(1);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'pending', attempts: 1, has_next: true, has_finished: false });
    expect((await stage.job(jobId)).callback_status).toBe('pending');
    expect(await stage.tickets()).toMatchObject([{ queue: 'ix.callback', state: 'created', attempt: 2, matches: true }]);
    expect(await stage.secondsToNext(jobId)).toBe(600);
  });
});

describe('an attempt', () => {
  it('is not made again for a ticket that comes twice', async () => {
    const receiver = await receive(answerWith(200));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.deliver(1);
    await stage.publishAgain(jobId);
    const other = await stage.finishedJob(receiver.url);
    await stage.deliver(1);
    expect(receiver.received.map((received) => verify(SECRET, received).data.job_id)).toEqual([jobId, other]);
    expect((await stage.tickets()).length).toBeLessThanOrEqual(1);
  });

  it('is recorded by the holder of the claim alone: one whose claim lapsed writes nothing', async () => {
    const { receiver, answers } = await receiveHeld(2);
    const jobId = await stage.finishedJob(receiver.url);
    let late = 0;
    const first = stage.deliverer({ concurrency: 1, pollSeconds: 600, onAttempt: () => late++ });
    first.start();
    const answerFirst = await answers[0];
    await stage.lapseClaims();
    const recorded = Promise.withResolvers<void>();
    stage.deliverer({ onAttempt: () => recorded.resolve() }).start();
    const answerSecond = await answers[1];

    answerFirst?.(500, 'of the first');
    await first.stop(30);
    expect(late).toBe(0);
    expect(await stage.log(jobId)).toEqual([]);

    answerSecond?.(200, 'of the second');
    await recorded.promise;
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(idOf)).size).toBe(1);
    expect(await stage.log(jobId)).toMatchObject([{ attempt: 1, status_code: 200, response_excerpt: 'of the second' }]);
    expect(await stage.callback(jobId)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('is made once, however many tickets there are for it', async () => {
    const { receiver, answers } = await receiveHeld(1);
    const jobId = await stage.finishedJob(receiver.url);
    await stage.publishAgain(jobId);
    await stage.publishAgain(jobId);
    const first = stage.deliverer();
    first.start();
    const answer = await answers[0];
    // Nothing is due: what is under way is nobody else's.
    expect(await takeCallbacks(stage.jobs, { free: 10, slow: 10, perOrigin: 10, leaseSeconds: 30 })).toEqual([]);
    answer?.(200, '');
    await first.stop(30);
    expect(receiver.received).toHaveLength(1);
    expect(await stage.log(jobId)).toHaveLength(1);
  });

  it('is made without any ticket', async () => {
    const receiver = await receive(answerWith(200));
    const jobId = await stage.finishedJob(receiver.url);
    await stage.loseTickets();
    await stage.deliver(1);
    expect((await stage.callback(jobId)).status).toBe('delivered');
  });
});

describe('stopping', () => {
  it('lets the delivery under way end, and takes no other', async () => {
    const open = Promise.withResolvers<() => void>();
    const receiver = await receive((response) => open.resolve(() => response.writeHead(200).end()));
    const [first, second] = await stage.finishedJobs(receiver.url, 2);
    if (first === undefined || second === undefined) throw new Error('two jobs expected');
    const deliverer = stage.deliverer({ concurrency: 1 });
    deliverer.start();
    const answer = await open.promise;
    const stopped = deliverer.stop(30);
    answer();
    await stopped;
    expect([(await stage.callback(first)).status, (await stage.callback(second)).status].sort()).toEqual(['delivered', 'pending']);
    expect(receiver.received).toHaveLength(1);
  });

  it('past its grace breaks off: nothing is recorded, and the callback is given back at once', async () => {
    const receiver = await receive((response, count) => {
      if (count > 1) response.writeHead(200).end();
    });
    const jobId = await stage.finishedJob(receiver.url);
    const deliverer = stage.deliverer();
    deliverer.start();
    await receiver.arrived(1);
    await deliverer.stop(0);
    expect(await stage.log(jobId)).toEqual([]);
    expect(await stage.tickets()).toMatchObject([{ queue: 'ix.callback', state: 'created', attempt: 1 }]);

    await stage.deliver(1);
    expect(await stage.log(jobId)).toMatchObject([{ attempt: 1, status_code: 200 }]);
    expect(new Set(receiver.received.map(idOf)).size).toBe(1);
  });
});

it('updateCallbackStatus tells when the job is gone', async () => {
  const [jobId] = await stage.finishedJobs('http://127.0.0.1:9/hook');
  if (jobId === undefined) throw new Error('a job expected');
  expect(await stage.orm.em.fork().transactional((em) => updateCallbackStatus(em, [{ jobId, status: 'failed' }]))).toBe(1);
  await stage.clear();
  expect(await stage.orm.em.fork().transactional((em) => updateCallbackStatus(em, [{ jobId, status: 'failed' }]))).toBe(0);
});
