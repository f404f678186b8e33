/**
 * One LISTEN connection a process, one NOTIFY a transaction: what wakes workers, deliverers and those who wait for an answer.
 * A signal is a hint, never the truth: it may be lost, so whoever listens also looks by itself now and then, and everybody is
 * told to look when the connection comes back.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { Listener, type ListenerOptions } from './listener.ts';

const CHANNEL = 'ix_signals';
/** PostgreSQL refuses payloads of 8,000 bytes and more; 200 uuids and a topic stay below. */
const IDS_PER_SIGNAL = 200;

/**
 * `work`: a job may be claimed; `callback`: one may be delivered; `finished`: these jobs are terminal; `cancel`: stop these jobs;
 * `progress`: where running jobs are (see src/jobs/progress.ts).
 */
export const TOPICS = ['work', 'callback', 'finished', 'cancel', 'progress'] as const;
export type Topic = (typeof TOPICS)[number];

/** Gets the ids the signal names; null: anything may have happened, look for yourself. */
export type SignalHandler = (ids: readonly string[] | null) => void;

export class Signals {
  readonly #handlers = new Map<Topic, Set<SignalHandler>>(TOPICS.map((topic) => [topic, new Set()]));
  #listener: Listener | null = null;

  /** Opens the connection, which looks after itself from then on: heartbeat, reconnect with backoff. */
  async start(options: Pick<ListenerOptions, 'url' | 'applicationName' | 'onError'>): Promise<void> {
    this.#listener = new Listener({
      ...options,
      channel: CHANNEL,
      onNotification: (payload) => this.#receive(payload),
      onListening: () => this.#wakeAll(),
    });
    await this.#listener.open();
  }

  async stop(): Promise<void> {
    await this.#listener?.close();
    this.#listener = null;
  }

  /** @returns what takes the handler off again. */
  on(topic: Topic, handler: SignalHandler): () => void {
    this.#handlers.get(topic)?.add(handler);
    return () => this.#handlers.get(topic)?.delete(handler);
  }

  /** Sent when the caller's transaction commits; equal payloads of one transaction go out once. */
  async send(em: EntityManager, topic: Topic, ids: readonly string[] = []): Promise<void> {
    const payloads: string[] = [];
    for (let i = 0; i === 0 || i < ids.length; i += IDS_PER_SIGNAL) payloads.push([topic, ...ids.slice(i, i + IDS_PER_SIGNAL)].join(' '));
    await sql`SELECT pg_notify(${CHANNEL}, payload) FROM unnest(${payloads}::text[]) AS payload`.execute(em.getKysely());
  }

  #receive(payload: string): void {
    const [name, ...ids] = payload.split(' ');
    for (const [topic, handlers] of this.#handlers) {
      if (topic === name) for (const handler of handlers) handler(ids);
    }
  }

  #wakeAll(): void {
    for (const handlers of this.#handlers.values()) for (const handler of handlers) handler(null);
  }
}
