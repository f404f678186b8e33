/**
 * Group commit: what arrives while a commit is under way shares the next one. A lone item never waits: there is no timer.
 *
 *   idle ──add──▶ the microtask queue empties ──▶ running(batch) ──done──▶ running(what came meanwhile) … ──nothing came──▶ idle
 */
import { isItemsFault } from '../store/database-fault.ts';

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

  /** Resolves once the item is committed. When one item's data makes the batch fail, each is committed alone. */
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
      try {
        const answers = await this.#commit(batch.map(({ item }) => item));
        batch.forEach(({ resolve, reject }, i) => {
          const answer = answers[i];
          if (answer === undefined) reject(new Error('no answer from the commit'));
          else resolve(answer);
        });
      } catch (error) {
        if (batch.length > 1 && isItemsFault(error)) await this.#eachAlone(batch);
        else for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }

  async #eachAlone(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    for (const { item, resolve, reject } of batch) {
      try {
        const [answer] = await this.#commit([item]);
        if (answer === undefined) throw new Error('no answer from the commit');
        resolve(answer);
      } catch (error) {
        reject(error);
      }
    }
  }
}
