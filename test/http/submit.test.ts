/** POST /jobs with JSON: new jobs, replays, preferences. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const TEXT = { context: { texts: ['Total 12.00'] }, use_case: 'slip' };

test('a new job is 201, whole, pending, and says where it is', async () => {
  const response = await api.post({ ...TEXT, ix_client_id: 'acme', request_id: 'new-1' });
  expect(response.status).toBe(201);
  const job = JobSchema.parse(await response.json());
  expect(job).toMatchObject({ client_id: 'acme', request_id: 'new-1', status: 'pending', response: null, attempts: 0 });
  expect(job.ix_id).toMatch(/^[0-9a-f]{16}$/);
  expect(response.headers.get('location')).toBe(`/jobs/${job.job_id}`);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.get('etag')).toMatch(/^W\/".+"$/);
  expect(response.headers.has('idempotency-replayed')).toBe(false);
  expect(response.headers.has('ix-request-differs')).toBe(false);
});

test('the answer of the submit is the answer of the GET', async () => {
  const response = await api.post({ ...TEXT, request_id: 'same-shape' });
  const posted = await response.json();
  const got = await api.get(response.headers.get('location') ?? '');
  expect(got.status).toBe(200);
  expect(await got.json()).toEqual(posted);
  expect(got.headers.get('etag')).toBe(response.headers.get('etag'));
});

test('the same request again is 200 and the same job', async () => {
  const first = await api.submitted({ ...TEXT, request_id: 'again' });
  const response = await api.post({ ...TEXT, request_id: 'again' });
  expect(response.status).toBe(200);
  expect(response.headers.get('idempotency-replayed')).toBe('true');
  expect(response.headers.get('ix-request-differs')).toBe('false');
  expect(response.headers.get('location')).toBe(`/jobs/${first.job_id}`);
  expect(await response.json()).toMatchObject({ job_id: first.job_id, ix_id: first.ix_id });
});

test('another request under the same ids is 200, the stored job unchanged, and says that they differ', async () => {
  const first = await api.submitted({ ...TEXT, request_id: 'differs', priority: 3 });
  const response = await api.post({ context: { texts: ['other'] }, request_id: 'differs', priority: 5 });
  expect(response.status).toBe(200);
  expect(response.headers.get('ix-request-differs')).toBe('true');
  expect(await response.json()).toMatchObject({ job_id: first.job_id, priority: 3, request: { context: { texts: ['Total 12.00'] } } });
});

test('handling=strict makes a differing replay 409 and names the job', async () => {
  const first = await api.submitted({ ...TEXT, request_id: 'strict' });
  const response = await api.post({ ...TEXT, use_case: 'other', request_id: 'strict' }, { Prefer: 'handling=strict' });
  expect(response.status).toBe(409);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('preference-applied')).toBe('handling=strict');
  expect(await response.json()).toMatchObject({ type: '/docs/problems/request-differs', status: 409, job_id: first.job_id });
});

test('handling=strict lets an equal replay through', async () => {
  await api.submitted({ ...TEXT, request_id: 'strict-equal' });
  const response = await api.post({ ...TEXT, request_id: 'strict-equal' }, { Prefer: 'handling=strict' });
  expect(response.status).toBe(200);
  expect(response.headers.get('preference-applied')).toBe('handling=strict');
});

test('two submits without request_id are two jobs, each with an id of its own', async () => {
  const [a, b] = [await api.submitted(TEXT), await api.submitted(TEXT)];
  expect(a.request_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
  expect(b.request_id).not.toBe(a.request_id);
  expect(b.job_id).not.toBe(a.job_id);
  expect(a.request.request_id).toBe(a.request_id);
});

test('header values of a file are masked wherever the job is shown', async () => {
  const files = [{ url: 'https://files.example.com/a.pdf', headers: { Authorization: 'Bearer s3cret-value' } }];
  const posted = await api.post({ context: { files }, ix_client_id: 'secretive', request_id: 's1' });
  const { job_id } = JobSchema.parse(await posted.clone().json());
  const shown = [
    posted,
    await api.post({ context: { files }, ix_client_id: 'secretive', request_id: 's1' }),
    await api.get(`/jobs/${job_id}`),
    await api.get('/clients/secretive/jobs/s1'),
    await api.get('/jobs?client_id=secretive'),
  ];
  for (const response of shown) {
    const text = await response.text();
    expect(text).toContain('"s1"');
    expect(text).not.toContain('s3cret-value');
  }
  expect(api.lines.filter((line) => JSON.stringify(line).includes('s3cret-value'))).toEqual([]);
});

test('Prefer: wait answers with the finished job as soon as it is finished', async () => {
  const waiting = api.post({ ...TEXT, request_id: 'wait' }, { Prefer: 'wait=60' });
  let answered = false;
  void waiting.then(() => {
    answered = true;
  });
  // The row is there once the submit's transaction has committed: end what there is until the submitter has been told.
  while (!answered) await api.endAll();
  const response = await waiting;
  expect(response.status).toBe(201);
  expect(response.headers.get('preference-applied')).toBe('wait=60');
  expect(response.headers.has('retry-after')).toBe(false);
  expect(JobSchema.parse(await response.json())).toMatchObject({ status: 'done', request_id: 'wait', queue: null });
});

test('a wait that runs out answers with the job as it is then', async () => {
  const response = await api.post({ ...TEXT, request_id: 'impatient' }, { Prefer: 'wait=1, handling=strict' });
  expect(response.status).toBe(201);
  expect(response.headers.get('preference-applied')).toBe('wait=1, handling=strict');
  expect(await response.json()).toMatchObject({ status: 'pending' });
  await api.endAll();
});

test('a valid traceparent is kept with the job, and not shown', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const response = await api.post(TEXT, { traceparent });
  const job = JobSchema.parse(await response.json());
  const { rows } = await sql`SELECT traceparent FROM ix_jobs WHERE job_id = ${job.job_id}`.execute(api.em.getKysely());
  expect(rows).toEqual([{ traceparent }]);
});

test('a file URL whose name decodes to control characters is taken', async () => {
  const response = await api.post({ context: { files: ['https://files.example.com/a%00b%1b.pdf'] } });
  expect(response.status).toBe(201);
});

test('an unknown use case is taken: the job itself will say so', async () => {
  expect((await api.post({ ...TEXT, use_case: 'no such thing' })).status).toBe(201);
});

test('a use case that cannot be run is refused with all its faults, each at its place, alone and in a batch', async () => {
  const inline = {
    name: 'broken',
    fields: [
      { name: 'no identifier', type: 'string' },
      { name: 'day', type: 'date', kind: 'iban' },
    ],
  };
  const schema = { name: 'broken', json_schema: { type: 'object', properties: { total: { $ref: '#/$defs/Nowhere' }, paid: false } } };
  const pointers = async (response: Response) => {
    expect(response.status).toBe(422);
    return ProblemSchema.parse(await response.json()).errors?.map(({ pointer }) => pointer);
  };
  expect(await pointers(await api.post({ ...TEXT, use_case_inline: inline }))).toEqual([
    '/use_case_inline/fields/0/name',
    '/use_case_inline/fields/1/kind',
  ]);
  expect(await pointers(await api.post({ ...TEXT, use_case_inline: schema }))).toEqual([
    '/use_case_inline/json_schema/properties/total',
    '/use_case_inline/json_schema/properties/paid',
  ]);
  const batch = JSON.stringify({ jobs: [TEXT, { ...TEXT, use_case_inline: inline }] });
  const response = await api.app.request('/jobs/batch', { method: 'POST', body: batch, headers: { 'Content-Type': 'application/json' } });
  expect(await pointers(response)).toEqual(['/jobs/1/use_case_inline/fields/0/name', '/jobs/1/use_case_inline/fields/1/kind']);
});

test('times at which no job could run are refused, by their place', async () => {
  const soon = new Date(Date.now() + 60_000).toISOString();
  const cases: [object, string][] = [
    [{ not_before: 'tomorrow' }, '/not_before'],
    [{ not_before: '2026-05-03T10:00:00' }, '/not_before'],
    [{ not_before: '9000-01-01T00:00:00Z' }, '/not_before'],
    [{ not_before: soon, deadline_seconds: 30 }, '/not_before'],
    [{ deadline_seconds: 0 }, '/deadline_seconds'],
    [{ deadline_seconds: 1_209_601 }, '/deadline_seconds'],
  ];
  for (const [times, pointer] of cases) {
    const response = await api.post({ ...TEXT, ...times });
    expect([times, response.status]).toEqual([times, 422]);
    expect(ProblemSchema.parse(await response.json()).errors).toMatchObject([{ pointer }]);
  }
  const held = await api.submitted({ ...TEXT, not_before: soon, deadline_seconds: 90 });
  expect(held).toMatchObject({ status: 'pending', held: 'not_before', queue: null, not_before: soon.replace('Z', '000Z') });
});
