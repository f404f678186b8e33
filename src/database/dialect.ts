/** Kysely over the guarded pool: a transaction that cannot be begun or ended gives its connection up. */
import { type DatabaseConnection, type Driver, PostgresDialect, PostgresDriver, type TransactionSettings } from 'kysely';
import type { Pool } from './pool.ts';

/** To be passed to MikroORM as `driverOptions`. */
export class Dialect extends PostgresDialect {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new ReleasingDriver({ pool: this.#pool });
  }
}

/**
 * A controlled transaction of Kysely releases its connection once COMMIT or ROLLBACK has succeeded, and never if they do not, nor if
 * BEGIN does not. So they release it here. The pool closes it, unless the server says that it is out of the transaction.
 */
class ReleasingDriver extends PostgresDriver {
  override beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return orRelease(this, connection, super.beginTransaction(connection, settings));
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
