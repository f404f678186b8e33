/**
 * Group commit: what arrives while a commit is under way shares the next one. A lone item never waits: there is no timer.
 *
 *   idle ──add──▶ the microtask queue empties ──▶ running(batch) ──done──▶ running(what came meanwhile) … ──nothing came──▶ idle
 */
import { settleEach } from './settle.ts';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item, Answer> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #maxBatch: number;
  #waiting: Waiting<Item, Answer>[] = [];
  #running = false;

  /**
   * @param commit stores all items in one transaction and answers each, in order.
   * @param maxBatch most items a transaction takes.
   */
  constructor(commit: (items: readonly Item[]) => Promise<readonly Answer[]>, maxBatch: number) {
    this.#commit = commit;
    this.#maxBatch = maxBatch;
  }

  /** Items that wait for the commit under way to end. */
  get depth(): number {
    return this.#waiting.length;
  }

  /** Resolves once the item is committed. When the database refuses one of the batch, each is committed alone. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#running) {
        this.#running = true;
        // After this turn's other additions.
        queueMicrotask(() => void this.#run());
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#maxBatch);
      const outcomes = await settleEach(
        batch.map(({ item }) => item),
        this.#commit,
      );
      for (const [i, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[i];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason);
      }
    }
    this.#running = false;
  }
}
