/** What was started, and how each is stopped: last started, first stopped, each within a time of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

interface Stop {
  readonly name: string;
  readonly seconds: number;
  readonly stop: () => Promise<void>;
}

export class Stops {
  readonly #log: Logger;
  readonly #stops: Stop[] = [];
  #running: Promise<void> | null = null;

  constructor(log: Logger) {
    this.#log = log;
  }

  get stopping(): boolean {
    return this.#running !== null;
  }

  /** @param seconds after which the rest is stopped all the same. */
  add(name: string, seconds: number, stop: () => Promise<void>): void {
    this.#stops.push({ name, seconds, stop });
  }

  /** Stops everything once, however often it is asked to. Does not reject: what cannot be stopped is logged. */
  run(): Promise<void> {
    this.#running ??= this.#all();
    return this.#running;
  }

  async #all(): Promise<void> {
    for (const { name, seconds, stop } of this.#stops.toReversed()) {
      const patience = new AbortController();
      const late = delay(seconds * 1000, 'late', { signal: patience.signal }).catch(() => 'stopped');
      try {
        const end = await Promise.race([stop().then(() => 'stopped'), late]);
        if (end === 'late') this.#log.error({ part: name, seconds }, 'does not stop in time; going on without it');
      } catch (error) {
        this.#log.error({ part: name, err: error }, 'did not stop well');
      } finally {
        patience.abort();
      }
    }
  }
}
