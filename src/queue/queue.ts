/** pg-boss as ix uses it: tickets published and taken inside the caller's transaction, and the process's one LISTEN connection. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type Db, fromKysely, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import { CALLBACK, CALLBACK_DEAD, DELIVER, PRUNE, QUEUE_SCHEMA, queueDefinitions } from './queues.ts';
import { Signals } from './signals.ts';

export interface QueueOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly callbackTimeoutSeconds: number;
  /** Told of what pg-boss could not do in the background; it tries again by itself. */
  readonly onError: (error: Error) => void;
}

/** Connections pg-boss opens for its own upkeep, beside the one that listens. */
export const QUEUE_CONNECTIONS = 2;

export interface CallbackTicket {
  readonly id: string;
  /** With the id: this very claim of the ticket. */
  readonly retryCount: number;
  readonly callbackId: CallbackId;
  readonly attempt: number;
}

export class Queue {
  readonly signals = new Signals();
  readonly #boss: PgBoss;

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** Installs or upgrades pg-boss's schema, brings every queue to its settings, and listens. Safe for many hosts at once. */
  static async start(options: QueueOptions): Promise<Queue> {
    const boss = new PgBoss({
      connectionString: options.url,
      application_name: options.applicationName,
      schema: QUEUE_SCHEMA,
      max: QUEUE_CONNECTIONS,
    });
    boss.on('error', options.onError);
    await boss.start();
    const queue = new Queue(boss);
    try {
      for (const { name, partition, policy, ...settings } of queueDefinitions(options)) {
        await boss.createQueue(name, { ...settings, ...(partition && { partition }), ...(policy !== undefined && { policy }) });
        // createQueue leaves a queue that exists as it was.
        await boss.updateQueue(name, settings);
      }
      await queue.signals.start(boss.getDb());
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
    return queue;
  }

  /** One ticket a job, and one signal for all. */
  async publishJobs(em: EntityManager, jobIds: readonly JobId[]): Promise<void> {
    if (jobIds.length === 0) return;
    await this.#boss.insert(
      DELIVER,
      jobIds.map((jobId) => ({ data: { jobId } })),
      { db: within(em) },
    );
    await this.signals.send(em, 'work');
  }

  /**
   * Takes up to `limit` tickets for good: they are gone when the caller's transaction commits, and untouched when it does not.
   * @returns how many there were.
   */
  async takeJobs(em: EntityManager, limit: number): Promise<number> {
    if (limit === 0) return 0;
    const db = within(em);
    const tickets = await this.#boss.fetch(DELIVER, { batchSize: limit, db });
    if (tickets.length > 0) {
      await this.#boss.deleteJob(
        DELIVER,
        tickets.map((ticket) => ticket.id),
        { db },
      );
    }
    return tickets.length;
  }

  /** Tickets for jobs that nobody has taken. */
  async countJobs(em: EntityManager): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} WHERE name = ${DELIVER} AND state < 'active'`.execute(
      em.getKysely(),
    );
    return rows[0]?.n ?? 0;
  }

  async publishCallbacks(
    em: EntityManager,
    tickets: readonly { callbackId: CallbackId; attempt: number; delaySeconds: number }[],
  ): Promise<void> {
    if (tickets.length === 0) return;
    await this.#boss.insert(
      CALLBACK,
      tickets.map(({ callbackId, attempt, delaySeconds }) => ({
        data: { callbackId, attempt },
        // Seconds, by the database's clock.
        ...(delaySeconds > 0 && { startAfter: delaySeconds }),
      })),
      { db: within(em) },
    );
    if (tickets.some((ticket) => ticket.delaySeconds <= 0)) await this.signals.send(em, 'callback');
  }

  /** Takes due tickets in a transaction of its own; each is active until completed, and comes back when its process dies. */
  async fetchCallbacks(limit: number): Promise<CallbackTicket[]> {
    const tickets = await this.#boss.fetch<{ callbackId: CallbackId; attempt: number }>(CALLBACK, { batchSize: limit });
    return tickets.map(({ id, retryCount, data }) => ({ id, retryCount, ...data }));
  }

  /** @returns false: the ticket's claim has lapsed, somebody else has or had it. */
  async completeCallback(em: EntityManager, ticket: Pick<CallbackTicket, 'id' | 'retryCount'>): Promise<boolean> {
    const answer = await this.#boss.complete(CALLBACK, { id: ticket.id, retryCount: ticket.retryCount }, null, { db: within(em) });
    return CommandResponse.parse(answer).affected === 1;
  }

  /** An exhausted callback, for the operator. */
  async publishDead(em: EntityManager, callbackId: CallbackId): Promise<void> {
    await this.#boss.insert(CALLBACK_DEAD, [{ data: { callbackId } }], { db: within(em) });
  }

  /** Runs `work` once an hour on one host. */
  async onPrune(work: () => Promise<void>): Promise<void> {
    await this.#boss.schedule(PRUNE, '17 * * * *');
    await this.#boss.work(PRUNE, { pollingIntervalSeconds: 60 }, work);
  }

  async stop(): Promise<void> {
    await this.signals.stop();
    await this.#boss.stop({ graceful: true, timeout: 10_000 });
  }
}

/** pg-boss answers with this and declares `{}`. */
const CommandResponse = z.object({ affected: z.number() });

const within = (em: EntityManager): Db => fromKysely(em.getKysely());
