/** Reviews over the API: what a person decides stands beside the answer, tells on, and comes out as labelled data. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobId, JobIdSchema } from '../../src/contracts/ids.ts';
import { type Job, JobListSchema, JobSchema } from '../../src/contracts/job.ts';
import { ReviewedJobSchema } from '../../src/contracts/review.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { Api } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await Api.open();
});
afterAll(() => api.close());

const RESULT = REVIEWABLE.ix_result?.result;

async function answered(callback_url: string | null = null): Promise<JobId> {
  const { job_id } = await api.submitted({ use_case: 'invoice', context: { texts: ['Total 119.00'] }, callback_url });
  await api.endAll(REVIEWABLE);
  return JobIdSchema.parse(job_id);
}

const job = async (id: JobId): Promise<Job> => JobSchema.parse(await (await api.get(`/jobs/${id}`)).json());

const send = async (id: string, body: object): Promise<Response> =>
  await api.app.request(`/v1/jobs/${id}/review`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });

async function decide(id: JobId, decisions: object, done = false): Promise<Job> {
  const response = await send(id, { decisions, done });
  expect(response.status, await response.clone().text()).toBe(200);
  return JobSchema.parse(await response.json());
}

const listed = async (needs: boolean): Promise<string[]> =>
  JobListSchema.parse(await (await api.get(`/jobs?needs_review=${needs}`)).json()).jobs.map(({ job_id }) => job_id);

const callbacksOf = async (id: JobId) => (await api.deps.callbacks.ofJob(EVERYTHING, id)).toReversed().map(({ reviewed }) => reviewed);

test('a job needs review until the last of its open values is decided; the answer stays as it was', async () => {
  const id = await answered('https://example.com/hook');
  expect(await job(id)).toMatchObject({ needs_review: true, review: null });
  expect(await listed(true)).toContain(id);
  expect(await listed(false)).not.toContain(id);

  const first = await decide(id, { 'result.gross_amount': '142.80', 'result.due_date': '2026-03-04' });
  expect(first).toMatchObject({
    needs_review: true,
    response: { ix_result: { result: RESULT }, trust: REVIEWABLE.trust },
    review: {
      complete: false,
      open: ['result.currency'],
      decisions: [
        { number: 1, path: 'result.gross_amount', kind: 'picked', value: '142.80', by: 'this machine' },
        { number: 2, path: 'result.due_date', kind: 'confirmed', value: '2026-03-04' },
      ],
      result: { ...RESULT, gross_amount: '142.80' },
    },
  });
  expect(await callbacksOf(id)).toEqual([null]);

  const last = await decide(id, { 'result.currency': 'EUR' });
  expect(last).toMatchObject({ needs_review: false, callback_status: 'pending', review: { complete: true, open: [] } });
  expect(last.review?.decisions.at(-1)).toMatchObject({ number: 3, kind: 'typed', value: 'EUR' });
  expect(last.review?.result).toEqual({ ...RESULT, gross_amount: '142.80', currency: 'EUR' });
  expect(await listed(true)).not.toContain(id);
  expect(await listed(false)).toContain(id);
  expect(await callbacksOf(id)).toEqual([null, 3]);
  const { entries } = await api.deps.keys.audit(EVERYTHING, { target: `job ${id}`, limit: 10 });
  expect(entries.map(({ act, who }) => [act, who])).toEqual([
    ['review', 'this machine'],
    ['review', 'this machine'],
  ]);
});

test('the same decision sent again changes nothing; another one counts from then on, and is told of too', async () => {
  const id = await answered('https://example.com/hook');
  const once = await decide(id, { 'result.currency': null }, true);
  expect(once).toMatchObject({ needs_review: false, review: { complete: true, open: ['result.due_date', 'result.gross_amount'] } });
  expect(once.review?.decisions.map(({ kind }) => kind)).toEqual(['confirmed', 'done']);
  expect(await decide(id, { 'result.currency': null }, true)).toEqual(once);
  expect(await callbacksOf(id)).toEqual([null, 2]);

  const corrected = await decide(id, { 'result.gross_amount': null, 'result.line_items.0.amount': '99.00' });
  expect(corrected.review?.decisions.slice(2)).toMatchObject([
    { number: 3, kind: 'left_empty', value: null },
    { number: 4, kind: 'typed', value: '99.00' },
  ]);
  expect(corrected.review?.result).toMatchObject({ gross_amount: null, line_items: [{ amount: '99.00' }] });
  expect(await callbacksOf(id)).toEqual([null, 2, 4]);
});

test('of two who decide at once neither is lost', async () => {
  const id = await answered();
  const paths = ['result.due_date', 'result.currency', 'result.gross_amount', 'result.invoice_number'];
  await Promise.all(paths.map((path) => decide(id, { [path]: null })));
  const { review, needs_review } = await job(id);
  expect(review?.decisions.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  expect(review?.decisions.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
  expect(needs_review).toBe(false);
});

describe('what does not fit is refused by its place, and nothing of it is stored', () => {
  test.each([
    [{ 'result.due_date': '2026-02-30' }, 'expected a day there is, like 2026-03-31, got "2026-02-30"'],
    [
      { 'result.gross_amount': '1.234,56' },
      'expected an amount with a point and without thousands separators, like 1234.56, got "1.234,56"',
    ],
    [{ 'result.gross_amount': 12 }, 'expected an amount with a point and without thousands separators, like 1234.56, got 12'],
    [{ 'result.invoice_number': '' }, 'expected a text, got ""'],
    [{ 'result.nothing': '1' }, 'the answer has no such value, expected one of result.invoice_number, '],
  ])('%o', async (decisions, detail) => {
    const id = await answered();
    const response = await send(id, { decisions: { ...decisions, 'result.currency': 'EUR' } });
    expect(response.status).toBe(422);
    const { errors } = ProblemSchema.parse(await response.json());
    expect(errors).toEqual([{ pointer: `/decisions/${Object.keys(decisions)[0]}`, detail: expect.stringContaining(detail) }]);
    expect((await job(id)).review).toBeNull();
  });

  test('nothing at all, or a job without values', async () => {
    expect((await send(await answered(), {})).status).toBe(422);
    const { job_id } = await api.submitted({ use_case: 'invoice', context: { texts: ['x'] } });
    expect((await send(job_id, { done: true })).status).toBe(409);
    await api.endAll();
    const refused = await send(job_id, { done: true });
    expect([refused.status, ProblemSchema.parse(await refused.json()).type]).toEqual([409, '/docs/problems/not-reviewable']);
    expect((await send('01890000-0000-7000-8000-000000000000', { done: true })).status).toBe(404);
  });
});

test('all that was decided comes out a job a line, by use case', async () => {
  const id = await answered();
  await decide(id, { 'result.currency': 'EUR' });
  const response = await api.get('/v1/reviews?use_case=invoice');
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await response.text()).trimEnd().split('\n');
  const reviewed = lines.map((line) => ReviewedJobSchema.parse(JSON.parse(line)));
  expect(reviewed.at(-1)).toMatchObject({ job_id: id, use_case: 'invoice', review: { result: { ...RESULT, currency: 'EUR' } } });
  expect(reviewed.map(({ job_id }) => job_id)).toEqual(reviewed.map(({ job_id }) => job_id).toSorted());
  expect(await (await api.get('/v1/reviews?use_case=receipt')).text()).toBe('');
});
