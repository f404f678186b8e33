/**
 * What happens, as it happens, for all who watch in this process: one look at the database serves every watcher, and each is told what is in
 * its scope. Who joins gets a look at what it watches; after that it is looked at when a signal names it, and once in a while without one.
 *
 *   a watcher joins, a signal, the clock ──▶ due ──▶ one look at all that are due ──▶ each watcher's mailbox ──▶ its stream
 */
import { setImmediate } from 'node:timers/promises';
import type { Scope } from '../contracts/scope.ts';
import { Mailbox, type News } from './mailbox.ts';

/** As many watch as may. */
export class WatchersFull extends Error {
  constructor(max: number) {
    super(`${max} watch jobs, or batches, as they happen, as many as may; ask with Prefer: wait meanwhile`);
    this.name = 'WatchersFull';
  }
}

/** What is watched: how it is looked at, and what of it is told to whom. */
export interface Subject<Id, State, N extends News> {
  /** One look at all of them; what is gone is left out. */
  look(ids: readonly Id[]): Promise<ReadonlyMap<Id, State>>;
  /** Null: there is nothing of it for that scope. */
  newsFor(state: State, scope: Scope): N | null;
  /** Milliseconds between two looks without a signal; null: it has ended, and is looked at no more. @param state null: not seen yet. */
  lookEvery(state: State | null): number | null;
  /** After this news there is no more. */
  isLast(news: N): boolean;
  /** How often to see what is to be looked at, in milliseconds. */
  readonly tickMs: number;
  /** Begins to listen for signals, as the first watcher has come. @returns what ends it. */
  listen?(): (() => void)[];
}

interface Watched<State, N extends News, H> {
  /** As it was last looked at. */
  state: State | null;
  due: boolean;
  lookedAt: number;
  readonly mailboxes: Set<Mailbox<N, H>>;
}

export class Watch<Id extends string, State, N extends News, H = never> {
  readonly #subject: Subject<Id, State, N>;
  readonly #watched = new Map<Id, Watched<State, N, H>>();
  readonly #max: number;
  #watchers = 0;
  #looking: Promise<void> | null = null;
  #closed = false;
  #clock: NodeJS.Timeout | null = null;
  #offs: (() => void)[] = [];

  /** @param max watchers at a time. */
  constructor(subject: Subject<Id, State, N>, max: number) {
    this.#subject = subject;
    this.#max = max;
  }

  /**
   * The state as it is, then its news and hints; ends after the last of them, when `signal` aborts, or when it is gone. Nothing at all: there is none in
   * the scope.
   * @throws WatchersFull, and what the first look at it fails with.
   */
  async *watch(scope: Scope, id: Id, signal: AbortSignal): AsyncGenerator<N | H> {
    if (this.#watchers >= this.#max) throw new WatchersFull(this.#max);
    const mailbox = new Mailbox<N, H>(scope);
    const stop = () => mailbox.end();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted || this.#closed) stop();
    this.#join(id, mailbox);
    try {
      for (let told = await mailbox.next(); told !== null; told = await mailbox.next()) yield told;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#leave(id, mailbox);
    }
  }

  /** Ends what is told to watchers, and the look that is under way: the database may be closed then. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { mailboxes } of this.#watched.values()) for (const mailbox of mailboxes) mailbox.end();
    await this.#looking;
  }

  /** To be looked at. @param ids null: any may have changed. */
  changed(ids: readonly string[] | null): void {
    for (const [id, watched] of this.#watched) if (ids === null || ids.includes(id)) watched.due = true;
    this.#look();
  }

  /** To all who watch it. @returns its state, as it was last looked at; null: not yet, or nobody watches it. */
  hint(id: Id, hint: H): State | null {
    const watched = this.#watched.get(id);
    for (const mailbox of watched?.mailboxes ?? []) mailbox.hint(hint);
    return watched?.state ?? null;
  }

  #join(id: Id, mailbox: Mailbox<N, H>): void {
    this.#watchers++;
    if (this.#watched.size === 0) this.#begin();
    const watched = this.#watched.get(id) ?? { state: null, due: true, lookedAt: 0, mailboxes: new Set() };
    watched.mailboxes.add(mailbox);
    watched.due = true;
    this.#watched.set(id, watched);
    this.#look();
  }

  #leave(id: Id, mailbox: Mailbox<N, H>): void {
    const watched = this.#watched.get(id);
    watched?.mailboxes.delete(mailbox);
    this.#watchers--;
    if (watched?.mailboxes.size === 0) this.#watched.delete(id);
    if (this.#watched.size === 0) this.#rest();
  }

  /** The first of all watchers has come. */
  #begin(): void {
    this.#offs = this.#subject.listen?.() ?? [];
    this.#clock = setInterval(() => this.#tick(), this.#subject.tickMs);
  }

  /** The last one has gone. */
  #rest(): void {
    for (const off of this.#offs.splice(0)) off();
    if (this.#clock !== null) clearInterval(this.#clock);
    this.#clock = null;
  }

  #tick(): void {
    const now = performance.now();
    for (const watched of this.#watched.values()) {
      const every = this.#subject.lookEvery(watched.state);
      // All who watch what has ended have been told so. The clock may be a little early.
      if (every !== null && now - watched.lookedAt > every - 100) watched.due = true;
    }
    this.#look();
  }

  #look(): void {
    this.#looking ??= this.#lookAround();
  }

  /** At all that is due, until nothing is. What becomes due meanwhile is in the next look. */
  async #lookAround(): Promise<void> {
    // After this turn's other watchers and signals.
    await setImmediate();
    for (;;) {
      const due = this.#closed ? [] : [...this.#watched].filter(([, watched]) => watched.due);
      if (due.length === 0) break;
      for (const [, watched] of due) watched.due = false;
      await this.#lookAt(new Map(due));
    }
    this.#looking = null;
  }

  async #lookAt(due: ReadonlyMap<Id, Watched<State, N, H>>): Promise<void> {
    // Who has joined since waits for the next look: this one may have been too early for it.
    const asking = new Map([...due].map(([id, { mailboxes }]) => [id, [...mailboxes]]));
    try {
      const states = await this.#subject.look([...due.keys()]);
      for (const [id, watched] of due) {
        watched.lookedAt = performance.now();
        watched.state = states.get(id) ?? null;
        for (const mailbox of asking.get(id) ?? []) this.#tell(mailbox, watched.state);
      }
    } catch (error) {
      // Who has seen what it watches is told when the database answers again, at the next tick.
      for (const mailboxes of asking.values()) for (const mailbox of mailboxes) mailbox.fail(error);
    }
  }

  #tell(mailbox: Mailbox<N, H>, state: State | null): void {
    const news = state === null ? null : this.#subject.newsFor(state, mailbox.scope);
    if (news !== null) mailbox.put(news);
    if (news === null || this.#subject.isLast(news)) mailbox.end();
  }
}
