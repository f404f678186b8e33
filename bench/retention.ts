/**
 * `node bench/retention.ts [ROWS]`: what retention by DELETE costs: a tenth of so many finished jobs (1,000,000) goes, by the hourly act itself, and
 * is then vacuumed away. A figure of docs/scaling.md.
 */
import type pg from 'pg';
import { prune } from '../src/jobs/prune.ts';
import { onClient, startServer } from './database.ts';
import { openHistory } from './history.ts';

const TABLES = ['ix_jobs', 'ix_job_search', 'ix_job_deltas'];

const rows = Number(process.argv[2] ?? 1_000_000);
const server = await startServer(null, null);
try {
  const history = await openHistory(server, rows, 4, console.log);
  await onClient(history.url, async (client) => {
    const { rows: ages } = await client.query<{ days: number }>(
      `SELECT (extract(epoch FROM statement_timestamp() - min(created_at)) / 86400)::float8 AS days FROM ix_jobs`,
    );
    const oldest = ages[0]?.days ?? 0;
    // By whom it is vacuumed is decided here.
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    await client.query('CHECKPOINT');
    let deleted = 0;
    await measured(client, 'deleted', async () => {
      deleted = (await prune(history.deps, 0.9 * oldest)).jobs;
      return deleted;
    });
    await measured(client, 'vacuumed', async () => {
      for (const table of TABLES) await client.query(`VACUUM ${table}`);
      return deleted;
    });
  });
  await history.close();
} finally {
  await server.stop();
}

/** Prints time and write-ahead log of some work, in all and for each job. @param work says how many jobs it was about. */
async function measured(client: pg.Client, what: string, work: () => Promise<number>): Promise<void> {
  const wal = async () => Number((await client.query<{ n: string }>(`SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS n`)).rows[0]?.n);
  const [since, before] = [performance.now(), await wal()];
  const jobs = await work();
  const [seconds, bytes] = [(performance.now() - since) / 1000, (await wal()) - before];
  console.log(
    `${jobs} jobs ${what}: ${seconds.toFixed(1)} s, ${(bytes / 2 ** 20).toFixed(0)} MiB of log, ${Math.round(bytes / jobs)} bytes a job`,
  );
}
