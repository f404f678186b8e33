/** A damaged PDF is read or refused as one: never as plain text, and never by a fault of ix. */
import { expect, test } from 'vitest';
import { readMutations } from './mutations.ts';

test('mutations of the samples', async () => {
  const outcomes = await readMutations(300, 1);
  const expected = new Set(['read', 'IX_000_005', 'IX_000_006', 'IX_000_008', 'IX_000_009']);
  expect([...outcomes.keys()].filter((outcome) => !expected.has(outcome))).toEqual([]);
  expect(outcomes.get('read')).toBeGreaterThan(100);
});
