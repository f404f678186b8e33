/** While the database is away everything that needs it fails, several times a second: one line says so, and one that it is back. */
import { isPassing } from '../store/database-fault.ts';

/** What is told, and how often it is looked whether the database is back. */
export interface OutageOptions {
  readonly away: (error: unknown) => void;
  readonly back: (seconds: number) => void;
  /** Whether the database takes writes. Does not reject, and ends within seconds. */
  readonly probe: () => Promise<boolean>;
}

const POLL_MS = 500;

/**
 * Stands before the log. A failure that may come from the database is held until it has been looked at; when the database is there, it is
 * told as it was meant, else it is one of many that the two lines stand for.
 */
export class Outage {
  #options: OutageOptions | null = null;
  #since: number | null = null;
  #held: (() => void)[] | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** Until then everything is told. */
  watch(options: OutageOptions): void {
    this.#options = options;
  }

  /** @param tell writes what is to be written of the failure, now, later or never. */
  take(error: unknown, tell: () => void): void {
    if (this.#options === null || !isPassing(error)) tell();
    else if (this.#held !== null) this.#held.push(tell);
    else if (this.#since === null) void this.#lookAt(this.#options, error, tell);
  }

  /** Nothing is looked at any more; what comes now is told. */
  stop(): void {
    this.#options = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const tell of this.#held ?? []) tell();
    this.#held = null;
  }

  async #lookAt(options: OutageOptions, error: unknown, tell: () => void): Promise<void> {
    this.#held = [tell];
    const since = performance.now();
    const there = await options.probe();
    const held = this.#held ?? [];
    this.#held = null;
    if (there) for (const one of held) one();
    else if (this.#options !== null) {
      this.#since = since;
      options.away(error);
      this.#poll(options, since);
    }
  }

  #poll(options: OutageOptions, since: number): void {
    this.#timer = setTimeout(async () => {
      const there = await options.probe();
      if (this.#options === null) return;
      if (!there) return this.#poll(options, since);
      this.#since = null;
      options.back((performance.now() - since) / 1000);
    }, POLL_MS);
  }
}
