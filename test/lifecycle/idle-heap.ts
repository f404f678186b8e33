/** A thread whose heap nobody else uses: sizes in bytes at the start, after a burst of work, and once it was idle. */
import { setTimeout as pause } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { idleCollector } from '../../src/app/idle-memory.ts';

const size = () => getHeapStatistics().total_heap_size;

/** Some 200 MB that live long enough to leave the young generation. */
function burst(): void {
  const kept = Array.from({ length: 1_500_000 }, (_, i) => ({ i, text: `a ${i}`, parts: [i] }));
  kept.length = 0;
}

const start = size();
const look = idleCollector();
burst();
look();
const busy = size();
// Pages are given back in the background.
for (let looks = 0; looks < 20 && size() > start + 64 * 2 ** 20; looks++) {
  await pause(500);
  look();
}
parentPort?.postMessage({ start, busy, idle: size() });
