/** Memory that a burst of work leaves behind: V8 collects when something is allocated, so what is garbage by the end of a burst may stay for good. */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Share of the time since the last look that an idle event loop is busy at most: above what polls and upkeep take. */
const IDLE_UTILIZATION = 0.05;
/** Bytes that the heap has grown by since it was last collected here: less is not worth the pause, some 50 ms. */
const WORTH_BYTES = 64 * 2 ** 20;

/** @returns what looks, to be called every few seconds: collects when nothing was done since the last look, and there is something to gain. */
export function idleCollector(): () => void {
  let last = performance.eventLoopUtilization();
  let least = getHeapStatistics().total_heap_size;
  let gc: Gc | null = null;
  return () => {
    const { utilization } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    const size = getHeapStatistics().total_heap_size;
    least = Math.min(least, size);
    if (utilization > IDLE_UTILIZATION || size - least < WORTH_BYTES) return;
    gc ??= exposedGc();
    // The one flavour that also gives the memory back.
    gc({ type: 'major', flavor: 'last-resort' });
    least = getHeapStatistics().total_heap_size;
  };
}

type Gc = (options: { readonly type: 'major'; readonly flavor: 'last-resort' }) => void;

/** V8 shows it to contexts that are made after the flag was set, and to those alone. */
function exposedGc(): Gc {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
