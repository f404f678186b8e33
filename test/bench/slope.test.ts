/** What grows is told from what goes up and down. */
import { expect, test } from 'vitest';
import { growth, rise } from '../../bench/slope.ts';

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

test.each([
  [[100, 150, 200, 100, 150, 240], 0],
  [[100, 150, 200, 130, 180, 230], 0.3],
  [[100], 0],
])('of %j the least rises by %d', (values, share) => {
  expect(rise(values)).toBeCloseTo(share, 5);
});
