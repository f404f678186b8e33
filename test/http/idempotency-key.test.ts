/** The header `Idempotency-Key` is the request id of a job whose body has none. */
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
const send = (path: string, body: object, key: string) =>
  api.app.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
  });

describe('POST /jobs', () => {
  test.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-bare', '8e03978e-bare'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
  ])('%s names the job, which answers again', async (key, requestId) => {
    const first = await send('/jobs', TEXT, key);
    const job = JobSchema.parse(await first.json());
    expect([first.status, job.request_id, job.request.request_id]).toEqual([201, requestId, requestId]);
    const again = await send('/jobs', TEXT, key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(JobSchema.parse(await again.json()).job_id).toBe(job.job_id);
  });

  test('the same key with another request is 422 and names the job', async () => {
    const job = JobSchema.parse(await (await send('/jobs', TEXT, 'reused')).json());
    const other = await send('/jobs', { context: { texts: ['Total 13.00'] } }, 'reused');
    expect(other.status).toBe(422);
    expect(ProblemSchema.parse(await other.json())).toMatchObject({ type: 'urn:ix:problem:key-reused', job_id: job.job_id });
    expect((await send('/jobs', TEXT, '"reused"')).status).toBe(200);
  });

  test('beside the request_id of the body it says the same, or is refused', async () => {
    expect((await send('/jobs', { ...TEXT, request_id: 'same' }, 'same')).status).toBe(201);
    const other = await send('/jobs', { ...TEXT, request_id: 'mine' }, 'yours');
    expect(other.status).toBe(422);
    expect(ProblemSchema.parse(await other.json()).errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });

  test.each(['', '""', '"open', 'two words', 'x'.repeat(256), '..', 'bücher'])('%j names nothing', async (key) => {
    const response = await send('/jobs', TEXT, key);
    expect(response.status).toBe(422);
    expect(ProblemSchema.parse(await response.json()).errors).toMatchObject([{ parameter: 'Idempotency-Key' }]);
  });

  test('with files, too', async () => {
    const form = () => {
      const body = new FormData();
      body.append('request', '{}');
      body.append('files', new Blob(['Total 12.00']), 'a.txt');
      return { method: 'POST', body, headers: { 'Idempotency-Key': 'upload' } };
    };
    expect((await api.app.request('/jobs', form())).status).toBe(201);
    expect((await api.app.request('/jobs', form())).status).toBe(200);
  });
});

test('a batch sent again under its key makes nothing new; its jobs may have names of their own', async () => {
  const batch = { jobs: [TEXT, { ...TEXT, request_id: 'own' }, TEXT] };
  const answers = [await send('/jobs/batch', batch, 'batch'), await send('/jobs/batch', batch, 'batch')];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
  for (const answer of answers) {
    expect(await answer.json()).toMatchObject({ jobs: [{ request_id: 'batch-0' }, { request_id: 'own' }, { request_id: 'batch-2' }] });
  }
});

test('a resubmission sent again under its key makes one copy', async () => {
  const { job_id } = await api.submitted(TEXT);
  const answers = [await send(`/jobs/${job_id}/resubmit`, {}, 'copy'), await send(`/jobs/${job_id}/resubmit`, {}, 'copy')];
  expect(answers.map(({ status }) => status)).toEqual([201, 200]);
});
