/**
 * Where the queue begins, as this process last saw it. An old snapshot, which some other transaction holds open, keeps vacuum from the index
 * of what waits: whoever looks for the first entry then reads all that were claimed since. Once a look has taken long for that reason, the
 * next ones begin where it found something. That is a hint and no more: it lasts for two seconds, then a look from the very beginning
 * renews it, and whoever finds less than he wants looks from the beginning as well. No row is hidden by it.
 */

/** Of one priority: before this place no job waited. */
export interface QueueHead {
  readonly priority: number;
  readonly turn: string;
  /** ISO 8601. */
  readonly created_at: string;
}

/** A look that takes longer has read a great deal: one of a healthy index takes a few milliseconds. */
const SLOW_MS = 25;
const LIFE_MS = 2000;

export class QueueHeads {
  readonly #heads = new Map<number, QueueHead>();
  readonly #slowMs: number;
  readonly #lifeMs: number;
  #until = 0;

  /** @param slowMs a look that takes longer is followed by a hint. */
  constructor(slowMs = SLOW_MS, lifeMs = LIFE_MS) {
    this.#slowMs = slowMs;
    this.#lifeMs = lifeMs;
  }

  /** Empty: look from the beginning. */
  get known(): readonly QueueHead[] {
    if (performance.now() >= this.#until) this.#heads.clear();
    return [...this.#heads.values()];
  }

  /** @param first of each priority, what a look found that took `ms`. */
  saw(first: Iterable<QueueHead>, ms: number): void {
    const isHint = this.#heads.size > 0;
    if (!isHint && ms < this.#slowMs) return;
    for (const head of first) this.#heads.set(head.priority, head);
    if (!isHint) this.#until = performance.now() + this.#lifeMs;
  }
}
