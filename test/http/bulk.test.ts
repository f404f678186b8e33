/** POST /v1/jobs/cancel, /resubmit and /redeliver: counted first, then done to all that match, and to no other. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { BatchAnswerSchema } from '../../src/contracts/batch.ts';
import { type BulkAnswer, BulkAnswerSchema } from '../../src/contracts/bulk.ts';
import { type Job, JobListSchema } from '../../src/contracts/job.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

const api = await Api.open();
afterAll(() => api.close());

let client = 'client-0';
beforeEach(() => {
  client = `client-${Number(client.slice(7)) + 1}`;
});

const post = (act: string, body: object, headers = {}): Promise<Response> =>
  Promise.resolve(
    api.app.request(`/v1/jobs/${act}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    }),
  );
async function act(which: string, body: object, headers = {}): Promise<BulkAnswer> {
  const response = await post(which, body, headers);
  expect(response.status).toBe(200);
  return BulkAnswerSchema.parse(await response.json());
}
const submitted = (more: object = {}): Promise<Job> =>
  api.submitted({ use_case: 'slip', ix_client_id: client, context: { texts: ['x'] }, ...more });
const listed = async (query = '') => JobListSchema.parse(await (await api.get(`/jobs?client_id=${client}${query}`)).json()).jobs;

test('cancel counts, and then cancels what matches alone', async () => {
  for (const use_case of ['slip', 'slip', 'other']) await submitted({ use_case });
  const filter = { client_id: client, use_case: 'slip' };
  expect(await act('cancel', { filter })).toEqual({
    dry_run: true,
    matching: 2,
    matching_relation: 'exact',
    applied: 0,
    next_cursor: null,
  });
  expect((await listed()).map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
  expect(await act('cancel', { filter, dry_run: false })).toMatchObject({ dry_run: false, matching: 2, applied: 2, next_cursor: null });
  expect((await listed()).map(({ use_case, status }) => `${use_case} ${status}`)).toEqual(['other pending', 'slip error', 'slip error']);
  // What has ended is not concerned.
  expect(await act('cancel', { filter, dry_run: false })).toMatchObject({ matching: 0, applied: 0 });
  expect(await act('cancel', { filter: { ...filter, status: ['error'] } })).toMatchObject({ matching: 0 });
});

test('resubmit makes copies once under its key, and none of what cannot be fetched any more', async () => {
  await submitted();
  await submitted({ context: { files: [{ url: 'https://a.example.com/a.pdf', headers: { Authorization: 'x' } }] } });
  await api.endAll();
  const body = { filter: { client_id: client }, dry_run: false };
  const headers = { 'Idempotency-Key': 'k'.repeat(255) };
  expect(await act('resubmit', body, headers)).toMatchObject({ matching: 2, applied: 1 });
  expect(await act('resubmit', body, headers)).toMatchObject({ matching: 2, applied: 0 });
  expect(await listed('&status=pending')).toHaveLength(1);
  expect(await act('resubmit', body)).toMatchObject({ applied: 1 });
});

test('redeliver sends callbacks again', async () => {
  await submitted({ callback_url: 'https://a.example.com/' });
  await submitted();
  await api.endAll();
  expect(await act('redeliver', { filter: { client_id: client }, dry_run: false })).toMatchObject({ matching: 2, applied: 1 });
});

test('a batch is a filter, and a cursor goes on', async () => {
  const response = await api.app.request('/jobs/batch', {
    method: 'POST',
    body: JSON.stringify({ jobs: [1, 2, 3].map(() => ({ ix_client_id: client, context: { texts: ['x'] } })) }),
    headers: { 'Content-Type': 'application/json' },
  });
  const { batch_id } = BatchAnswerSchema.parse(await response.json());
  await submitted();
  expect(await act('cancel', { filter: { batch_id } })).toMatchObject({ matching: 3 });
  const [, second] = await listed();
  const cursor = Buffer.from(`older ${second?.created_at} ${second?.job_id}`).toString('base64url');
  expect(await act('cancel', { filter: { client_id: client }, dry_run: false, cursor })).toMatchObject({ matching: 2, applied: 2 });
});

test.each([
  [{}, '/filter'],
  [{ filter: { colour: 'red' } }, '/filter/colour'],
  [{ filter: { status: ['lost'] } }, '/filter/status/0'],
  [{ filter: { created_after: 'monday' } }, '/filter/created_after'],
  [{ filter: {}, cursor: 'nowhere' }, '/cursor'],
])('%j is refused', async (body, pointer) => {
  const response = await post('cancel', body);
  expect(response.status).toBe(422);
  expect(ProblemSchema.parse(await response.json()).errors).toMatchObject([{ pointer }]);
});
