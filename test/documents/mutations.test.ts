/** A damaged document is read or refused as one, and never by a fault of ix. `npm run mutations` is the long run of this. */
import { expect, test } from 'vitest';
import { runMutations } from './mutate.ts';

test('jobs with mutations of the samples', async () => {
  const { counts, bugs } = await runMutations(
    1,
    Array.from({ length: 120 }, (_, nth) => nth),
  );
  expect([...bugs]).toEqual([]);
  expect(counts.get('done')).toBeGreaterThan(45);
});

test('a mutation whose letters stand at places that are no numbers', async () => {
  const { bugs } = await runMutations(1413685924, [3817]);
  expect([...bugs]).toEqual([]);
});
