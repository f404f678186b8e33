/**
 * Since when, and how promptly, a worker reaches the database. Only who was there the whole time may say that others were not: after an
 * outage, a lock on the table or a pause of this process, the heartbeats of healthy workers are as old as its own.
 */
export class Contact {
  readonly #leaseMs: number;
  readonly #now: () => number;
  /** When the first answer came after which all did; null: there was none, or the last try failed. */
  #since: number | null = null;
  /** The last answers of about a lease: when each came, and how long after the one before it. */
  #answers: { readonly at: number; readonly gap: number }[] = [];

  /** @param now milliseconds that only rise, as of `performance.now()`. */
  constructor(leaseSeconds: number, now: () => number) {
    this.#leaseMs = leaseSeconds * 1000;
    this.#now = now;
  }

  /**
   * Asks the database, and notes when it answered.
   * @throws what `ask` throws: the contact begins anew.
   */
  async through<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      const now = this.#now();
      this.#since ??= now;
      const recent = this.#answers.filter(({ at }) => now - at <= this.#leaseMs);
      this.#answers = [...recent, { at: now, gap: now - (this.#answers.at(-1)?.at ?? now) }];
      return answer;
    } catch (error) {
      this.#since = null;
      this.#answers = [];
      throw error;
    }
  }

  /**
   * Seconds without a heartbeat after which a worker is lost, seen from here: the lease, or, where this worker itself was silent for long
   * in the time of a lease, that silence and the time between two heartbeats. Null: the contact has not lasted for a lease, and whoever
   * seems lost may just have been cut off as this one was.
   */
  get patienceSeconds(): number | null {
    if (this.#since === null || this.#now() - this.#since < this.#leaseMs) return null;
    const silence = Math.max(this.#now() - (this.#answers.at(-1)?.at ?? 0), ...this.#answers.map(({ gap }) => gap));
    return Math.max(this.#leaseMs, silence + this.#leaseMs / 3) / 1000;
  }
}
