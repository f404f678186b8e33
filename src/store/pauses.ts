/**
 * Pauses by hand. What is paused is not claimed: the claim looks at the pauses. So that what waits behind a pause costs claims nothing, it is also
 * held (`held_until` is infinite) and so in none of their indexes; who is not, because its submit did not see the pause, is read past.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Pause, PauseKind } from '../contracts/pause.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, query, text } from './statement.ts';

const names = (kind: PauseKind) => sql`ARRAY(SELECT name FROM ix_pauses WHERE kind = ${sql.lit(kind)} AND resumed_at IS NULL)`;

/** A condition on a row by `client_id` and `use_case`. The pauses, which are few, are read once a statement. */
export const NOT_PAUSED = sql`(client_id <> ALL (${names('client')}) AND coalesce(use_case, '') <> ALL (${names('use_case')}))`;

const PAUSE: Columns<Pause> = { kind: text(), name: text(), paused_at: text(), paused_by: text() };

/** Of clients those in the scope, and workers where it has no bounds. Index: none, all are read. */
export async function listPauses(em: EntityManager, scope: Scope): Promise<Pause[]> {
  const seen = sql`CASE kind WHEN 'client' THEN ${inScope(scope, 'name')} WHEN 'worker' THEN ${scope.clients === 'all'}::boolean ELSE true END`;
  return await query(em, PAUSE)`
    SELECT kind, name, ${isoTime('paused_at')} AS paused_at, paused_by FROM ix_pauses
    WHERE resumed_at IS NULL AND ${seen} ORDER BY ix_pauses.paused_at DESC, kind, name`;
}

/** @returns false: it was paused before. Index: ix_pauses_pkey. */
export async function pauseRow(em: EntityManager, scope: Scope, kind: PauseKind, name: string): Promise<boolean> {
  const written = await execute(em)`
    INSERT INTO ix_pauses (kind, name, paused_by) VALUES (${kind}, ${name}, ${scope.by})
    ON CONFLICT (kind, name) DO UPDATE SET paused_at = clock_timestamp(), paused_by = excluded.paused_by, resumed_at = NULL
    WHERE ix_pauses.resumed_at IS NOT NULL`;
  return written === 1;
}

/** @returns false: it was not paused. Index: ix_pauses_pkey. */
export async function resumeRow(em: EntityManager, kind: PauseKind, name: string): Promise<boolean> {
  const written = await execute(em)`
    UPDATE ix_pauses SET resumed_at = statement_timestamp() WHERE kind = ${kind} AND name = ${name} AND resumed_at IS NULL`;
  return written === 1;
}

/** Holds up to `limit` jobs that wait. Index: ix_jobs_turns, or ix_jobs_recent_of_use_case. @returns how many. */
export async function holdWaiting(em: EntityManager, kind: 'client' | 'use_case', name: string, limit: number): Promise<number> {
  return await execute(em)`
    UPDATE ix_jobs SET held_until = 'infinity' WHERE job_id = ANY (ARRAY(
      SELECT job_id FROM ix_jobs
      WHERE status = 'pending' AND held_until IS NULL AND turn >= 0 AND ${sql.ref(kind === 'client' ? 'client_id' : 'use_case')} = ${name}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED))`;
}

/** Whether a pause is over of which jobs may still be held. Those that are long over are forgotten. Index: none, all are read. */
export async function hasLifted(em: EntityManager): Promise<boolean> {
  const [row] = await query(em, { lifted: boolean() })`SELECT EXISTS (SELECT FROM ix_pauses WHERE resumed_at IS NOT NULL) AS lifted`;
  if (row?.lifted !== true) return false;
  await execute(em)`DELETE FROM ix_pauses WHERE resumed_at < statement_timestamp() - interval '1 minute'`;
  return true;
}

/** Up to `limit` jobs of pauses that are over are due now, or when their own time comes. Index: ix_jobs_held. @returns how many. */
export async function liftHeld(em: EntityManager, limit: number): Promise<number> {
  return await execute(em)`
    UPDATE ix_jobs SET held_until = greatest(not_before, statement_timestamp()) WHERE job_id = ANY (ARRAY(
      SELECT job_id FROM ix_jobs AS job
      WHERE status = 'pending' AND held_until = 'infinity' AND ${NOT_PAUSED} AND EXISTS (
        SELECT FROM ix_pauses WHERE resumed_at IS NOT NULL AND name = CASE kind WHEN 'client' THEN job.client_id WHEN 'use_case' THEN job.use_case END)
      LIMIT ${limit} FOR UPDATE SKIP LOCKED))`;
}

/** Whether the worker is to claim nothing new. Index: ix_pauses_pkey. */
export async function isQuiet(em: EntityManager, workerId: string): Promise<boolean> {
  const [row] = await query(em, { quiet: boolean() })`
    SELECT EXISTS (SELECT FROM ix_pauses WHERE kind = 'worker' AND name = ${workerId} AND resumed_at IS NULL) AS quiet`;
  return row?.quiet === true;
}
