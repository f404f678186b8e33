/** POST /jobs/batch: an entry an item, all stored or none. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BATCH_MAX, BatchAnswerSchema, ShownBatchSchema } from '../../src/contracts/batch.ts';
import { JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import type { SubmissionInput } from '../../src/contracts/request.ts';
import { BatchLineSchema } from '../../src/http/batch.ts';
import { JSON_MAX_BYTES } from '../../src/http/json.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const job = (request_id: string, ix_client_id = 'batch'): SubmissionInput => ({
  use_case: 'slip',
  ix_client_id,
  request_id,
  context: { texts: [`Total ${request_id}`] },
});

async function send(jobs: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init = { method: 'POST', body: JSON.stringify({ jobs }), headers: { 'Content-Type': 'application/json', ...headers } };
  return await api.app.request('/jobs/batch', init);
}

async function answered(response: Response, status: number) {
  const body: unknown = await response.json();
  expect([response.status, body]).toEqual([status, expect.anything()]);
  return BatchAnswerSchema.parse(body);
}

async function refused(response: Response, status: number) {
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  return ProblemSchema.parse(await response.json());
}

async function stored(clientId: string): Promise<number> {
  return JobListSchema.parse(await (await api.get(`/jobs?client_id=${clientId}`)).json()).total;
}

describe('a batch that is taken', () => {
  test('answers an entry for each job, in order, each of them stored as POST /jobs stores it', async () => {
    const answer = await answered(await send([job('a'), { ...job('b'), priority: 7 }, job('c')]), 201);
    expect(answer).toMatchObject({ created: 3, existing: 0, differs: 0 });
    expect(answer.jobs.map(({ index, status, client_id, request_id }) => [index, status, client_id, request_id])).toEqual([
      [0, 'created', 'batch', 'a'],
      [1, 'created', 'batch', 'b'],
      [2, 'created', 'batch', 'c'],
    ]);
    const second = JobSchema.parse(await (await api.get(`/jobs/${answer.jobs[1]?.job_id}`)).json());
    expect(second).toMatchObject({ request_id: 'b', status: 'pending', priority: 7, request: { context: { texts: ['Total b'] } } });
  });

  test('sent again, answers with the jobs there are, and says which differ', async () => {
    const first = await answered(await send([job('again-1'), job('again-2')]), 201);
    const replay = await send([job('again-1'), { ...job('again-2'), use_case: 'other' }]);
    expect(replay.headers.get('idempotency-replayed')).toBe('true');
    const second = await answered(replay, 200);
    expect(second).toMatchObject({ created: 0, existing: 1, differs: 1 });
    expect(second.jobs.map(({ status }) => status)).toEqual(['existing', 'differs']);
    expect(second.jobs.map(({ job_id }) => job_id)).toEqual(first.jobs.map(({ job_id }) => job_id));
  });

  test('new jobs beside old ones are 201', async () => {
    await answered(await send([job('old')]), 201);
    expect(await answered(await send([job('old'), job('new')]), 201)).toMatchObject({ created: 1, existing: 1 });
  });

  test('of equal keys in one batch the first wins', async () => {
    const answer = await answered(await send([job('twice'), job('twice'), { ...job('twice'), use_case: 'other' }]), 201);
    expect(answer.jobs.map(({ status }) => status)).toEqual(['created', 'existing', 'differs']);
    expect(new Set(answer.jobs.map(({ job_id }) => job_id)).size).toBe(1);
  });

  test('a job without a request id gets one, and the answer says it', async () => {
    const { request_id: _, ...nameless } = job('');
    const answer = await answered(await send([nameless, nameless]), 201);
    expect(answer.jobs.map(({ request_id, job_id }) => request_id === job_id)).toEqual([true, true]);
  });

  test('the largest batch is one batch; one more job is refused', async () => {
    const most = Array.from({ length: BATCH_MAX }, (_, i) => job(`m${i}`, 'most'));
    expect(await answered(await send(most), 201)).toMatchObject({ created: BATCH_MAX });
    const problem = await refused(await send([...most, job('more', 'most')]), 422);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/jobs']);
    expect(await stored('most')).toBe(BATCH_MAX);
  });

  test('Prefer is ignored: nothing is waited for', async () => {
    const response = await send([job('prefer')], { Prefer: 'wait=60, handling=strict' });
    expect(response.headers.has('preference-applied')).toBe(false);
    await answered(response, 201);
  });

  test('a traceparent is kept with each job', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await answered(await send([job('t0', 'traced'), job('t1', 'traced')], { traceparent }), 201);
    const { rows } = await sql`SELECT traceparent FROM ix_jobs WHERE client_id = 'traced'`.execute(api.em.getKysely());
    expect(rows).toEqual([{ traceparent }, { traceparent }]);
  });

  test('a file that was uploaded before is named by its id, and stays as long as the job', async () => {
    const form = new FormData();
    form.set('request', JSON.stringify(job('upload', 'files')));
    form.append('files', new Blob(['Total 12.00']), 'a.txt');
    const uploaded = JobSchema.parse(await (await api.app.request('/jobs', { method: 'POST', body: form })).json());
    const [file] = uploaded.request.context.files;
    const answer = await answered(await send([{ ...job('by-id', 'files'), context: { files: [file] } }]), 201);
    const { rows } = await sql`SELECT client_id FROM ix_job_files WHERE job_id = ${answer.jobs[0]?.job_id}`.execute(api.em.getKysely());
    expect(rows).toEqual([{ client_id: 'files' }]);
  });
});

describe('a batch that is refused stores nothing', () => {
  test('every fault is named by its job', async () => {
    const jobs = [job('f0', 'faulty'), { ...job('f1', 'faulty'), priority: 101 }, { ...job('f2', 'faulty'), context: { text: ['x'] } }];
    const problem = await refused(await send(jobs), 422);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/jobs/1/priority', '/jobs/2/context/text']);
    expect(await stored('faulty')).toBe(0);
  });

  test.each([
    ['no job', [], 422],
    ['no list', { request_id: 'x' }, 422],
    ['text that jsonb cannot hold', [{ context: { texts: ['a\u0000b'] } }], 422],
  ])('%s', async (_, jobs, status) => {
    await refused(await send(jobs), status);
  });

  test('an unknown key beside jobs', async () => {
    const init = { method: 'POST', body: JSON.stringify({ jobs: [job('k')], wait: 1 }), headers: { 'Content-Type': 'application/json' } };
    const problem = await refused(await api.app.request('/jobs/batch', init), 422);
    expect(problem.errors).toEqual([{ pointer: '/wait', detail: 'unknown key' }]);
  });

  test('anything but JSON', async () => {
    const form = new FormData();
    form.set('request', JSON.stringify({ jobs: [job('form')] }));
    const response = await api.app.request('/jobs/batch', { method: 'POST', body: form });
    expect(response.headers.get('accept-post')).toBe('application/json, application/x-ndjson');
    await refused(response, 415);
  });

  test('more bytes than JSON may have', async () => {
    const response = await api.app.request('/jobs/batch', {
      method: 'POST',
      body: '[',
      headers: { 'Content-Type': 'application/json', 'Content-Length': String(JSON_MAX_BYTES + 1) },
    });
    await refused(response, 413);
  });

  test('a page of another site', async () => {
    await refused(await send([job('cross')], { 'Sec-Fetch-Site': 'cross-site' }), 403);
  });
});

describe('a batch by its id', () => {
  const state = async (id: string | null) => ShownBatchSchema.parse(await (await api.get(`/v1/batches/${id}`)).json());

  test('says how far its jobs are, lists them, and is the same when it is sent again', async () => {
    const first = await send([job('x1', 'own'), job('x2', 'own')]);
    expect(first.headers.get('location')).toMatch(/^\/v1\/batches\//);
    const { batch_id } = await answered(first, 201);
    expect(await state(batch_id)).toMatchObject({ pending: 2, running: 0, done: 0, error: 0, finished_at: null });
    const listed = JobListSchema.parse(await (await api.get(`/jobs?batch_id=${batch_id}`)).json());
    expect([listed.total, listed.jobs.map((one) => [one.request_id, one.batch_id])]).toEqual([
      2,
      [
        ['x2', batch_id],
        ['x1', batch_id],
      ],
    ]);
    expect((await answered(await send([job('x1', 'own'), job('x2', 'own')]), 200)).batch_id).toBe(batch_id);
    const more = await answered(await send([job('x1', 'own'), job('x3', 'own')]), 201);
    expect(more.batch_id).not.toBe(batch_id);
    expect(await state(more.batch_id)).toMatchObject({ pending: 1 });
    await api.endAll();
    expect(await state(batch_id)).toMatchObject({ pending: 0, done: 2, finished_at: expect.any(String) });
  });

  test('is waited for until the last of its jobs has ended', async () => {
    const { batch_id } = await answered(await send([job('w1', 'waited'), job('w2', 'waited')]), 201);
    const wait = (seconds: number) => api.get(`/v1/batches/${batch_id}`, { Prefer: `wait=${seconds}` });
    const early = await wait(1);
    expect(early.headers.get('preference-applied')).toBe('wait=1');
    expect(ShownBatchSchema.parse(await early.json())).toMatchObject({ pending: 2, finished_at: null });
    const waiting = wait(30);
    await api.endAll();
    expect(ShownBatchSchema.parse(await (await waiting).json())).toMatchObject({ done: 2, finished_at: expect.any(String) });
  });

  test('is told as it happens, and not twice to who resumes', async () => {
    const { batch_id } = await answered(await send([job('e1', 'events'), job('e2', 'events')]), 201);
    const path = `/v1/batches/${batch_id}/events`;
    const stream = await api.get(path);
    expect([stream.status, stream.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    const reading = stream.text();
    await api.endAll();
    const events = (await reading).split('\n\n').filter((block) => block.includes('event: batch'));
    expect(events[0]).toContain('"pending":2');
    expect(events.at(-1)).toContain('"done":2');
    const last = /id: (\S+)/.exec(events.at(-1) ?? '')?.[1] ?? '';
    expect((await api.get(path, { 'Last-Event-ID': last })).status).toBe(204);
    expect(await (await api.get(path, { 'Last-Event-ID': 'older' })).text()).toContain('"done":2');
  });

  test('is cancelled job by job', async () => {
    const { batch_id, jobs } = await answered(await send([job('c1'), job('c2'), job('c3')]), 201);
    await api.app.request(`/jobs/${jobs[0]?.job_id}/cancel`, { method: 'POST' });
    const response = await api.app.request(`/v1/batches/${batch_id}/cancel`, { method: 'POST' });
    expect(ShownBatchSchema.parse(await response.json())).toMatchObject({ pending: 0, error: 3 });
  });

  test('that is none is 404', async () => {
    for (const id of ['01890000-0000-7000-8000-000000000000', 'none']) {
      expect((await api.get(`/v1/batches/${id}`)).status).toBe(404);
      expect((await api.get(`/v1/batches/${id}/events`)).status).toBe(404);
      expect((await api.app.request(`/v1/batches/${id}/cancel`, { method: 'POST' })).status).toBe(404);
    }
    expect((await api.get('/jobs?batch_id=none')).status).toBe(422);
  });
});

describe('a batch of lines', () => {
  async function lines(body: string, headers: Record<string, string> = {}) {
    const init = { method: 'POST', body, headers: { 'Content-Type': 'application/x-ndjson', ...headers } };
    const response = await api.app.request('/jobs/batch', init);
    return { response, entries: (await response.clone().text()).split('\n').filter((line) => line !== '') };
  }
  const parsed = (entries: readonly string[]) => entries.map((entry) => BatchLineSchema.parse(JSON.parse(entry)));

  test('takes each for itself, and says what is wrong with the others', async () => {
    const body = ['', JSON.stringify(job('l1', 'lines')), '{"use_case": 7}', 'no json', '  ', JSON.stringify(job('l2', 'lines'))].join(
      '\r\n',
    );
    const { response, entries } = await lines(body);
    expect([response.status, response.headers.get('content-type'), response.headers.get('location')]).toEqual([
      201,
      'application/x-ndjson',
      expect.stringMatching(/^\/v1\/batches\//),
    ]);
    const answers = parsed(entries);
    expect(answers.map(({ index, status, request_id }) => [index, status, request_id])).toEqual([
      [0, 'created', 'l1'],
      [1, 'refused', null],
      [2, 'refused', null],
      [3, 'created', 'l2'],
    ]);
    expect(answers[1]?.problem).toMatchObject({ type: '/docs/problems/invalid', status: 422, errors: [{ pointer: '/use_case' }] });
    expect(answers[2]?.problem).toMatchObject({ type: '/docs/problems/unreadable' });
    expect(await stored('lines')).toBe(2);
    const again = await lines(body.replace('Total l2', 'another'));
    expect([again.response.status, again.response.headers.get('idempotency-replayed')]).toEqual([200, null]);
    expect(parsed(again.entries).map(({ status }) => status)).toEqual(['existing', 'refused', 'refused', 'differs']);
  });

  test('of keys: each gets its own', async () => {
    const text = JSON.stringify({ context: { texts: ['x'] } });
    const first = await lines(`${text}\n${text}`, { 'Idempotency-Key': 'nightly' });
    expect(parsed(first.entries).map(({ request_id }) => request_id)).toEqual(['nightly-0', 'nightly-1']);
    const again = await lines(`${text}\n${text}`, { 'Idempotency-Key': 'nightly' });
    expect([again.response.status, again.response.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
  });

  test('has one line at least, and a thousand at most', async () => {
    for (const body of ['', '\n \n', '{}\n'.repeat(BATCH_MAX + 1)]) await refused((await lines(body)).response, 422);
  });

  test('one that the database refuses hurts itself alone', async () => {
    await sql`CREATE FUNCTION no_bad() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.request_id = 'bad' THEN RAISE EXCEPTION 'no' USING ERRCODE = 'program_limit_exceeded'; END IF; RETURN NEW; END $$`.execute(
      api.em.getKysely(),
    );
    await sql`CREATE TRIGGER no_bad BEFORE INSERT ON ix_jobs FOR EACH ROW EXECUTE FUNCTION no_bad()`.execute(api.em.getKysely());
    const { response, entries } = await lines([job('good', 'hurt'), job('bad', 'hurt')].map((one) => JSON.stringify(one)).join('\n'));
    expect([response.status, parsed(entries).map(({ status }) => status)]).toEqual([201, ['created', 'refused']]);
    await sql`DROP TRIGGER no_bad ON ix_jobs`.execute(api.em.getKysely());
  });
});
