/** What one watcher has not been told yet: the latest state of what it watches and the latest hint, however slowly it reads. */
import type { Scope } from '../contracts/scope.ts';

/** `version` is another whenever there is news. */
export interface News {
  readonly version: string;
}

/** @typeParam H what is told beside the state, and means nothing without it; the latest alone is kept. */
export class Mailbox<N extends News, H> {
  /** Of the watcher: nothing else is put in. */
  readonly scope: Scope;
  #state: N | null = null;
  #hint: { readonly hint: H } | null = null;
  /** The version it was told last. */
  #told: string | null = null;
  #failure: { readonly error: unknown } | null = null;
  #ended = false;
  #wake = () => {};

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Told if it is news. */
  put(state: N): void {
    this.#state = state.version === this.#told ? null : state;
    this.#wake();
  }

  hint(hint: H): void {
    this.#hint = { hint };
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
  async next(): Promise<N | H | null> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#state !== null) {
        const state = this.#state;
        this.#state = null;
        this.#told = state.version;
        return state;
      }
      // Before its state nobody understands it.
      if (this.#hint !== null && this.#told !== null) {
        const { hint } = this.#hint;
        this.#hint = null;
        return hint;
      }
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
