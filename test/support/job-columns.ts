/** The columns of ix_jobs that a copy of a job is made of: what the database computes is left out. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';

export async function jobColumns(em: EntityManager): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ names: string }>`
    SELECT string_agg(column_name, ', ') AS names FROM information_schema.columns
    WHERE table_name = 'ix_jobs' AND is_generated = 'NEVER'`.execute(em.getKysely());
  return sql.raw(rows[0]?.names ?? '');
}
