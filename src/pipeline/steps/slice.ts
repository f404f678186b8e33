/** Slices of the main thread's time: extractions of many jobs at once must not keep requests, answers and heartbeats waiting. */

/** Milliseconds that extractions may take together each time the event loop comes round; one of a text invoice takes a third of one. */
const SLICE_MS = 8;

/** Of this slice; null: none of it was used. */
let ends: number | null = null;
const waiting: (() => void)[] = [];

/** Does `work` at once, or, when this slice is used up or others wait, in a later one. Its first synchronous part is what counts. */
export function inSlice<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length === 0 && hasTime()) return work();
  return new Promise((resolve) => {
    waiting.push(() => resolve(work()));
  });
}

function hasTime(): boolean {
  if (ends === null) {
    ends = performance.now() + SLICE_MS;
    setImmediate(nextSlice);
  }
  return performance.now() < ends;
}

function nextSlice(): void {
  ends = null;
  while (waiting.length > 0 && hasTime()) waiting.shift()?.();
}
