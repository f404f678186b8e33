/** IX_CLIENT_MAX_PENDING: who is refused, item by item, and what is never refused. */

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { ClientFull } from '../../src/jobs/client-limit.ts';
import { foldCounts } from '../../src/jobs/fold-counts.ts';
import { submitEach } from '../../src/jobs/submit.ts';
import { submitBatch } from '../../src/jobs/submit-batch.ts';
import { newJob, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const limited = (clientMaxPending: number) => ({ ...stage.deps, clientMaxPending });
const job = (ix_client_id: string, request_id?: string) => newJob({ ix_client_id, ...(request_id !== undefined && { request_id }) });

/** What became of each: its client and whether it is new, or that it was refused. */
async function outcomes(limit: number, items: readonly ReturnType<typeof job>[]): Promise<string[]> {
  const answers = await submitEach(
    limited(limit),
    items.map((job) => ({ scope: EVERYTHING, job })),
  );
  return answers.map((answer) =>
    answer instanceof ClientFull
      ? `${answer.clientId} refused`
      : answer instanceof Error
        ? answer.message
        : `${answer.job.client_id} ${answer.created ? 'new' : 'old'}`,
  );
}

it('0 is no limit', async () => {
  expect(await outcomes(0, [job('a'), job('a'), job('a')])).toEqual(['a new', 'a new', 'a new']);
});

it('what came first is taken, the rest refused, and nobody else pays for it', async () => {
  expect(await outcomes(2, [job('a'), job('b'), job('a'), job('a'), job('b'), job('a')])).toEqual([
    'a new',
    'b new',
    'a new',
    'a refused',
    'b new',
    'a refused',
  ]);
  expect(await outcomes(2, [job('c'), job('a')])).toEqual(['c new', 'a refused']);
});

it('answers replays at the limit, those within the same call, too', async () => {
  expect(await outcomes(1, [job('a', '1'), job('a', '1'), job('a', '2')])).toEqual(['a new', 'a old', 'a refused']);
  expect(await outcomes(1, [job('a', '2'), job('a', '1')])).toEqual(['a refused', 'a old']);
});

it('counts jobs that wait, folded or not, and no running ones', async () => {
  expect(await outcomes(2, [job('a'), job('a')])).toEqual(['a new', 'a new']);
  await foldCounts(stage.deps);
  expect(await outcomes(2, [job('a')])).toEqual(['a refused']);
  expect(await claim(stage.deps, 1, 'worker')).toHaveLength(1);
  expect(await outcomes(2, [job('a'), job('a')])).toEqual(['a new', 'a refused']);
});

it('a batch is stored whole or not at all', async () => {
  await expect(submitBatch(limited(2), EVERYTHING, [job('a'), job('b'), job('a'), job('a')])).rejects.toThrow(
    'client "a" has 0 jobs waiting: expected at most 2 (IX_CLIENT_MAX_PENDING) with this submit',
  );
  expect(await stage.tickets()).toBe(0);
  expect(await submitBatch(limited(2), EVERYTHING, [job('a'), job('b'), job('a')])).toHaveLength(3);
});
