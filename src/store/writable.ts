/** writable: whether the database does what a submit needs of it, without one. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { query, text, uuids } from './statement.ts';

/**
 * Asks to lock rows of ix_jobs, and no row: that takes the right to write, a server that is not read-only (SQLSTATE 25006), and that
 * nobody has locked the whole table. Reads no row.
 * @returns the server's version.
 */
export async function writable(em: EntityManager): Promise<string> {
  const [row] = await query(em, { version: text(), none: uuids() })`
    SELECT current_setting('server_version') AS version, ARRAY(SELECT job_id FROM ix_jobs LIMIT 0 FOR UPDATE) AS none`;
  return row?.version ?? '';
}
