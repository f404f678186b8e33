/** pg-boss's tables as tests look at them: the program itself does not. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type CALLBACK_DEAD, DELIVER, QUEUE_SCHEMA, type WorkQueue } from '../../src/queue/queues.ts';

/** Tickets that nobody has fetched. */
export async function waitingTickets(em: EntityManager, name: WorkQueue | typeof CALLBACK_DEAD = DELIVER): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM ${sql.table(`${QUEUE_SCHEMA}.job`)} WHERE name = ${name} AND state < 'active'`.execute(em.getKysely());
  return rows[0]?.n ?? 0;
}
