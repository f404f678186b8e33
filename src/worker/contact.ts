/**
 * Since when a worker reaches the database without a break. Only who was there the whole time may say that others were not: after an
 * outage, a lock on the table or a pause of this process, the heartbeats of healthy workers are as old as its own.
 *
 *   away ──an answer in time──▶ in touch ──no answer, a late one, or a lease without any──▶ away
 */
export class Contact {
  readonly #leaseMs: number;
  readonly #now: () => number;
  #since: number | null = null;
  #last = 0;

  /** @param now milliseconds that only rise, as of `performance.now()`. */
  constructor(leaseSeconds: number, now: () => number) {
    this.#leaseMs = leaseSeconds * 1000;
    this.#now = now;
  }

  /** For the whole of a lease: whoever lives has sent a heartbeat meanwhile. */
  get isLong(): boolean {
    return this.#since !== null && this.#now() - this.#since >= this.#leaseMs;
  }

  /**
   * Asks the database, and notes how that went. An answer after more than a third of the lease, the time between heartbeats, counts from
   * when it came: what held it up may have held up the others.
   * @throws what `ask` throws.
   */
  async through<T>(ask: () => Promise<T>): Promise<T> {
    const sent = this.#now();
    try {
      const answer = await ask();
      const now = this.#now();
      if (now - sent > this.#leaseMs / 3 || now - this.#last > this.#leaseMs) this.#since = now;
      this.#since ??= now;
      this.#last = now;
      return answer;
    } catch (error) {
      this.#since = null;
      throw error;
    }
  }
}
