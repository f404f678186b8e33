/**
 * Group commit: what arrives while a commit is under way shares the next one. A lone item never waits: there is no timer.
 *
 *   idle ──add──▶ the microtask queue empties ──▶ running(batch) ──done──▶ running(what came meanwhile) … ──nothing came──▶ idle
 */
import { isItemsFault } from '../store/database-fault.ts';

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

  /** Resolves once the item is committed. When one item's data makes the batch fail, each is committed alone. */
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
    this.#since = null;
  }

  #refuse(waiting: Waiting<Item, Answer>): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    const message = `not begun within ${this.#waitSeconds} s: the commit before it goes on`;
    waiting.reject(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
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
