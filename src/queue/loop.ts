/**
 * Keeps up to `slots` tasks running, fed by `take`. It looks when it is woken, every `pollSeconds`, and, as long as there may be more to
 * take, at once and whenever a task ends: an idle system answers a signal in one round trip, a busy one fills all free slots with one
 * statement.
 *
 *   idle ──wake, poll, a slot freed while there may be more──▶ taking ──nothing more, or no slot left──▶ idle
 *                                                                │ ▲
 *                                                                └─┘ there may be more and slots are free
 *
 * Only one `take` runs at a time; a wake during it makes it look once more. Who keeps coming too late (others are woken by the same
 * signals, and were quicker) looks less often, until it finds something.
 */
export interface LoopOptions {
  readonly slots: number;
  /** Most tasks of one `take`. Half of the slots: one half runs while the other waits for the database. */
  readonly batch: number;
  readonly pollSeconds: number;
  /**
   * Takes up to `free` tasks and starts them; resolves with the promises of those it started, which must not reject.
   * @param thorough once every `pollSeconds`: whatever helps to find tasks quickly is not to be relied on.
   */
  readonly take: (free: number, thorough: boolean) => Promise<readonly Promise<void>[]>;
  /** `take` leaves nothing behind unless it starts as many as it may, and what comes later wakes the loop. */
  readonly exhaustive: boolean;
  /** A `take` that failed: it is tried again at the next poll. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds: the wait after a look that found nothing, doubled with each more in a row, and the longest. */
const QUIET_MS = [4, 64] as const;

export class Loop {
  readonly #options: LoopOptions;
  readonly #running = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | null = null;
  #taking: Promise<void> | null = null;
  #again = false;
  #more = true;
  #stopped = true;
  /** Looks in a row that found nothing, and until when no wake makes another. */
  #empty = 0;
  #quietUntil = 0;
  #thoroughFrom = 0;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running.size;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  /** There may be something to take. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#taking !== null) {
      this.#again = true;
      return;
    }
    const quiet = this.#quietUntil - performance.now();
    if (quiet > 0) {
      this.#wakeIn(quiet);
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#taking = this.#fill().finally(() => {
      this.#taking = null;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        this.wake();
      } else {
        this.#wakeIn(this.#options.pollSeconds * 1000);
      }
    });
  }

  #wakeIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), ms);
  }

  /** Takes nothing more; resolves when no `take` is under way. What runs goes on: see `settled`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#taking;
  }

  /** Resolves when no task is running. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Whether it is time for a thorough look. */
  #isDue(): boolean {
    const now = performance.now();
    if (now < this.#thoroughFrom) return false;
    this.#thoroughFrom = now + this.#options.pollSeconds * 1000;
    return true;
  }

  async #fill(): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      // Tasks that were stored together end together: their slots are filled together.
      await null;
      const free = Math.min(this.#options.slots - this.#running.size, this.#options.batch);
      if (this.#stopped) return;
      if (free <= 0) {
        this.#more = true;
        return;
      }
      let tasks: readonly Promise<void>[];
      try {
        tasks = await this.#options.take(free, this.#isDue());
      } catch (error) {
        this.#more = true;
        this.#options.onError(error);
        return;
      }
      this.#empty = tasks.length > 0 ? 0 : this.#empty + Number(isFirst);
      this.#quietUntil = this.#empty === 0 ? 0 : performance.now() + Math.min(QUIET_MS[0] * 2 ** (this.#empty - 1), QUIET_MS[1]);
      for (const task of tasks) {
        this.#running.add(task);
        void task.then(() => {
          this.#running.delete(task);
          if (this.#more) this.wake();
        });
      }
      this.#more = !this.#options.exhaustive || tasks.length === free;
      if (tasks.length === 0 || !this.#more) return;
    }
  }
}
