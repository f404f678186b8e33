/** Kysely over the guarded pool: how a transaction begins, and that one which cannot be begun or ended gives its connection up. */
import {
  type AbortableOperationOptions,
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import type { Pool } from './pool.ts';

/** To be passed to MikroORM as `driverOptions`. */
export class Dialect extends PostgresDialect {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new ActDriver({ pool: this.#pool });
  }
}

/**
 * How statements of a transaction are planned. Acts go by key or in the order of an index, whatever the parameters and however few rows
 * there were when somebody counted them last: a plan is made once a connection, and one that was made while a table was empty must not read
 * all of it once it is full. What that buys: docs/performance.md. Statements outside of a transaction (listings, searches) are left to the
 * server.
 */
export const ACT_PLANS = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off', enable_sort: 'off' } as const;

const SET_PLANS = Object.entries(ACT_PLANS).map(([name, value]) => `SET LOCAL ${name} = ${value}`);

/**
 * A controlled transaction of Kysely releases its connection once COMMIT or ROLLBACK has succeeded, and never if they do not, nor if
 * BEGIN does not. So they release it here. The pool closes it, unless the server says that it is out of the transaction.
 */
class ActDriver extends PostgresDriver {
  readonly #acquiring = new Set<Promise<DatabaseConnection>>();

  override async acquireConnection(options?: AbortableOperationOptions): Promise<DatabaseConnection> {
    const acquiring = super.acquireConnection(options);
    this.#acquiring.add(acquiring);
    try {
      return await acquiring;
    } finally {
      this.#acquiring.delete(acquiring);
    }
  }

  /** Kysely forgets its pool at once, loses a connection that is opened meanwhile, and would wait for it for ever. */
  override async destroy(): Promise<void> {
    await Promise.allSettled(this.#acquiring);
    await super.destroy();
  }

  override beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return orRelease(this, connection, this.#begin(connection, settings));
  }

  async #begin(connection: DatabaseConnection, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const begin = ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ');
    await connection.executeQuery(CompiledQuery.raw([begin, ...SET_PLANS].join('; ')));
  }

  override commitTransaction(connection: DatabaseConnection): Promise<void> {
    return orRelease(this, connection, super.commitTransaction(connection));
  }

  override rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return orRelease(this, connection, super.rollbackTransaction(connection));
  }
}

async function orRelease(driver: Driver, connection: DatabaseConnection, done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch (error) {
    await driver.releaseConnection(connection);
    throw error;
  }
}
