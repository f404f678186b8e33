/** GET of one job: by id and by what its submitter called it, versions, waiting. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobSchema } from '../../src/contracts/job.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const TEXT = { context: { texts: ['Total 12.00'] } };

test('by correlation it is the same answer as by id, with names that need escaping too', async () => {
  const job = await api.submitted({ ...TEXT, ix_client_id: 'Bäcker & Söhne/Wien', request_id: 'a b?c#d%' });
  const byId = await api.get(`/jobs/${job.job_id}`);
  const byNames = await api.get(`/clients/${encodeURIComponent(job.client_id)}/jobs/${encodeURIComponent(job.request_id)}`);
  expect([byId.status, byNames.status]).toEqual([200, 200]);
  expect(await byNames.json()).toEqual(await byId.json());
  expect(byNames.headers.get('etag')).toBe(byId.headers.get('etag'));
});

test('an id in capitals is the same id', async () => {
  const job = await api.submitted(TEXT);
  expect((await api.get(`/jobs/${job.job_id.toUpperCase()}`)).status).toBe(200);
});

describe('404', () => {
  const paths = [
    '/jobs/019d0b5e-6f00-7c4e-9b1a-5d3f8a2c7e10',
    '/jobs/not-a-uuid',
    '/jobs/%00',
    '/clients/nobody/jobs/nothing',
    '/clients/%00/jobs/x',
    '/clients/x/jobs/%ED%A0%80',
  ];
  test.each(paths)('%s', async (path) => {
    const response = await api.get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    expect(ProblemSchema.parse(await response.json()).detail).toMatch(/^there is no job /);
  });
});

describe('versions', () => {
  test('an unchanged job is 304 without a body; once it has changed it is 200 with another ETag', async () => {
    const { job_id } = await api.submitted({ ...TEXT, request_id: 'etag' });
    const first = await api.get(`/jobs/${job_id}`);
    const etag = first.headers.get('etag') ?? '';
    const unchanged = await api.get(`/jobs/${job_id}`, { 'If-None-Match': etag });
    expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([304, '', etag]);
    await api.endAll();
    const changed = await api.get(`/jobs/${job_id}`, { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(changed.headers.has('retry-after')).toBe(false);
    expect(JobSchema.parse(await changed.json())).toMatchObject({ status: 'done', queue: null });
  });

  test('a running job that is to be cancelled has another ETag', async () => {
    const { job_id } = await api.submitted(TEXT);
    await api.runAll();
    const etag = (await api.get(`/jobs/${job_id}`)).headers.get('etag') ?? '';
    await api.app.request(`/jobs/${job_id}/cancel`, { method: 'POST' });
    const changed = await api.get(`/jobs/${job_id}`, { 'If-None-Match': etag });
    expect(changed.status).toBe(200);
    expect(JobSchema.parse(await changed.json()).cancel_requested_at).not.toBeNull();
  });

  test('a job that moves up in the queue has another ETag', async () => {
    await api.submitted(TEXT);
    const behind = await api.submitted(TEXT);
    const before = (await api.get(`/jobs/${behind.job_id}`)).headers.get('etag');
    await api.submitted({ ...TEXT, priority: 100 });
    expect((await api.get(`/jobs/${behind.job_id}`)).headers.get('etag')).not.toBe(before);
    await api.endAll();
  });

  const matching: [string, (etag: string) => string, number][] = [
    ['any', () => '*', 304],
    ['one of several', (etag) => `"other", ${etag}`, 304],
    ['its strong spelling', (etag) => etag.replace('W/', ''), 304],
    ['another', () => 'W/"other"', 200],
    ['one with a comma in it', (etag) => `"a,b", ${etag}`, 304],
    ['its text within another', (etag) => `"x${etag.replace(/W\/|"/g, '')}"`, 200],
    ['nonsense', () => ',,', 200],
  ];
  test.each(matching)('If-None-Match: %s', async (_, header, status) => {
    const { job_id } = await api.submitted(TEXT);
    await api.endAll();
    const etag = (await api.get(`/jobs/${job_id}`)).headers.get('etag') ?? '';
    expect((await api.get(`/jobs/${job_id}`, { 'If-None-Match': header(etag) })).status).toBe(status);
  });
});

test('Prefer: wait on a GET answers when the job has ended', async () => {
  const { job_id } = await api.submitted(TEXT);
  const waiting = api.get(`/jobs/${job_id}`, { Prefer: 'wait=30' });
  await api.endAll();
  const response = await waiting;
  expect(response.headers.get('preference-applied')).toBe('wait=30');
  expect(await response.json()).toMatchObject({ status: 'done' });
});

test('jobs may be kept by their reader alone, and are asked about before they are shown again', async () => {
  const { job_id } = await api.submitted(TEXT);
  expect((await api.get(`/jobs/${job_id}`)).headers.get('cache-control')).toBe('private, no-cache');
});
