/** The one transaction of an act, on a connection of its own. */
import { channel } from 'node:diagnostics_channel';
import type { TransactionOptions } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobsDeps } from './deps.ts';

/**
 * `diagnostics_channel` that tells of each act's transaction: `{act, at}`, `at` being `begin`, `before commit` or `committed`. Costs nothing
 * without subscribers; the crash tests kill the process in one.
 */
export const ACT_CHANNEL = 'ix.act';
export interface ActMessage {
  readonly act: string;
  readonly at: 'begin' | 'before commit' | 'committed';
}

const told = channel(ACT_CHANNEL);
const tell = (message: ActMessage): void => {
  if (told.hasSubscribers) told.publish(message);
};

/** Commits what `work` wrote, all of it, or nothing when it throws. MikroORM's `transactional` would cost twice as much processor time. */
export async function transact<T>(
  deps: Pick<JobsDeps, 'orm'>,
  act: string,
  work: (em: EntityManager) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  tell({ act, at: 'begin' });
  const em = deps.orm.em.fork();
  await em.begin(options);
  let result: T;
  try {
    result = await work(em);
    tell({ act, at: 'before commit' });
    await em.commit();
  } catch (error) {
    await rollback(em);
    throw error;
  }
  tell({ act, at: 'committed' });
  return result;
}

/** Where that fails, too, the connection is gone, and the server rolls back: what failed before is the news. */
async function rollback(em: EntityManager): Promise<void> {
  try {
    await em.rollback();
  } catch {
    // See above.
  }
}
