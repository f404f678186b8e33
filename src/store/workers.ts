/** Workers: what each says of itself, and who was there within the last hour. All times are the database's. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ScopeOfAll } from '../contracts/scope.ts';
import { GONE_AFTER_SECONDS, WORKER_KEPT_SECONDS, type Worker } from '../contracts/worker.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, float8, integer, query, text, texts } from './statement.ts';

export interface WorkerNews extends Pick<Worker, 'worker_id' | 'host' | 'pid' | 'version' | 'slots' | 'running' | 'busy' | 'memory_bytes'> {
  readonly use_cases: readonly string[] | null;
  readonly engines: readonly string[] | null;
  readonly stopped: boolean;
}

/** Its row, made or brought up to date. Those of others that are long gone go with it. Index: ix_workers_pkey; all are read for those. */
export async function tellOfWorker(em: EntityManager, news: WorkerNews): Promise<void> {
  const { worker_id, host, pid, version, slots, running, busy, memory_bytes, use_cases, engines, stopped } = news;
  await execute(em)`
    WITH forgotten AS (
      DELETE FROM ix_workers WHERE worker_id <> ${worker_id} AND seen_at < statement_timestamp() - make_interval(secs => ${WORKER_KEPT_SECONDS})
    )
    INSERT INTO ix_workers (worker_id, host, pid, version, slots, running, busy, memory_bytes, use_cases, engines, stopped_at)
    VALUES (${worker_id}, ${host}, ${pid}, ${version}, ${slots}, ${running}, ${busy}, ${memory_bytes}, ${use_cases}, ${engines},
            CASE WHEN ${stopped}::boolean THEN clock_timestamp() END)
    ON CONFLICT (worker_id) DO UPDATE SET seen_at = clock_timestamp(), stopped_at = excluded.stopped_at,
      running = excluded.running, busy = excluded.busy, memory_bytes = excluded.memory_bytes`;
}

const WORKER: Columns<Worker> = {
  worker_id: text(),
  host: text(),
  pid: integer(),
  version: text(),
  state: text<Worker['state']>(),
  quiet: boolean(),
  started_at: text(),
  seen_at: text(),
  stopped_at: text(),
  slots: integer(),
  running: integer(),
  busy: float8(),
  memory_bytes: float8(),
  use_cases: texts<string[] | null>(),
  engines: texts<string[] | null>(),
};

/** Those that live, by id; then those that do not, the last seen first. Index: none, all are read. */
export async function listWorkers(em: EntityManager, _scope: ScopeOfAll, limit: number): Promise<Worker[]> {
  const ago = (seconds: number) => sql`statement_timestamp() - make_interval(secs => ${seconds})`;
  return await query(em, WORKER)`
    SELECT worker_id, host, pid, version, state, ${isoTime('started_at')} AS started_at, ${isoTime('seen_at')} AS seen_at,
      ${isoTime<string | null>('stopped_at')} AS stopped_at, slots, running, busy, memory_bytes::float8 AS memory_bytes, use_cases, engines,
      EXISTS (SELECT FROM ix_pauses WHERE kind = 'worker' AND name = worker_id AND resumed_at IS NULL) AS quiet
    FROM (
      SELECT *, CASE WHEN stopped_at IS NOT NULL THEN 'stopped' WHEN seen_at < ${ago(GONE_AFTER_SECONDS)} THEN 'gone' ELSE 'live' END AS state
      FROM ix_workers WHERE seen_at > ${ago(WORKER_KEPT_SECONDS)}
    ) AS worker
    ORDER BY state <> 'live', CASE WHEN state = 'live' THEN worker_id END, worker.seen_at DESC LIMIT ${limit}`;
}
