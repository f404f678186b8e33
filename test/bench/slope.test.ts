/** What grows is told from what goes up and down. */
import { expect, test } from 'vitest';
import { growth } from '../../bench/slope.ts';

test.each([
  [[100, 105, 95, 102, 98, 100], 0],
  [[100, 110, 120, 130, 140], 0.333],
  [[140, 130, 120, 110, 100], -0.333],
  [[7, 7, 7], 0],
  [[7], 0],
  [[], 0],
])('%j grows by %d', (values, share) => {
  expect(growth(values)).toBeCloseTo(share, 1);
});
