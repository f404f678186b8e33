/**
 * Group commit: what arrives while a commit is under way shares the next one. A lone item never waits: there is no timer.
 *
 *   idle ──add──▶ the microtask queue empties ──▶ running(batch) ──done──▶ running(what came meanwhile) … ──nothing came──▶ idle
 */
import { settleEach } from './settle.ts';

interface Waiting<Item, Answer> {
  readonly item: Item;
  /** Refuses it; null: it may wait for ever. */
  readonly late: NodeJS.Timeout | null;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item, Answer> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #maxBatch: number;
  readonly #waitSeconds: number | null;
  #waiting: Waiting<Item, Answer>[] = [];
  #running = false;
  /** When the commit under way began. */
  #since: number | null = null;

  /**
   * @param commit stores all items in one transaction and answers each, in order.
   * @param maxBatch most items a transaction takes.
   * @param waitSeconds an item whose commit has not begun by then is refused with the code ETIMEDOUT; null: it waits.
   */
  constructor(commit: (items: readonly Item[]) => Promise<readonly Answer[]>, maxBatch: number, waitSeconds: number | null = null) {
    this.#commit = async (items) => {
      this.#since = performance.now();
      return await commit(items);
    };
    this.#maxBatch = maxBatch;
    this.#waitSeconds = waitSeconds;
  }

  /** Items that wait for the commit under way to end. */
  get depth(): number {
    return this.#waiting.length;
  }

  /** How long the commit under way has been going on; 0: there is none. */
  get commitSeconds(): number {
    return this.#since === null ? 0 : (performance.now() - this.#since) / 1000;
  }

  /** Resolves once the item is committed. When the database refuses one of the batch, each is committed alone. */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const late = this.#waitSeconds === null ? null : setTimeout(() => this.#refuse(waiting), this.#waitSeconds * 1000);
      const waiting: Waiting<Item, Answer> = { item, late, resolve, reject };
      this.#waiting.push(waiting);
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
      for (const { late } of batch) if (late !== null) clearTimeout(late);
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
    this.#since = null;
  }

  #refuse(waiting: Waiting<Item, Answer>): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    const message = `not begun within ${this.#waitSeconds} s: the commit before it goes on`;
    waiting.reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  }
}
