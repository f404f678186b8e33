/** A page left open through a stop and a start of ix says what is so, or that it does not know; `npm run left-open` does it for ten minutes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaveOpen } from './left-open.ts';
import { UiStage } from './stage.ts';

let stage: UiStage;
beforeAll(async () => {
  stage = await UiStage.open();
});
afterAll(() => stage.close());

test('at every look it shows what the rows say, or that ix does not answer', async () => {
  const { live, away, lies } = await leaveOpen(stage, { rounds: 1, seconds: 8 });
  expect(lies).toEqual([]);
  expect(live).toBeGreaterThan(1);
  expect(away).toBeGreaterThan(0);
});
