/** A database with so many finished jobs in it: three months of them at ten million, the newest a moment old. */

import { statfs } from 'node:fs/promises';
import type pg from 'pg';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { foldCounts } from '../src/jobs/fold-counts.ts';
import { listJobs } from '../src/jobs/read.ts';
import { DELIVER, QUEUE_SCHEMA } from '../src/queue/queues.ts';
import { urlOf } from '../test/support/server.ts';
import { createDatabase, type OpenIx, onClient, openIx, type Server } from './database.ts';

export interface History extends OpenIx {
  readonly rows: number;
  /** When its newest job was created, ISO 8601 with microseconds: whatever is younger was made by the bench. */
  readonly end: string;
}

/** Between two jobs, whatever the size: the same hour holds as many in each. Ten million are 90 days, the default retention. */
const SECONDS_APART = 0.7776;

/** When the job in the middle was created. */
export const middleOf = ({ end, rows }: Pick<History, 'end' | 'rows'>): Date =>
  new Date(Date.parse(end) - (rows / 2) * SECONDS_APART * 1000);

/** Clients by index; the lower ones have more jobs (the first 14 %, the last 1 %). */
export const CLIENTS = 50;
export const clientName = (index: number): string => `client-${String(index).padStart(2, '0')}`;

/** In half of the names. */
export const COMMON_WORD = 'invoice';
/** In this many names, at every size. */
export const RARE_WORD = 'zeppelin';
const RARE_ROWS = 20;

const CHUNK = 100_000;

/** Measured: heap, indexes and search index. */
const BYTES_A_ROW = 1200;
/** Write-ahead log (max_wal_size) and sorting. */
const BYTES_BESIDE = 8e9;

/** @returns why there is no room for so many rows in all; null: there is, or nobody can tell. */
export async function noRoom(server: Server, rows: number): Promise<string | null> {
  if (server.dataDir === null) return null;
  const { bavail, bsize } = await statfs(server.dataDir);
  const [free, needed] = [bavail * bsize, rows * BYTES_A_ROW + BYTES_BESIDE];
  if (free >= needed) return null;
  return `${(needed / 1e9).toFixed(0)} GB needed for ${rows.toLocaleString('en')} rows, ${(free / 1e9).toFixed(0)} GB free in ${server.dataDir}`;
}

/** Opens the history of this size, making it when the server does not have it yet. */
export async function openHistory(server: Server, rows: number, pool: number, say: (line: string) => void): Promise<History> {
  const name = `ix_bench_${rows}`;
  const complete = await onClient(server.url, async (client) => {
    const { rows: found } = await client.query<{ about: string | null }>(
      `SELECT shobj_description(oid, 'pg_database') AS about FROM pg_database WHERE datname = $1`,
      [name],
    );
    return found[0]?.about === 'complete';
  });
  const url = complete ? urlOf(server.url, name) : await createDatabase(server, name);
  const ix = await openIx(url, pool);
  if (!complete) {
    const start = performance.now();
    await fill(ix, rows, say);
    await onClient(url, (client) => client.query(`COMMENT ON DATABASE ${name} IS 'complete'`));
    say(`${rows.toLocaleString('en')} rows filled in ${((performance.now() - start) / 1000).toFixed(0)} s, ${await sizeOf(url)}`);
  }
  const { jobs } = await listJobs(ix.deps, EVERYTHING, { limit: 1, offset: 0, statuses: ['done', 'error'] });
  const newest = jobs[0];
  if (newest === undefined) throw new Error(`${name} has no history`);
  const history = { ...ix, rows, end: newest.created_at };
  await clearYounger(history);
  return history;
}

/** Takes away what was submitted since, and leaves the table as vacuum leaves it. */
export async function clearYounger({ url, deps, end }: History): Promise<void> {
  await onClient(url, async (client) => {
    await client.query(`DELETE FROM ix_jobs WHERE status = ANY ('{pending,running,done,error}') AND created_at > $1::timestamptz`, [end]);
    await client.query(`DELETE FROM ${QUEUE_SCHEMA}.job WHERE name = $1`, [DELIVER]);
  });
  await foldCounts(deps);
  await vacuum(url);
}

export async function vacuum(url: string): Promise<void> {
  await onClient(url, async (client) => {
    for (const table of ['ix_jobs', 'ix_job_search', 'ix_job_deltas', 'ix_job_counts', 'ix_job_ends', `${QUEUE_SCHEMA}.job`]) {
      await client.query(`VACUUM (ANALYZE) ${table}`);
    }
  });
}

/** The indexes that are no constraints are made when the rows are in, as they stand in the migrations. */
async function fill({ url, deps }: OpenIx, rows: number, say: (line: string) => void): Promise<void> {
  await onClient(url, async (client) => {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'`);
    const indexes = await plainIndexes(client);
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    for (let first = 1; first <= rows; first += CHUNK) {
      await insertChunk(client, rows, first, Math.min(first + CHUNK - 1, rows));
      if (first > 1 && (first - 1) % (10 * CHUNK) === 0) say(`  ${(first - 1).toLocaleString('en')} of ${rows.toLocaleString('en')} rows`);
    }
    for (const { definition } of indexes) await client.query(definition);
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} RESET (autovacuum_enabled)`);
  });
  await foldCounts(deps);
  await vacuum(url);
  await onClient(url, (client) => client.query('CHECKPOINT'));
}

const TABLES = ['ix_jobs', 'ix_job_search'] as const;

async function plainIndexes(client: pg.Client): Promise<readonly { name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = ANY ($1::text[]::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
     ORDER BY 1`,
    [TABLES],
  );
  return rows;
}

/**
 * What varies is taken from hashes of the row's number, so that every fill is the same but for its times: 50 clients, three use cases,
 * one job in twenty in error, one in five without a name. Bodies are small: nothing that is measured reads them.
 */
async function insertChunk(client: pg.Client, rows: number, first: number, last: number): Promise<void> {
  const share = (seed: number) => `((hashint8extended(i, ${seed}) & 2147483647) / 2147483648.0)`;
  await client.query(
    `WITH given AS (
       SELECT i, now() - ($1 - i) * make_interval(secs => ${SECONDS_APART}) AS created_at, md5(i::text) AS hash,
              'client-' || lpad(floor(${CLIENTS} * ${share(1)} ^ 2)::text, 2, '0') AS client_id,
              CASE WHEN ${share(2)} < 0.05 THEN 'error' ELSE 'done' END AS status,
              CASE WHEN ${share(3)} < 0.6 THEN 'invoice' WHEN ${share(3)} < 0.85 THEN 'receipt' ELSE 'bank_statement_header' END AS use_case,
              CASE WHEN i % ($1 / ${RARE_ROWS}) = 0 THEN '${RARE_WORD}-' || i || '.pdf'
                   WHEN ${share(4)} < 0.2 THEN NULL
                   ELSE (ARRAY['${COMMON_WORD}', '${COMMON_WORD}', '${COMMON_WORD}', 'receipt', 'statement'])[1 + floor(5 * ${share(5)})::int] || '-'
                     || (ARRAY['acme','brook','cedar','delta','ember','fjord','grove','harbour','indigo','juniper'])[1 + floor(10 * ${share(6)})::int]
                     || '-' || i || '.pdf' END AS display_name
       FROM generate_series($2::bigint, $3::bigint) AS i
     ),
     inserted AS (
       INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, status, turn, use_case, display_name, worker_id, created_at, started_at,
                            finished_at, request_hash, request, response)
       SELECT (lpad(to_hex((extract(epoch FROM created_at) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) || '8' || substr(hash, 4, 15))::uuid,
              substr(md5('ix ' || i), 1, 16), client_id, 'request-' || i, status, 0, use_case, display_name, 'host:4242:0a1b2c3d',
              created_at, created_at + interval '1 second', created_at + interval '3 seconds', sha256(i::text::bytea), $4::json, $5::json
       FROM given ORDER BY i
       RETURNING job_id, ix_id, request_id, display_name
     )
     INSERT INTO ix_job_search (job_id, ix_id, request_id, display_name) SELECT * FROM inserted`,
    [rows, first, last, '{"context": {"files": [], "texts": ["Total 12.00"]}}', '{"error": null, "ix_result": {"result": {}}}'],
  );
}

async function sizeOf(url: string): Promise<string> {
  return onClient(url, async (client) => {
    const { rows } = await client.query<{ size: string }>(
      `SELECT string_agg(name || ' ' || pg_size_pretty(pg_total_relation_size(name::regclass)), ', ') AS size FROM unnest($1::text[]) AS name`,
      [TABLES],
    );
    return rows[0]?.size ?? '';
  });
}
