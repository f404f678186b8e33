/**
 * What wakes workers, deliverers and those who wait for an answer: at once in this process, by NOTIFY in the others. A signal is a hint,
 * never the truth: it may be lost, so whoever listens also looks by itself now and then, and everybody is told to look when the
 * connection comes back.
 *
 * A transaction that NOTIFYs commits alone: PostgreSQL lets one at a time into its queue, and holds it until the commit is on the disk.
 * So signals go out after the commit, on the connection that LISTENs, without waiting for the disk; what comes while one statement is
 * under way shares the next.
 */
import type { EntityManager } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Listener, type ListenerOptions } from './listener.ts';

const CHANNEL = 'ix_signals';
/** PostgreSQL refuses payloads of 8,000 bytes and more; 200 uuids and a topic stay below. */
const IDS_PER_SIGNAL = 200;

/**
 * `work`: a job may be claimed; `callback`: one may be delivered; `finished`: these jobs are terminal; `cancel`: stop these jobs;
 * `progress`: where running jobs are (see src/jobs/progress.ts); `keys`: one was made or revoked.
 */
export const TOPICS = ['work', 'callback', 'finished', 'cancel', 'progress', 'keys'] as const;
export type Topic = (typeof TOPICS)[number];

type Signal = readonly [topic: Topic, ids: readonly string[]];

/** Gets the ids the signal names; null: anything may have happened, look for yourself. */
export type SignalHandler = (ids: readonly string[] | null) => void;

export class Signals {
  readonly #handlers = new Map<Topic, Set<SignalHandler>>(TOPICS.map((topic) => [topic, new Set()]));
  /** What goes out when these transactions have committed. */
  readonly #held = new WeakMap<EntityManager, Signal[]>();
  #listener: Listener | null = null;
  /** What goes to the other processes once the statement under way is through. */
  #outbox = new Set<string>();
  #sending: Promise<void> | null = null;

  /** Opens the connection, which looks after itself from then on: heartbeat, reconnect with backoff. */
  async start(orm: MikroORM, options: Pick<ListenerOptions, 'url' | 'applicationName' | 'onError' | 'presence'>): Promise<void> {
    orm.em.getEventManager().registerSubscriber({
      afterTransactionCommit: async ({ em }) => {
        for (const [topic, ids] of this.#held.get(em) ?? []) this.send(topic, ids);
      },
    });
    this.#listener = new Listener({
      ...options,
      channel: CHANNEL,
      onNotification: (payload) => this.#receive(payload),
      onListening: () => this.#wakeAll(),
    });
    await this.#listener.open();
  }

  /** What was sent before is on its way. */
  async stop(): Promise<void> {
    await this.#sending;
    await this.#listener?.close();
    this.#listener = null;
  }

  /** @returns what takes the handler off again. */
  on(topic: Topic, handler: SignalHandler): () => void {
    this.#handlers.get(topic)?.add(handler);
    return () => this.#handlers.get(topic)?.delete(handler);
  }

  /** Sends when the transaction of `em` has committed, and not at all when it does not. */
  sendOnCommit(em: EntityManager, topic: Topic, ids: readonly string[] = []): void {
    const held = this.#held.get(em);
    if (held === undefined) this.#held.set(em, [[topic, ids]]);
    else held.push([topic, ids]);
  }

  send(topic: Topic, ids: readonly string[] = []): void {
    this.#tell(topic, ids);
    for (let i = 0; i === 0 || i < ids.length; i += IDS_PER_SIGNAL)
      this.#outbox.add([topic, ...ids.slice(i, i + IDS_PER_SIGNAL)].join(' '));
    this.#sending ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    while (this.#outbox.size > 0) {
      const payloads = [...this.#outbox];
      this.#outbox.clear();
      await this.#listener?.notify(payloads);
    }
    this.#sending = null;
  }

  #receive(payload: string): void {
    const [name, ...ids] = payload.split(' ');
    const topic = TOPICS.find((known) => known === name);
    if (topic !== undefined) this.#tell(topic, ids);
  }

  #tell(topic: Topic, ids: readonly string[] | null): void {
    for (const handler of this.#handlers.get(topic) ?? []) handler(ids);
  }

  #wakeAll(): void {
    for (const topic of TOPICS) this.#tell(topic, null);
  }
}
