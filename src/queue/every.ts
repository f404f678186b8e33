/** Runs one act every so many seconds, never two at a time, until stopped. */
export class Every {
  readonly #seconds: number;
  readonly #act: () => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  /** The interval counts from the end of one run to the start of the next. A run that fails is followed by the next all the same. */
  constructor(seconds: number, act: () => Promise<void>, onError: (error: unknown) => void) {
    this.#seconds = seconds;
    this.#act = act;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#act()
        .catch(this.#onError)
        .finally(() => {
          this.#running = null;
          if (this.#timer !== null) this.start();
        });
    }, this.#seconds * 1000);
  }

  /** Resolves when no run is under way. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
  }
}
