/** The callback of a review: of its own kind, signed and retried like any other, and the same on every attempt whatever is decided later. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { review } from '../../src/jobs/review.ts';
import { REVIEWABLE } from '../support/reviewable.ts';
import { SECRET } from './delivery-options.ts';
import { answerWith, verify } from './receiver.ts';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

/** What failed waits for an hour. */
const PATIENT = { schedule: [0, 3600, 3600] };

const decide = (jobId: Parameters<typeof review>[2], decisions: Record<string, string | null>, done = false) =>
  review(stage.jobs, EVERYTHING, jobId, { decisions, done });

test('the end and the review are told apart, each as it was then', async () => {
  const receiver = await stage.receive((response, count) => answerWith(count <= 2 ? 500 : 204)(response));
  const [jobId] = await stage.finishedJobs(receiver.url, 1, null, 'default', REVIEWABLE);
  if (jobId === undefined) throw new Error('no job was claimed');
  await decide(jobId, { 'result.gross_amount': '142.80' }, true);
  // Neither is taken; before they are sent again, somebody decides anew.
  await stage.deliver(2, PATIENT);
  await decide(jobId, { 'result.gross_amount': '119.00' });
  await stage.letDayPass();
  await stage.deliver(3, PATIENT);

  const events = receiver.received.map((received) => ({
    id: received.headers['webhook-id'],
    body: received.body.toString(),
    event: verify(SECRET, received),
  }));
  const bodies = Map.groupBy(events, ({ id }) => id);
  expect([...bodies.values()].map((same) => [same.length, new Set(same.map(({ body }) => body)).size]).toSorted()).toEqual([
    [1, 1],
    [2, 1],
    [2, 1],
  ]);
  const told = [...bodies.values()].flatMap(([first]) => (first === undefined ? [] : [first.event]));
  const of = (type: string) =>
    told.filter((event) => event.type === type).map(({ data }) => ('review' in data ? data : expect.fail('thin')));
  expect(of('job.done')).toMatchObject([{ needs_review: true, review: null }]);
  expect(of('job.reviewed').map((data) => [data.needs_review, data.review?.decisions.length, data.review?.result.gross_amount])).toEqual([
    [false, 2, '142.80'],
    [false, 3, '119.00'],
  ]);
  expect(await stage.job(jobId)).toMatchObject({ callback_status: 'delivered' });
});
