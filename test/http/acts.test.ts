/** Cancel, resubmit and events by HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { Api, WATCHERS_MAX } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const NOWHERE = '00000000-0000-7000-8000-000000000000';
const post = (path: string, headers = {}): Promise<Response> => Promise.resolve(api.app.request(path, { method: 'POST', headers }));
const submitted = () => api.submitted({ context: { texts: ['x'] }, use_case: 'invoice' });

test('a waiting job is cancelled at once, again without harm, and one that is done is not', async () => {
  const job = await submitted();
  for (const _ of [1, 2]) {
    const answer = await post(`/jobs/${job.job_id}/cancel`);
    expect(answer.status).toBe(200);
    expect(JobSchema.parse(await answer.json())).toMatchObject({ status: 'error', response: { code: 'IX_003_000' } });
  }
  const done = await submitted();
  await api.endAll();
  const late = await post(`/jobs/${done.job_id}/cancel`);
  expect([late.status, await late.json()]).toEqual([
    409,
    expect.objectContaining({ type: '/docs/problems/already-ended', job_id: done.job_id }),
  ]);
  expect((await post(`/jobs/${NOWHERE}/cancel`)).status).toBe(404);
  expect((await post(`/jobs/${job.job_id}/cancel`, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
});

test('a resubmission is a new job that names its origin; under the same request id it is made once', async () => {
  const job = await submitted();
  const answer = await post(`/jobs/${job.job_id}/resubmit?request_id=again`);
  const copy = JobSchema.parse(await answer.json());
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/jobs/${copy.job_id}`);
  expect(copy).toMatchObject({ origin_job_id: job.job_id, request_id: 'again', status: 'pending' });
  const replay = await post(`/jobs/${job.job_id}/resubmit?request_id=again`);
  expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  expect(JobSchema.parse(await replay.json()).job_id).toBe(copy.job_id);
  expect((await post(`/jobs/${NOWHERE}/resubmit`)).status).toBe(404);
  expect((await post(`/jobs/${job.job_id}/resubmit?colour=red`)).status).toBe(422);
});

test('events end with the job, and are not told twice to who resumes', async () => {
  const job = await submitted();
  const stream = await api.get(`/jobs/${job.job_id}/events`);
  expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  await api.endAll();
  const text = await stream.text();
  const events = text.split('\n\n').filter((block) => block.includes('event: job'));
  expect(events.length).toBeGreaterThan(1);
  expect(events.at(0)).toContain('"status":"pending"');
  expect(events.at(-1)).toContain('"status":"done"');
  expect(text).not.toContain('"request"');
  const last = /id: (\S+)/.exec(events.at(-1) ?? '')?.[1] ?? '';
  expect((await api.get(`/jobs/${job.job_id}/events`, { 'Last-Event-ID': last })).status).toBe(204);
  expect(await (await api.get(`/jobs/${job.job_id}/events`, { 'Last-Event-ID': 'older' })).text()).toContain('"status":"done"');
  expect((await api.get(`/jobs/${NOWHERE}/events`)).status).toBe(404);
});

test('as many watch as may; one more is told to come again, and is served when another has gone', async () => {
  const job = await submitted();
  const watch = () => api.get(`/jobs/${job.job_id}/events`);
  const open = await Promise.all(Array.from({ length: WATCHERS_MAX }, watch));
  expect(open.every(({ status }) => status === 200)).toBe(true);
  const refused = await watch();
  expect([refused.status, refused.headers.get('content-type'), refused.headers.get('retry-after')]).toEqual([
    503,
    'application/problem+json',
    '10',
  ]);
  await Promise.all(open.map(({ body }) => body?.cancel()));
  await expect.poll(async () => (await watch()).status).toBe(200);
  await api.endAll();
});

test('a page image that is not there is a problem in words', async () => {
  const job = await submitted();
  for (const path of ['1.png', '0.png', 'x.png', '1.jpg']) expect((await api.get(`/jobs/${job.job_id}/pages/${path}`)).status).toBe(404);
  expect((await api.get(`/jobs/${job.job_id}/pages/1.png?dpi=9999`)).status).toBe(422);
});
