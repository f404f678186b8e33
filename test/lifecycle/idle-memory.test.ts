/** Garbage that is left when work is over. */
import { setTimeout as pause } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { idleCollector } from '../../src/idle-memory.ts';

const LOOK_MS = 500;
const MB = 2 ** 20;
const size = () => getHeapStatistics().total_heap_size;

/** Some 200 MB that live long enough to leave the young generation. */
function burst(): void {
  const kept = Array.from({ length: 1_500_000 }, (_, i) => ({ i, text: `a ${i}`, parts: [i] }));
  kept.length = 0;
}

it('memory of a burst is given back once nothing is done any more, and not before', async () => {
  const before = size();
  const look = idleCollector();
  burst();
  look();
  expect(size()).toBeGreaterThan(before + 128 * MB);
  // What runs the tests may have something to do itself.
  for (let looks = 0; looks < 20 && size() > before + 64 * MB; looks++) {
    await pause(LOOK_MS);
    look();
  }
  expect(size()).toBeLessThan(before + 64 * MB);
});
