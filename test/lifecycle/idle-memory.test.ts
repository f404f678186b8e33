/** Garbage that is left when work is over. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const MB = 2 ** 20;

it('memory of a burst is given back once nothing is done any more, and not before', async () => {
  const thread = new Worker(new URL('./idle-heap.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 1024 } });
  const [{ start, busy, idle }] = (await once(thread, 'message')) as [Record<'start' | 'busy' | 'idle', number>];
  await thread.terminate();
  expect(busy).toBeGreaterThan(start + 128 * MB);
  expect(idle).toBeLessThan(start + 64 * MB);
});
