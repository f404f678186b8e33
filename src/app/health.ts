/** Is each part that ix depends on well: asked of the parts themselves, never remembered. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { withDeadline } from '../database/deadline.ts';
import type { Health } from '../http/app.ts';
import { QUEUE_SCHEMA } from '../queue/queues.ts';
import { databaseState } from '../store/workload.ts';
import { writable } from '../store/writable.ts';

interface Check {
  readonly ok: boolean;
  readonly detail: string | null;
}

/** A probe that waits longer than this is given up by those who ask, too: its connection is closed. */
const PATIENCE_SECONDS = 2;

/**
 * Any one number: each worker holds a shared advisory lock of this class on its direct connection while it lives. Names of sessions would
 * not do: a pooler keeps its sessions, with the names of the clients they once had.
 */
export const WORKER_LOCK = 7_294_303;

export async function checkHealth(em: () => EntityManager): Promise<Health> {
  const [postgres, queue, worker] = await Promise.all([
    check(() => database(em())),
    check(() => queueVersion(em())),
    check(() => workers(em())),
  ]);
  return {
    postgres,
    queue,
    worker,
    ocr: { ok: true, detail: 'not part of this version: pages without a text layer are not read' },
    llm: { ok: true, detail: 'not part of this version: the rules engine needs no model' },
  };
}

/** Whether the database answers, and takes writes. */
export async function takesWrites(em: () => EntityManager): Promise<boolean> {
  return (await check(() => database(em()))).ok;
}

async function check(ask: () => Promise<Check>): Promise<Check> {
  const late = Promise.withResolvers<Check>();
  const timer = setTimeout(() => late.resolve({ ok: false, detail: `no answer within ${PATIENCE_SECONDS} s` }), PATIENCE_SECONDS * 1000);
  try {
    return await Promise.race([withDeadline(PATIENCE_SECONDS, ask), late.promise]);
  } catch (error) {
    return { ok: false, detail: error instanceof Error && error.message !== '' ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function database(em: EntityManager): Promise<Check> {
  return { ok: true, detail: `PostgreSQL ${await writable(em)}` };
}

async function queueVersion(em: EntityManager): Promise<Check> {
  const { rows } = await sql<{ version: number }>`
    SELECT version FROM ${sql.table(`${QUEUE_SCHEMA}.version`)}`.execute(em.getKysely());
  return rows.length === 1 ? { ok: true, detail: `pg-boss schema ${rows[0]?.version}` } : { ok: false, detail: 'pg-boss has no schema' };
}

async function workers(em: EntityManager): Promise<Check> {
  const { workers } = await databaseState(em, WORKER_LOCK);
  return workers.length > 0
    ? { ok: true, detail: `${workers.length} connected` }
    : { ok: false, detail: 'no worker is connected to this database' };
}
