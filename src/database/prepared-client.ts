/**
 * A client whose statements the server parses once a connection, and whose acts plan them once: most of what a short statement costs is
 * its parsing and planning. And whose acts of one statement are asked and answered in one go, their commit in it.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';

/** Statements kept by name on one connection at most. Those of ix are some dozens; only a listing's filters make more. */
const MOST = 200;

/**
 * Within an act plans do not depend on the parameters, nor on statistics: acts go by key and in the order of an index, whatever the
 * values and however few rows there were when somebody counted them last. (A table that was empty then has the planner believe that one
 * index is as good as another, and read whole what has come since.) Outside (listings, searches) the server decides, as by default.
 */
export const ACT_PLANS: Readonly<Record<string, string>> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  enable_sort: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
};

/** Outside of a transaction a statement that writes is an act by itself: it commits as it is answered. */
const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|WITH\b.*\b(?:INSERT INTO|UPDATE|DELETE FROM))\b/is;

const PLANS = 'ix_act_plans';
const BEGIN = 'ix_begin';

const PREPARE_PLANS = `PREPARE ${PLANS} AS SELECT ${Object.entries(ACT_PLANS)
  .map(([name, value]) => `set_config('${name}', '${value}', true)`)
  .join(', ')}`;

declare module 'pg' {
  // What pg's type declarations leave out.
  interface Query {
    /** Sends the statement, up to its Sync. */
    prepare(connection: pg.Connection): void;
    handleDataRow(row: unknown): void;
    handleCommandComplete(end: unknown, connection: pg.Connection): void;
  }
}

/**
 * A statement behind others that the server has prepared, with one Sync for all: once one of them has failed, the rest is not done, and
 * what is no explicit transaction is one all the same, which commits as the Sync is reached.
 * Source: PostgreSQL 18 documentation, chapter 54.2.4 "Pipelining".
 */
class QueryBehind extends pg.Query {
  readonly #first: readonly string[];
  #done = 0;

  constructor(first: readonly string[], config: pg.QueryConfig, done: (error: Error | undefined, result: unknown) => void) {
    super(config, done);
    this.#first = first;
  }

  override prepare(connection: pg.Connection): void {
    for (const statement of this.#first) {
      connection.bind({ statement }, true);
      connection.execute({}, true);
    }
    super.prepare(connection);
  }

  override handleDataRow(row: unknown): void {
    if (this.#done === this.#first.length) super.handleDataRow(row);
  }

  override handleCommandComplete(end: unknown, connection: pg.Connection): void {
    if (this.#done === this.#first.length) super.handleCommandComplete(end, connection);
    else this.#done++;
  }
}

const BEGUN = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };

/** Not behind a pooler in transaction mode: the next statement may meet a server connection that does not know the name. */
export class PreparedClient extends pg.Client {
  readonly #seen = new Map<string, string | null>();
  /** BEGIN was asked for, and goes out in front of the next statement. */
  #begins = false;

  /** To be called once it is connected, before it is used. */
  async prepare(): Promise<void> {
    await super.query(PREPARE_PLANS);
    await super.query({ name: BEGIN, text: 'BEGIN' });
    await super.query('ROLLBACK');
  }

  /** A text with values, as kysely asks; other forms of the call go to pg as they are. */
  override query(...args: unknown[]) {
    const [text, values, ...rest] = args;
    if (text === 'begin') {
      this.#begins = true;
      return Promise.resolve(BEGUN);
    }
    const begins = this.#begins;
    this.#begins = false;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0 || rest.length > 0) {
      const ask = () => Reflect.apply(super.query, this, args);
      return begins ? super.query(`BEGIN; EXECUTE ${PLANS}`).then(ask) : ask();
    }
    const name = this.#nameOf(text);
    const config = name === null ? { text, values } : { name, text, values };
    if (begins) return this.#behind([BEGIN, PLANS], config);
    return WRITES.test(text) ? this.#behind([PLANS], config) : super.query(config);
  }

  #behind(first: readonly string[], config: pg.QueryConfig): Promise<unknown> {
    return new Promise((resolve, reject) => {
      super.query(new QueryBehind(first, config, (error, result) => (error ? reject(error) : resolve(result))));
    });
  }

  /** From its second use on: what is asked once need not be kept. */
  #nameOf(text: string): string | null {
    const name = this.#seen.get(text);
    if (name === undefined) {
      if (this.#seen.size < MOST) this.#seen.set(text, null);
      return null;
    }
    if (name !== null) return name;
    const given = `ix_${createHash('sha256').update(text).digest('base64url')}`.slice(0, 40);
    this.#seen.set(text, given);
    return given;
  }
}
