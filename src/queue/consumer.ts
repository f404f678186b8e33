/**
 * Starts tasks for the tickets of one queue, up to so many at a time. pg-boss's worker brings the tickets; its handler claims as many rows,
 * deletes those tickets in the same transaction, and returns once there is room for another batch:
 *
 *   fetch ──tickets──▶ take (rows claimed, tickets gone, tasks started) ──▶ room for a batch? ──▶ fetch, or sleep until notified
 *                                                                            └─no: wait, without a ticket in hand
 *
 * So a full process holds no ticket, and an idle one gets what waits. The rows decide what there is to do: every `pollSeconds`, and when a
 * task ends after rows were left behind, this also takes rows that have no ticket.
 */
import { Every } from './every.ts';
import type { Queue, Ticket } from './queue.ts';
import type { WorkQueue } from './queues.ts';

export interface ConsumerOptions {
  readonly queue: Queue;
  readonly name: WorkQueue;
  /** Tasks at a time. */
  readonly slots: number;
  readonly pollSeconds: number;
  /** false: tickets start nothing here, and the rows are asked whenever there may be some that this process runs. Default true. */
  readonly byTickets?: boolean;
  /**
   * Claims up to `free` rows, deletes the tickets, and starts tasks; resolves with their promises, which must not reject. With tickets there
   * are at least as many of them as `free`; without any, rows are taken that may have none.
   */
  readonly take: (free: number, tickets: readonly Ticket[]) => Promise<readonly Promise<void>[]>;
  /** Sends tickets for rows that wait: called when many of them turn out to have none. */
  readonly reticket: () => Promise<void>;
  /** A look that failed; another follows. */
  readonly onError: (error: unknown) => void;
}

/**
 * Milliseconds that a free slot may wait for a whole batch to be free. Runs that take milliseconds are fetched by half of the slots at a
 * time, which costs the least for each; runs that take seconds one by one, so that no slot is idle.
 */
const PATIENCE_MS = 250;

export class Consumer {
  readonly #options: ConsumerOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #looks: Every;
  /** Tickets of one fetch at most; `#fetching` is what the worker was made with. */
  #batch: number;
  #fetching = 0;
  #worker: string | null = null;
  #stopped = true;
  /** One at a time, so that none takes the slots that another has counted as free. */
  #taking: Promise<unknown> = Promise.resolve();
  /** Some tickets found no row that may be claimed now. Their rows come when a task has ended. */
  #short = false;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  /** Tickets since the last look by the clock. */
  #tickets = 0;
  #freed = Promise.withResolvers<void>();

  constructor(options: ConsumerOptions) {
    this.#options = options;
    this.#batch = Math.max(1, Math.floor(options.slots / 2));
    this.#looks = new Every(options.pollSeconds, () => this.#lookByClock(), options.onError);
  }

  async start(): Promise<void> {
    this.#stopped = false;
    if (this.#byTickets) await this.#work();
    this.#looks.start();
    if (!this.#byTickets) this.look();
  }

  /** There may be tickets. */
  notify(): void {
    if (!this.#byTickets) this.look();
    else if (this.#worker !== null) this.#options.queue.notifyWorker(this.#worker);
  }

  /** There may be rows that have no ticket. */
  look(): void {
    if (this.#stopped) return;
    if (this.#looking !== null) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#look()
      .catch(this.#options.onError)
      .finally(() => {
        this.#looking = null;
        if (!this.#lookAgain) return;
        this.#lookAgain = false;
        this.look();
      });
  }

  /** Takes nothing more; what runs goes on: see `settled`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#freed.resolve();
    await this.#looks.stop();
    await this.#looking;
    if (this.#worker !== null) await this.#options.queue.offWork(this.#options.name, this.#worker, true);
    await this.#taking;
  }

  /** Resolves when no task is running. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  get #byTickets(): boolean {
    return this.#options.byTickets ?? true;
  }

  get #free(): number {
    return this.#options.slots - this.#running.size;
  }

  async #work(): Promise<void> {
    const { queue, name, pollSeconds } = this.#options;
    this.#fetching = this.#batch;
    this.#worker = await queue.work(name, this.#batch, pollSeconds, (tickets) => this.#handle(tickets));
  }

  async #handle(tickets: readonly Ticket[]): Promise<void> {
    this.#tickets += tickets.length;
    const taken = await this.#take(Math.min(this.#free, tickets.length), tickets).catch((error: unknown) => {
      this.#options.onError(error);
      throw error;
    });
    // pg-boss takes back what a handler fails on, so that others get these tickets.
    if (this.#stopped && taken === 0) throw new Error('this process is stopping');
    if (taken < tickets.length) this.#short = true;
    await this.#room(tickets.length === this.#fetching);
    if (this.#stopped || this.#worker === null) return;
    if (this.#batch !== this.#fetching) {
      await this.#options.queue.offWork(this.#options.name, this.#worker, false);
      if (!this.#stopped) await this.#work();
    } else if (tickets.length === this.#fetching) this.notify();
  }

  /** Resolves when a batch has room, or when a slot has been free for long enough: then the batch is made as small. */
  async #room(full: boolean): Promise<void> {
    const { slots } = this.#options;
    const since = performance.now();
    while (!this.#stopped && this.#free < this.#batch) {
      const left = since + PATIENCE_MS - performance.now();
      if (left <= 0 && this.#free > 0) {
        this.#batch = this.#free;
        return;
      }
      await this.#nextEnd(left > 0 ? left : null);
    }
    if (full && performance.now() - since < PATIENCE_MS / 4)
      this.#batch = Math.max(1, Math.min(2 * this.#batch, Math.floor(slots / 2), this.#free));
  }

  /** Resolves when a task ends, when this stops, or after so many milliseconds. */
  async #nextEnd(ms: number | null): Promise<void> {
    const timer = ms === null ? null : setTimeout(() => this.#freed.resolve(), ms);
    await this.#freed.promise;
    this.#freed = Promise.withResolvers();
    if (timer !== null) clearTimeout(timer);
  }

  /** @returns how many were started. */
  #take(most: number, tickets: readonly Ticket[]): Promise<number> {
    const taking = this.#taking.then(async () => {
      const free = Math.min(most, this.#free);
      if (this.#stopped || free <= 0) return 0;
      const tasks = await this.#options.take(free, tickets);
      for (const task of tasks) this.#run(task);
      return tasks.length;
    });
    this.#taking = taking.catch(() => {});
    return taking;
  }

  #run(task: Promise<void>): void {
    this.#running.add(task);
    void task.then(() => {
      this.#running.delete(task);
      this.#freed.resolve();
      if (this.#short) this.look();
    });
  }

  /** Once it finds nothing, no task that ends makes it look again. */
  async #look(): Promise<void> {
    const free = this.#free;
    if (free <= 0) return;
    const taken = await this.#take(free, []);
    this.#short = this.#byTickets ? taken > 0 && this.#short : taken === free;
  }

  async #lookByClock(): Promise<void> {
    const tickets = this.#tickets;
    this.#tickets = 0;
    const free = this.#free;
    if (free <= 0) return;
    const taken = await this.#take(free, []);
    if (!this.#byTickets) this.#short = taken === free;
    if (!this.#byTickets || tickets > 0 || taken === 0) return;
    this.#short = true;
    // On a busy machine they are only late.
    if (taken < free) return;
    const late = (await this.#options.queue.hasDue(this.#options.name)) || this.#tickets > 0;
    if (!late) await this.#options.reticket();
  }
}
