/**
 * Group commit: what arrives while a commit is under way shares the next one. A lone item never waits: there is no timer.
 *
 *   idle ──add──▶ the microtask queue empties ──▶ running(batch) ──done──▶ running(what came meanwhile) … ──nothing came──▶ idle
 */
import { settleEach } from './settle.ts';

/**
 * Of more than so many that wait, half share a commit: so others commit while those are answered, and are read while these commit. (Of all that
 * wait none is left to be done meanwhile: process and database would take turns.)
 */
const LEAST = 32;

interface Waiting<Item, Answer> {
  readonly item: Item;
  /** Refuses it. */
  readonly late: NodeJS.Timeout | undefined;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit<Item, Answer> {
  readonly #commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  readonly #maxBatch: number;
  #waiting: Waiting<Item, Answer>[] = [];
  #running = false;
  /** When the commit under way began. */
  #since: number | null = null;

  /**
   * @param commit stores all items in one transaction and answers each, in order.
   * @param maxBatch most items a transaction takes.
   */
  constructor(commit: (items: readonly Item[]) => Promise<readonly Answer[]>, maxBatch: number) {
    this.#commit = async (items) => {
      this.#since = performance.now();
      return await commit(items);
    };
    this.#maxBatch = maxBatch;
  }

  /** Items that wait for the commit under way to end. */
  get depth(): number {
    return this.#waiting.length;
  }

  /** How long the commit under way has been going on; 0: there is none. */
  get commitSeconds(): number {
    return this.#since === null ? 0 : (performance.now() - this.#since) / 1000;
  }

  /**
   * Resolves once the item is committed. When the database refuses one of the batch, each is committed alone.
   * @param seconds until it is refused with the code ETIMEDOUT, if there is no answer before. It is not committed then, unless its commit is
   *   already under way: of that nothing is known. Null: it waits.
   */
  add(item: Item, seconds: number | null = null): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const late = seconds === null ? undefined : setTimeout(() => this.#refuse(waiting, seconds), seconds * 1000);
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
      const batch = this.#waiting.splice(0, Math.min(this.#maxBatch, Math.max(LEAST, Math.ceil(this.#waiting.length / 2))));
      const outcomes = await settleEach(
        batch.map(({ item }) => item),
        this.#commit,
      );
      for (const [i, { late, resolve, reject }] of batch.entries()) {
        clearTimeout(late);
        const outcome = outcomes[i];
        if (outcome?.status === 'fulfilled') resolve(outcome.value);
        else reject(outcome?.reason);
      }
    }
    this.#running = false;
    this.#since = null;
  }

  #refuse(waiting: Waiting<Item, Answer>, seconds: number): void {
    const place = this.#waiting.indexOf(waiting);
    if (place !== -1) this.#waiting.splice(place, 1);
    waiting.reject(Object.assign(new Error(`no answer within ${seconds} s`), { code: 'ETIMEDOUT' }));
  }
}
