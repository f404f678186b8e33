/**
 * A client whose statements the server parses once a connection, and whose transactions plan them once: most of what a short statement
 * costs is its parsing and planning. And whose transactions begin with their first statement: BEGIN goes out at once but is not waited
 * for, so that an idle server wakes up once for both.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';

/** Statements kept by name on one connection at most. Those of ix are some dozens; only a listing's filters make more. */
const MOST = 200;

/**
 * Within a transaction plans do not depend on the parameters, nor on statistics: acts go by key and in the order of an index, whatever the
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

const BEGIN = ['BEGIN', ...Object.entries(ACT_PLANS).map(([name, value]) => `SET LOCAL ${name} = ${value}`)].join('; ');

const BEGUN = { command: 'BEGIN', rowCount: null, oid: 0, fields: [], rows: [] };

/** Not behind a pooler in transaction mode: the next statement may meet a server connection that does not know the name. */
export class PreparedClient extends pg.Client {
  readonly #seen = new Map<string, string | null>();

  constructor(config: pg.ClientConfig) {
    super({ ...config, pipeline: true });
  }

  /** Whatever the form of the call, what pg makes of it is given back as it is. */
  override query(...args: unknown[]) {
    const [text, values, ...rest] = args;
    let sent = args;
    if (text === 'begin') {
      // It fails with its connection, and then nothing comes behind it. Or when somebody cancels it in the microseconds it takes: what was
      // sent behind it runs by itself then, but nothing more does, and no commit.
      super.query(BEGIN).catch(() => this.end());
      return Promise.resolve(BEGUN);
    }
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      const name = this.#nameOf(text);
      if (name !== null) sent = [{ name, text, values }, ...rest];
    }
    return Reflect.apply(super.query, this, sent);
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
