/**
 * pg-boss as ix uses it: tickets published and taken inside the caller's transaction, its upkeep on the process's own pool, and the one
 * LISTEN connection beside it.
 */
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import { type Db, fromKysely, PgBoss, type Queue as QueueDefinition, type QueueResult } from 'pg-boss';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import { CALLBACK, CALLBACK_DEAD, DELIVER, PRUNE, QUEUE_SCHEMA, QUEUES } from './queues.ts';
import { Signals } from './signals.ts';

/** Where pg-boss's upkeep runs. */
export interface StatementPool {
  /** @param seconds the statement may take. */
  query(statement: pg.QueryConfig<unknown[]>, seconds: number): Promise<{ rows: unknown[] }>;
}

export interface QueueOptions {
  readonly orm: MikroORM;
  /** The one below `orm`. It stays the caller's to close, after the queue. */
  readonly pool: StatementPool;
  /** Where to LISTEN: a direct connection, not through a pooler. */
  readonly url: string;
  readonly applicationName: string;
  /** See ListenerOptions. */
  readonly presence?: number | undefined;
  /** Told of what could not be done in the background; it is tried again. */
  readonly onError: (error: Error) => void;
}

export class Queue {
  readonly signals = new Signals();
  readonly #boss: PgBoss;
  /** Queue → the table that holds its tickets, and no others. */
  readonly #tables = new Map<string, string>();
  /** Queue → pg-boss's own statement that inserts tickets, before and after its one parameter: their JSON. */
  readonly #inserts = new Map<string, readonly [string, string]>();

  private constructor(boss: PgBoss) {
    this.#boss = boss;
  }

  /** Installs or upgrades pg-boss's schema, brings every queue to its settings, and listens. Safe for many hosts at once. */
  static async start({ orm, pool, url, applicationName, presence, onError }: QueueOptions): Promise<Queue> {
    const boss = new PgBoss({ db: over(pool), schema: QUEUE_SCHEMA });
    boss.on('error', onError);
    const queue = new Queue(boss);
    try {
      await boss.start();
      const known = await boss.getQueues(QUEUES.map(({ name }) => name));
      for (const definition of QUEUES) {
        const { name } = definition;
        const { table } = await bring(boss, definition, known.find((stored) => stored.name === name) ?? null);
        queue.#tables.set(name, table);
        queue.#inserts.set(name, await insertOf(boss, name));
      }
      await queue.signals.start(orm, { url, applicationName, presence, onError });
    } catch (error) {
      await boss.stop({ graceful: false });
      throw error;
    }
    return queue;
  }

  /** One ticket a job, and one signal for all. */
  async publishJobs(em: EntityManager, jobIds: readonly JobId[]): Promise<void> {
    if (jobIds.length === 0) return;
    await this.publishingJobs(sql`unnest(${jobIds}::uuid[]) AS given (job_id)`).execute(em.getKysely());
    this.signals.sendOnCommit(em, 'work');
  }

  /**
   * The tickets as a part of the caller's statement, without the signal.
   * @param jobs what stands behind FROM; has `job_id`.
   */
  publishingJobs(jobs: RawBuilder<unknown>): RawBuilder<unknown> {
    return this.#inserting(DELIVER, sql`SELECT json_agg(json_build_object('data', json_build_object('jobId', job_id))) FROM ${jobs}`);
  }

  /**
   * Takes up to `limit` tickets for good: they are gone when the caller's transaction commits, and untouched when it does not.
   * @returns how many there were.
   */
  takeJobs(em: EntityManager, limit: number): Promise<number> {
    return this.#take(em, DELIVER, limit);
  }

  /** The same as a part of the caller's statement. */
  takingJobs(limit: RawBuilder<number>): RawBuilder<unknown> {
    return this.#taking(DELIVER, limit);
  }

  /** Tickets for jobs that nobody has taken. */
  countJobs(em: EntityManager): Promise<number> {
    return this.#count(em, DELIVER);
  }

  /**
   * One statement in place of pg-boss's fetch and deleteJob: nobody has to see a ticket active in between. Due or not: a row that a
   * later statement of a transaction sees may be younger than the transaction, by whose start pg-boss tells what is due. The newest
   * first: one is as good as another, and under an old snapshot the index is full of old ones that are gone. Deleted by their place in
   * their own table, where they stay while they are locked: each index of pg-boss begins with the name, and the planner, told so by
   * the statistics of an empty queue, would as soon take any of them to look for an id.
   */
  #taking(name: string, limit: RawBuilder<number>): RawBuilder<unknown> {
    const tickets = sql.table(`${QUEUE_SCHEMA}.${this.#tables.get(name)}`);
    return sql`
      DELETE FROM ${tickets} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${tickets} WHERE name = ${name} AND state < 'active' AND NOT blocked
        ORDER BY priority, created_on DESC LIMIT ${limit} FOR UPDATE SKIP LOCKED))`;
  }

  async #take(em: EntityManager, name: string, limit: number): Promise<number> {
    if (limit === 0) return 0;
    const { numAffectedRows } = await this.#taking(name, sql<number>`${limit}`).execute(em.getKysely());
    return Number(numAffectedRows ?? 0n);
  }

  async #count(em: EntityManager, name: string): Promise<number> {
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM ${JOB} WHERE name = ${name} AND state < 'active'`.execute(em.getKysely());
    return rows[0]?.n ?? 0;
  }

  /** One ticket a callback, due when it is. The row decides what is sent: the data is for people who look into the queue. */
  async publishCallbacks(
    em: EntityManager,
    tickets: readonly { readonly callbackId: CallbackId; readonly attempt: number; readonly delaySeconds: number }[],
  ): Promise<void> {
    if (tickets.length === 0) return;
    const column = (name: keyof (typeof tickets)[number]) => tickets.map((ticket) => ticket[name]);
    await this.publishingCallbacks(sql`
      unnest(${column('callbackId')}::uuid[], ${column('attempt')}::integer[], ${column('delaySeconds')}::float8[])
      AS given (callback_id, attempt, delay)`).execute(em.getKysely());
    if (tickets.some((ticket) => ticket.delaySeconds <= 0)) this.signals.sendOnCommit(em, 'callback');
  }

  /**
   * The tickets as a part of the caller's statement, without the signal.
   * @param callbacks what stands behind FROM; has `callback_id`, `attempt` and `delay`, in seconds by the database's clock.
   */
  publishingCallbacks(callbacks: RawBuilder<unknown>): RawBuilder<unknown> {
    return this.#inserting(
      CALLBACK,
      sql`
        SELECT json_agg(json_build_object(
          'data', json_build_object('callbackId', callback_id, 'attempt', attempt), 'startAfter', greatest(delay, 0)))
        FROM ${callbacks}`,
    );
  }

  #inserting(name: string, tickets: RawBuilder<unknown>): RawBuilder<unknown> {
    const [before, after] = this.#inserts.get(name) ?? [];
    if (before === undefined || after === undefined) throw new Error(`no queue ${name}`);
    return sql`${sql.raw(before)}(${tickets})${sql.raw(after)}`;
  }

  /** As `takeJobs`, of tickets for callbacks. */
  takeCallbacks(em: EntityManager, limit: number): Promise<number> {
    return this.#take(em, CALLBACK, limit);
  }

  /** As `takingJobs`, of tickets for callbacks. */
  takingCallbacks(limit: RawBuilder<number>): RawBuilder<unknown> {
    return this.#taking(CALLBACK, limit);
  }

  /** Tickets for callbacks that nobody has taken, due or not. */
  countCallbacks(em: EntityManager): Promise<number> {
    return this.#count(em, CALLBACK);
  }

  /** Callbacks that were given up, for the operator: a dead letter each, under the callback's own id. */
  async publishDead(em: EntityManager, callbackIds: readonly CallbackId[]): Promise<void> {
    if (callbackIds.length === 0) return;
    const tickets = callbackIds.map((callbackId) => ({ id: callbackId, data: { callbackId } }));
    await this.#inserting(CALLBACK_DEAD, sql`${JSON.stringify(tickets)}`).execute(em.getKysely());
  }

  /** These are not given up any more. */
  async takeDead(em: EntityManager, callbackIds: readonly CallbackId[]): Promise<void> {
    if (callbackIds.length > 0) await this.#boss.deleteJob(CALLBACK_DEAD, [...callbackIds], { db: within(em) });
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

/** pg-boss's upkeep reads whole tables and makes indexes anew, and at its start waits for other hosts that start. */
const UPKEEP_SECONDS = 60;

/** pg-boss's tickets, of all queues. */
const JOB = sql.table(`${QUEUE_SCHEMA}.job`);

/** Makes the queue where there is none, and changes its settings where they differ. @returns it, as it was before a change. */
async function bring(boss: PgBoss, definition: QueueDefinition, known: QueueResult | null): Promise<QueueResult> {
  const { name, partition, policy, ...settings } = definition;
  if (known === null) {
    // Leaves one that exists by now as it is.
    await boss.createQueue(name, { ...settings, ...(partition && { partition }), ...(policy !== undefined && { policy }) });
    known = await boss.getQueue(name);
    if (known === null) throw new Error(`pg-boss does not know the queue ${name} that it has just made`);
  }
  const stored: Readonly<Record<string, unknown>> = { ...known };
  if (Object.entries(settings).some(([setting, value]) => stored[setting] !== value)) await boss.updateQueue(name, settings);
  return known;
}

/** What pg-boss would send, with the place of its parameter open: so a ticket can be a part of a statement of ours. */
async function insertOf(boss: PgBoss, name: string): Promise<readonly [string, string]> {
  let statement = '';
  const executeSql: Db['executeSql'] = async (text) => {
    statement = text;
    return { rows: [] };
  };
  await boss.insert(name, [], { db: { executeSql } });
  const [before, after, ...others] = statement.split('$1');
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error(`pg-boss inserts into the queue ${name} by a statement that ix does not know: ${statement}`);
  }
  return [before, after];
}

const within = (em: EntityManager): Db => fromKysely(em.getKysely());

/**
 * pg-boss reads values as pg does by itself, whatever the pool's owner has it read them as. One statement at a time: its upkeep starts with
 * several at once, and each connection that is opened for one of them costs more than all of them together.
 */
function over(pool: StatementPool): Db {
  let last: Promise<unknown> = Promise.resolve();
  return {
    executeSql: (text, values) => {
      const result = last.then(() => pool.query({ text, ...(values !== undefined && { values }), types: pg.types }, UPKEEP_SECONDS));
      last = result.catch(() => {});
      return result;
    },
  };
}
