/**
 * The connections of one process: pg's pool behind a guard, by which every wait has an end and no connection is lost.
 *
 *   idle ──connect──▶ in hand ──release──▶ idle
 *                        │
 *                        └──no answer in time; released in the middle of a transaction, or after a read-only server──▶ closed
 *
 * pg's pool puts a new connection in the place of a closed one. Its idle ones are closed after ten seconds, which is less than the
 * deadline of a statement: by the time that one connection was found silent, the others that lay idle beside it are gone, too.
 */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { askedDeadline, type Deadlines, inTime } from './deadline.ts';
import { codeOf } from './error.ts';
import type { StatementNames } from './statement-names.ts';

/**
 * After these the session is of no more use: class 08, the connection; 25006, the server takes no writes, and another may do so after a
 * failover; 57P01 to 57P05, the server ends the session. Source: PostgreSQL 18 documentation, appendix A.
 */
const LEAVING = /^(?:08[0-9A-Z]{3}|25006|57P0[1-5])$/;

/** What a statement carries may take its time on the way: a second for each so many bytes. */
const BYTES_PER_SECOND = 1_000_000;

export class Pool implements PostgresPool {
  /** For clients that Kysely would open by itself: it is to open none. */
  readonly options = {};
  readonly #pool: pg.Pool;
  readonly #deadlines: Deadlines;
  readonly #names: StatementNames | null;

  /**
   * @param session what a new connection is told first.
   * @param names null: no statement is kept by name.
   */
  constructor(options: pg.PoolConfig, session: string, deadlines: Deadlines, names: StatementNames | null) {
    this.#deadlines = deadlines;
    this.#names = names;
    this.#pool = new pg.Pool({
      ...options,
      connectionTimeoutMillis: deadlines.connect * 1000,
      onConnect: async (client) => void (await inTime(client.query(session), deadlines.connect)),
    });
    // What breaks a connection is told by the statement that needs it.
    this.#pool.on('error', () => {});
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  async connect(): Promise<Connection> {
    const { connect, statement, silence } = this.#deadlines;
    const usual = Math.max(connect, statement + silence);
    const connecting = this.#pool.connect();
    const client = await inTime(connecting, Math.min(askedDeadline() ?? usual, usual), () => {
      connecting.then((late) => late.release()).catch(() => {});
    });
    return new Connection(client, this.#deadlines, this.#names);
  }

  /** One statement, or several without values, on any connection; what is one for sure is kept by name. */
  async query(text: string, values?: unknown[]): Promise<pg.QueryResult> {
    const connection = await this.connect();
    try {
      const isOne = values !== undefined && (values.length > 0 || !text.includes(';'));
      return await connection.run(isOne ? { text, values, name: this.#names?.nameOf(text) } : { text });
    } finally {
      connection.release();
    }
  }

  /** Tells of what the server says beside its answers, on connections that are taken from now on. */
  onNotice(listener: (notice: { readonly message: string | undefined }) => void): void {
    const heard = new WeakSet<pg.PoolClient>();
    this.#pool.on('acquire', (client) => {
      if (!heard.has(client)) client.on('notice', listener);
      heard.add(client);
    });
  }

  /** Connections that are in hand and that lie idle, and who waits for one. */
  get counts(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.#pool;
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** Resolves once all connections have been given back and closed. */
  end(): Promise<void> {
    return this.#pool.end();
  }
}

/** pg's client by the types that Kysely has for it. */
interface KyselysClient {
  query<R>(statement: pg.QueryConfig<unknown[]>): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
}

/** A connection in hand: until it is released. */
export class Connection implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #deadlines: Deadlines;
  readonly #names: StatementNames | null;
  #spoilt = false;
  #released = false;

  constructor(client: pg.PoolClient, deadlines: Deadlines, names: StatementNames | null) {
    this.#client = client;
    this.#deadlines = deadlines;
    this.#names = names;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(asked: string | PostgresCursor<R>, values: readonly unknown[] = []) {
    const client: KyselysClient = this.#client;
    if (typeof asked !== 'string') return client.query(asked);
    const statement = this.#names?.named(asked, values) ?? { text: asked, values: [...values] };
    return this.#ask(() => client.query<R>(statement), values);
  }

  /** As `query`, with all that pg may be told of a statement. */
  run<R extends pg.QueryResultRow>(statement: pg.QueryConfig<unknown[]>): Promise<pg.QueryResult<R>> {
    return this.#ask(() => this.#client.query<R>(statement), statement.values);
  }

  /**
   * Gives it back to the pool, or has it closed where it is no good any more. Once only: what is released twice may be in another's hands.
   * @param close in any case.
   */
  release(close = false): void {
    if (this.#released) return;
    this.#released = true;
    this.#client.release(close || this.#spoilt || this.#client.getTransactionStatus() !== 'I');
  }

  async #ask<T>(ask: () => Promise<T>, values: unknown): Promise<T> {
    const { statement, silence } = this.#deadlines;
    const usual = statement + silence;
    const seconds = (askedDeadline() ?? usual) + Math.floor(bytesOf(values) / BYTES_PER_SECOND);
    if (seconds <= usual) return this.#answer(ask, seconds);
    const bound = (to: number) => this.#answer(() => this.#client.query(`SET statement_timeout = ${Math.ceil(to * 1000)}`), usual);
    await bound(seconds - silence);
    try {
      const answer = await this.#answer(ask, seconds);
      await bound(statement);
      return answer;
    } catch (error) {
      // Its statement_timeout may be any by now.
      this.#spoilt = true;
      throw error;
    }
  }

  async #answer<T>(ask: () => Promise<T>, seconds: number): Promise<T> {
    if (this.#released) throw Object.assign(new Error('the connection was given back before'), { code: 'ECONNABORTED' });
    try {
      // pg closes the socket of a connection that is released while a statement is under way.
      return await inTime(ask(), seconds, () => this.release(true));
    } catch (error) {
      if (LEAVING.test(codeOf(error) ?? '')) this.#spoilt = true;
      throw error;
    }
  }
}

/** Of texts, binaries and lists of them; all else is small. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  return Array.isArray(value) ? value.reduce<number>((sum, one) => sum + bytesOf(one), 0) : 0;
}
