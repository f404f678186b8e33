/** What one watcher of a job has not been told yet: the latest state and the latest progress, however slowly it reads. */
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { JobProgress } from './progress.ts';

/** A job without what it was asked and what it answered. */
export type JobState = Omit<Job, 'request' | 'response' | 'review'>;

export type JobEvent =
  /** `version` is another whenever there is news. */
  | { readonly type: 'job'; readonly job: JobState; readonly version: string }
  /** While it runs. */
  | { readonly type: 'progress'; readonly progress: JobProgress };

export class Mailbox {
  /** Of the watcher: nothing else is put in. */
  readonly scope: Scope;
  #state: Extract<JobEvent, { type: 'job' }> | null = null;
  #progress: JobEvent | null = null;
  /** The version it was told last. */
  #told: string | null = null;
  #failure: { readonly error: unknown } | null = null;
  #ended = false;
  #wake = () => {};

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** News of the state, if it is; progress always is. */
  put(event: JobEvent): void {
    if (event.type === 'progress') this.#progress = event;
    else if (event.version !== this.#told) this.#state = event;
    else this.#state = null;
    this.#wake();
  }

  /** Counts only as long as nothing was told. */
  fail(error: unknown): void {
    if (this.#told !== null) return;
    this.#failure = { error };
    this.#wake();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Null: it has ended. @throws what it failed with. */
  async next(): Promise<JobEvent | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#state !== null) {
        const event = this.#state;
        this.#state = null;
        this.#told = event.version;
        return event;
      }
      // Before its state nobody understands it.
      if (this.#progress !== null && this.#told !== null) {
        const event = this.#progress;
        this.#progress = null;
        return event;
      }
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
