/** Subscriptions: endpoints registered for events, told by the one mechanism that delivers callbacks, each client's own alone. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CallbackIdSchema } from '../../src/contracts/callback.ts';
import type { JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING, OutOfScope, scopeOf } from '../../src/contracts/scope.ts';
import {
  JOB_EVENTS,
  type JobEventType,
  SUBSCRIPTIONS_MAX,
  type Subscription,
  SubscriptionIdSchema,
} from '../../src/contracts/subscription.ts';
import { cancel } from '../../src/jobs/cancel.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { getCallback, getJobCallbacks, listCallbacks } from '../../src/jobs/read-callbacks.ts';
import { redeliverJob } from '../../src/jobs/redeliver.ts';
import { release } from '../../src/jobs/release.ts';
import { review } from '../../src/jobs/review.ts';
import {
  createSubscription,
  deleteSubscription,
  getSubscription,
  SubscriptionsFull,
  testSubscription,
  updateSubscription,
} from '../../src/jobs/subscriptions.ts';
import { Keyring, secretKey } from '../../src/store/keyring.ts';
import { resealAll } from '../../src/store/secrets.ts';
import { KEYRING } from '../support/keyring.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { SECRET } from './delivery-options.ts';
import { answerWith, type Receiver, verify } from './receiver.ts';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const CLIENT = 'acme';

async function subscribe(
  url: string,
  events: readonly JobEventType[] = JOB_EVENTS,
  headers: Readonly<Record<string, string>> = {},
  client_id = CLIENT,
): Promise<Subscription & { readonly id: ReturnType<typeof idOf> }> {
  const { made } = await createSubscription(stage.jobs, EVERYTHING, { client_id, url, events: [...events], headers: { ...headers } });
  return { ...made, id: idOf(made) };
}
const idOf = ({ subscription_id }: Subscription) => SubscriptionIdSchema.parse(subscription_id);

const finished = async (url: string | null, clientId = CLIENT): Promise<JobId> => {
  const [jobId] = await stage.finishedJobs(url, 1, null, clientId, REVIEWABLE);
  return jobId ?? expect.fail('no job was claimed');
};
const typesAt = (receiver: Receiver): string[] => receiver.received.map((each) => verify(SECRET, each).type).toSorted();

describe('what happens to a job is told', () => {
  test('to who asked for it, with its headers, and to nobody of another client', async () => {
    const [all, ends, others] = [
      await stage.receive(answerWith(204)),
      await stage.receive(answerWith(204)),
      await stage.receive(answerWith(204)),
    ];
    await subscribe(all.url, JOB_EVENTS, { Authorization: 'Basic aXg6c2VjcmV0', 'X-Tenant': '7' });
    await subscribe(ends.url, ['job.done', 'job.error']);
    await subscribe(others.url, JOB_EVENTS, {}, 'another');
    const jobId = await finished(null);
    await review(stage.jobs, EVERYTHING, jobId, { decisions: {}, done: true });
    await stage.deliver(4);
    expect(typesAt(all)).toEqual(['job.done', 'job.reviewed', 'job.started']);
    expect(typesAt(ends)).toEqual(['job.done']);
    expect(others.received).toEqual([]);
    for (const { headers } of all.received) expect(headers).toMatchObject({ authorization: 'Basic aXg6c2VjcmV0', 'x-tenant': '7' });
    for (const { headers } of ends.received) expect(headers).not.toHaveProperty('authorization');
    const [started] = all.received.map((each) => verify(SECRET, each)).filter(({ type }) => type === 'job.started');
    expect(started?.data).toMatchObject({ job_id: jobId, status: 'running', response: null, finished_at: null });
    expect(await stage.job(jobId)).toMatchObject({ status: 'done', callback_url: null, callback_status: null });
  });

  test('beside its own URL, even where that is the same one: a promise each, under an id of its own, with the same words', async () => {
    const receiver = await stage.receive(answerWith(204));
    await subscribe(receiver.url, ['job.done']);
    await finished(receiver.url);
    await stage.deliver(2);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  test('of its start once, however often it is claimed', async () => {
    await subscribe('http://127.0.0.1:9/', ['job.started']);
    await stage.submitted(CLIENT);
    const first = await claim(stage.jobs, 1, 'a worker');
    await release(stage.jobs, first);
    expect(await claim(stage.jobs, 1, 'a worker')).toHaveLength(1);
    const { callbacks } = await listCallbacks(stage.jobs, EVERYTHING, { limit: 9 });
    expect(callbacks).toMatchObject([{ event: 'job.started', job_id: first[0]?.jobId, reviewed: null }]);
  });

  test('of an end without a run: a cancel', async () => {
    const { id } = await subscribe('http://127.0.0.1:9/', ['job.error']);
    const jobId = await stage.submitted(CLIENT);
    await cancel(stage.jobs, EVERYTHING, [jobId]);
    expect(await getJobCallbacks(stage.jobs, EVERYTHING, jobId)).toMatchObject([{ event: 'job.error', subscription_id: id }]);
    expect((await stage.tickets()).filter(({ queue }) => queue === 'ix.callback')).toHaveLength(1);
  });

  test('with the end, or not at all: one that is not committed owes nothing', async () => {
    await subscribe('http://127.0.0.1:9/', ['job.done']);
    const jobId = await stage.submitted(CLIENT);
    const claims = await claim(stage.jobs, 1, 'a worker');
    const queue: typeof stage.queue = Object.create(stage.queue, {
      publishCallbacks: { value: () => Promise.reject(new Error('no tickets today')) },
    });
    const outcomes = claims.map((one) => ({ claim: one, response: stage.answerOf(one) }));
    await expect(finish({ ...stage.jobs, queue }, outcomes)).rejects.toThrow('no tickets today');
    expect(await getJobCallbacks(stage.jobs, EVERYTHING, jobId)).toEqual([]);
    expect((await stage.job(jobId)).status).toBe('running');
    await finish(stage.jobs, outcomes);
    expect(await getJobCallbacks(stage.jobs, EVERYTHING, jobId)).toHaveLength(1);
  });

  test('what comes of it is not what the job says of its own callback; sent again both keep their ids', async () => {
    const [well, ill] = [await stage.receive(answerWith(204)), await stage.receive(answerWith(410))];
    const { id } = await subscribe(ill.url, ['job.done']);
    const jobId = await finished(well.url);
    await stage.deliver(2);
    expect((await stage.job(jobId)).callback_status).toBe('delivered');
    const before = await getJobCallbacks(stage.jobs, EVERYTHING, jobId);
    expect(before.find(({ subscription_id }) => subscription_id === id)).toMatchObject({ status: 'failed', event: 'job.done' });
    expect(await redeliverJob(stage.jobs, EVERYTHING, jobId)).toBe(2);
    await stage.deliver(2);
    for (const { received } of [well, ill]) expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await stage.job(jobId)).callback_status).toBe('delivered');
  });
});

test('a test is sent as everything is, and its log says what came of it', async () => {
  const receiver = await stage.receive((response, count) => answerWith(count === 1 ? 401 : 204)(response));
  const { id, subscription_id, client_id } = await subscribe(receiver.url, ['job.error'], { Authorization: 'Bearer abc' });
  const made = await testSubscription(stage.jobs, EVERYTHING, id);
  expect(made).toMatchObject({ event: 'subscription.test', job_id: null, subscription_id, status: 'pending', log: [] });
  await stage.deliver(2);
  const callback = await getCallback(stage.jobs, EVERYTHING, CallbackIdSchema.parse(made?.callback_id));
  expect(callback).toMatchObject({ status: 'delivered', log: [{ error: 'answered 401: the receiver rejects it' }, { status_code: 204 }] });
  const [first, second] = receiver.received;
  expect(first?.headers).toMatchObject({ authorization: 'Bearer abc', 'webhook-id': made?.callback_id });
  expect(second?.body).toBe(first?.body);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'subscription.test', data: { subscription_id, client_id } });
});

test('what is secret is sealed, and shown to nobody', async () => {
  const receiver = await stage.receive(answerWith(204));
  const { id, ...made } = await subscribe(`${receiver.url}?token=t0ps3cret`, ['job.done'], { 'X-Key': 's3cr3t-value' });
  expect(made).toMatchObject({ url: `${receiver.url}?token=***`, headers: { 'X-Key': '***' } });
  const row = async () => JSON.stringify((await sql`SELECT * FROM ix_subscriptions`.execute(stage.em.getKysely())).rows);
  expect(await row()).not.toMatch(/t0ps3cret|s3cr3t-value/);
  // Another key takes over; the first one opens what it has sealed.
  const before = await row();
  const next = secretKey(Buffer.alloc(32, 9), 'next');
  await stage.em.transactional((em) => resealAll(em, new Keyring([next, secretKey(Buffer.alloc(32, 7), 'test')])));
  expect([(await row()) === before, (await row()).includes('sealed:next:')]).toEqual([false, true]);
  await stage.em.transactional((em) => resealAll(em, new Keyring([secretKey(Buffer.alloc(32, 7), 'test'), next])));
  await finished(null);
  await stage.deliver(1);
  expect(receiver.received).toMatchObject([{ path: '/hook?token=t0ps3cret', headers: { 'x-key': 's3cr3t-value' } }]);
  const { callbacks } = await listCallbacks(stage.jobs, EVERYTHING, { limit: 9, subscriptionId: id });
  expect(callbacks).toMatchObject([{ url: `${receiver.url}?token=***` }]);
  expect(KEYRING.seals).toBe(true);
});

test('changed: what waits goes to the new place, with the new headers; deleted: nothing goes', async () => {
  const [old, moved] = [await stage.receive(answerWith(204)), await stage.receive(answerWith(204))];
  const { id } = await subscribe(old.url, ['job.done'], { 'X-Old': '1' });
  await finished(null);
  await updateSubscription(stage.jobs, EVERYTHING, id, { url: moved.url, headers: { 'X-New': '2' } });
  await stage.deliver(1);
  expect([old.received.length, moved.received.map(({ headers }) => [headers['x-new'], headers['x-old']])]).toEqual([0, [['2', undefined]]]);
  expect(await updateSubscription(stage.jobs, EVERYTHING, id, { events: ['job.error'] })).toMatchObject({
    url: moved.url,
    events: ['job.error'],
    headers: { 'X-New': '***' },
  });
  await finished(null);
  const { callbacks } = await listCallbacks(stage.jobs, EVERYTHING, { limit: 9 });
  expect(callbacks).toHaveLength(1);
  await testSubscription(stage.jobs, EVERYTHING, id);
  expect(await deleteSubscription(stage.jobs, EVERYTHING, id)).toBe(true);
  expect((await listCallbacks(stage.jobs, EVERYTHING, { limit: 9 })).callbacks).toEqual([]);
});

test('of another client there is nothing, and one that names another is refused', async () => {
  const { id } = await subscribe('https://example.com/hook');
  const stranger = scopeOf('a test', 'client', 'stranger');
  expect(await getSubscription(stage.jobs, stranger, id)).toBeNull();
  expect(await updateSubscription(stage.jobs, stranger, id, { events: ['job.done'] })).toBeNull();
  expect(await testSubscription(stage.jobs, stranger, id)).toBeNull();
  expect(await deleteSubscription(stage.jobs, stranger, id)).toBe(false);
  const asked = { client_id: CLIENT, url: 'https://example.com/mine', events: [...JOB_EVENTS], headers: {} };
  await expect(createSubscription(stage.jobs, stranger, asked)).rejects.toThrow(OutOfScope);
  const many = Array.from({ length: SUBSCRIPTIONS_MAX }, () => createSubscription(stage.jobs, EVERYTHING, asked));
  const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected');
  expect(refused).toMatchObject([{ reason: expect.any(SubscriptionsFull) }]);
});
