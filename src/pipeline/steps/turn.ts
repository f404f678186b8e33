/** Turns of the event loop: extractions of many jobs at once must not keep requests, answers and heartbeats waiting. */

/** Milliseconds of one turn that extractions may take together; one of a text invoice takes a third of one. */
const TURN_MS = 8;

/** Of this turn's share; null: none of it was used. */
let ends: number | null = null;
const waiting: (() => void)[] = [];

/** Does `work` at once, or, when this turn's share is used up or others wait, in a later turn. Its first synchronous part is what counts. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length === 0 && hasTime()) return work();
  return new Promise((resolve) => {
    waiting.push(() => resolve(work()));
  });
}

function hasTime(): boolean {
  if (ends === null) {
    ends = performance.now() + TURN_MS;
    setImmediate(nextTurn);
  }
  return performance.now() < ends;
}

function nextTurn(): void {
  ends = null;
  while (waiting.length > 0 && hasTime()) waiting.shift()?.();
}
