/**
 * pg-boss as ix uses it: tickets sent and deleted inside the caller's transaction, its own statements on two
 * connections of its own, and the one LISTEN connection beside them. Only methods that pg-boss documents are called; nothing here knows its tables.
 */
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { type Db, fromKysely, type JobInsert, PgBoss, type Job as PgBossJob } from 'pg-boss';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import { CALLBACK, CALLBACK_DEAD, DELIVER, PRUNE, QUEUE_SCHEMA, QUEUES, type WorkQueue } from './queues.ts';
import { Signals } from './signals.ts';

/** Where pg-boss's own statements run. */
export interface StatementPool {
  /** One statement, or several without values. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  end(): Promise<void>;
}

export interface QueueOptions {
  readonly orm: MikroORM;
  readonly openQueuePool: (url: string) => StatementPool;
  /** Where to LISTEN, and for pg-boss's own statements: a direct connection, not through a pooler. */
  readonly url: string;
  readonly applicationName: string;
  /** See ListenerOptions. */
  readonly presence?: number | undefined;
  /** See src/database/deadline.ts. */
  readonly withDeadline: <T>(seconds: number, work: () => Promise<T>) => Promise<T>;
  /** Told of what could not be done in the background; it is tried again. */
  readonly onError: (error: Error) => void;
}

/** A claim check: there is something to do. One is as good as another, and what it names is for people who look into the queue. */
export type Ticket = PgBossJob;

export interface CallbackTicket {
  readonly callbackId: CallbackId;
  readonly attempt: number;
  readonly delaySeconds: number;
}

const REMEDY =
  'If the tables of pg-boss are damaged: stop every ix, run DROP SCHEMA ix_queue CASCADE, and start again. Tickets are made anew from the rows, and no job is lost.';

/** A queue can neither be found nor made: somebody has emptied pg-boss's own tables, or they are another version's. */
export class QueueDamaged extends Error {
  override readonly name = 'QueueDamaged';

  constructor(cause: unknown) {
    super(`The queues cannot be set up (${cause instanceof Error ? cause.message : String(cause)}). ${REMEDY}`, { cause });
  }
}

export class Queue {
  readonly signals = new Signals();
  readonly #boss: PgBoss;
  readonly #pool: StatementPool;

  private constructor(boss: PgBoss, pool: StatementPool) {
    this.#boss = boss;
    this.#pool = pool;
  }

  /** Installs or upgrades pg-boss's schema, brings every queue to its settings, and listens. Safe for many hosts at once. */
  static async start({ orm, openQueuePool, url, applicationName, presence, withDeadline, onError }: QueueOptions): Promise<Queue> {
    const pool = openQueuePool(url);
    const boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) }, schema: QUEUE_SCHEMA });
    boss.on('error', onError);
    const queue = new Queue(boss, pool);
    try {
      await withDeadline(UPKEEP_SECONDS, async () => {
        await boss.start();
        await queue.#bringAll().catch((error: unknown) => {
          throw new QueueDamaged(error);
        });
      });
      await queue.signals.start(orm, { url, applicationName, presence, onError });
    } catch (error) {
      await boss.stop({ graceful: false });
      await pool.end();
      throw error;
    }
    return queue;
  }

  /** One ticket a job, and one signal for all. */
  async publishJobs(em: EntityManager, jobIds: readonly JobId[]): Promise<void> {
    if (jobIds.length === 0) return;
    const priority = newestFirst();
    await this.#insert(
      em,
      DELIVER,
      jobIds.map((jobId) => ({ data: { jobId }, priority })),
    );
    this.signals.sendOnCommit(em, 'work');
  }

  /** One ticket a callback, due when it is, and one signal for those that are due. */
  async publishCallbacks(em: EntityManager, tickets: readonly CallbackTicket[]): Promise<void> {
    if (tickets.length === 0) return;
    const priority = newestFirst();
    await this.#insert(
      em,
      CALLBACK,
      tickets.map(({ callbackId, attempt, delaySeconds }) => ({
        data: { callbackId, attempt },
        priority,
        ...(delaySeconds > 0 && { startAfter: delaySeconds }),
      })),
    );
    if (tickets.some(({ delaySeconds }) => delaySeconds <= 0)) this.signals.sendOnCommit(em, 'callback');
  }

  /** Callbacks that were given up, for the operator: a dead letter each, under the callback's own id. */
  async publishDead(em: EntityManager, callbackIds: readonly CallbackId[]): Promise<void> {
    if (callbackIds.length === 0) return;
    await this.deleteDead(em, callbackIds);
    await this.#insert(
      em,
      CALLBACK_DEAD,
      callbackIds.map((callbackId) => ({ id: callbackId, data: { callbackId } })),
    );
  }

  /** These are not given up any more. */
  async deleteDead(em: EntityManager, callbackIds: readonly CallbackId[]): Promise<void> {
    if (callbackIds.length > 0) await this.#boss.deleteJob(CALLBACK_DEAD, [...callbackIds], { db: within(em) });
  }

  /** They are gone when the caller's transaction commits. */
  async deleteTickets(em: EntityManager, name: WorkQueue, tickets: readonly Ticket[]): Promise<void> {
    // The tickets themselves, not their ids: so pg-boss knows which fetch of them this is.
    if (tickets.length > 0) await this.#boss.deleteJob(name, [...tickets], { db: within(em) });
  }

  /**
   * Has `handle` called with up to `batchSize` tickets as they come, one call at a time; between calls that leave nothing it looks every
   * `pollSeconds`, and whenever it is notified. @returns its id.
   */
  work(name: WorkQueue, batchSize: number, pollSeconds: number, handle: (tickets: Ticket[]) => Promise<void>): Promise<string> {
    return this.#boss.work(name, { batchSize, pollingIntervalSeconds: Math.max(LEAST_POLL_SECONDS, pollSeconds) }, handle);
  }

  /** It fetches no more. @param wait until its handler has returned. */
  offWork(name: WorkQueue, id: string, wait: boolean): Promise<void> {
    return this.#boss.offWork(name, { id, wait });
  }

  notifyWorker(id: string): void {
    this.#boss.notifyWorker(id);
  }

  /** As a worker does by itself: the tickets are the caller's from now on. */
  fetch(name: WorkQueue, batchSize: number): Promise<Ticket[]> {
    return this.#boss.fetch(name, { batchSize });
  }

  /** Whether a ticket is due that nobody has: one is fetched, and given back. */
  async hasDue(name: WorkQueue): Promise<boolean> {
    const tickets = await this.fetch(name, 1);
    if (tickets.length > 0) await this.#boss.fail(name, tickets);
    return tickets.length > 0;
  }

  /** Runs `work` once an hour on one host. */
  async onPrune(work: () => Promise<void>): Promise<void> {
    await this.#boss.schedule(PRUNE, '17 * * * *');
    await this.#boss.work(PRUNE, { pollingIntervalSeconds: 60 }, work);
  }

  /** The version of pg-boss's schema, as the database has it; null: there is none. */
  schemaVersion(): Promise<number | null> {
    return this.#boss.schemaVersion();
  }

  async stop(): Promise<void> {
    await this.signals.stop();
    await this.#boss.stop({ graceful: true, timeout: 10_000 });
    await this.#pool.end();
  }

  async #insert(em: EntityManager, name: string, jobs: JobInsert[]): Promise<void> {
    await this.#boss.insert(name, jobs, { db: within(em) });
  }

  async #bringAll(): Promise<void> {
    const known = await this.#boss.getQueues(QUEUES.map(({ name }) => name));
    for (const definition of QUEUES) {
      const { name, partition, policy, ...settings } = definition;
      const found = known.find((queue) => queue.name === name);
      const stored: Readonly<Record<string, unknown>> | null = found === undefined ? null : { ...found };
      // Leaves one that another host has made meanwhile as it is.
      if (stored === null) await this.#boss.createQueue(name, definition);
      else if (Object.entries(settings).some(([setting, value]) => stored[setting] !== value)) await this.#boss.updateQueue(name, settings);
    }
  }
}

/** pg-boss looks no more often. */
const LEAST_POLL_SECONDS = 0.5;

/** Its statements, and those of the timers it starts: pg-boss's upkeep reads whole tables, and at its start waits for other hosts that start. */
const UPKEEP_SECONDS = 60;

/**
 * The priority of tickets made now, in seconds since 2020: the newest are fetched first. One ticket is as good as another, and under an
 * old snapshot, which keeps vacuum away, the index of a queue is full of old ones that are gone.
 */
const newestFirst = (): number => Math.floor(Date.now() / 1000) - Date.UTC(2020, 0) / 1000;

const within = (em: EntityManager): Db => fromKysely(em.getKysely());
