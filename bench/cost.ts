/**
 * `node bench/cost.ts [JOBS]`: what a job costs the database (write-ahead log, bytes at rest, connections) and the processes (processor time), with an API and
 * a worker over a PostgreSQL of its own. The figures of docs/scaling.md.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { ASKED, invoiceText } from '../test/chaos/texts.ts';
import { createDatabase, dropDatabase, onClient, startServer } from './database.ts';
import { startProcess } from './ix-process.ts';

const DATABASE = 'ix_bench_cost';
const BATCH = 250;
/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

const jobs = Number(process.argv[2] ?? 2000);
const server = await startServer(null, null);
const url = await createDatabase(server, DATABASE);
const [api, worker] = [startProcess('api', url), startProcess('worker', url)];
try {
  const [address] = await Promise.all([api.address(), worker.address()]);
  await onClient(url, (client) => measure(client, address));
} finally {
  for (const ix of [api, worker]) ix.kill('SIGTERM');
  await Promise.all([api.ended(), worker.ended()]);
  await dropDatabase(server, DATABASE);
  await server.stop();
}

async function measure(client: pg.Client, address: string): Promise<void> {
  const one = async (statement: string): Promise<number> => Number((await client.query<{ n: string }>(statement)).rows[0]?.n);
  const wal = () => one(`SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS n`);
  const settled = async (n: number): Promise<void> => {
    while ((await one(`SELECT count(*) AS n FROM ix_jobs WHERE status = 'done'`)) < n) await delay(100);
  };
  await submit(address, 0, BATCH);
  await settled(BATCH);
  await client.query('CHECKPOINT');
  const [walBefore, cpuBefore, since] = [await wal(), await processorTime(), performance.now()];
  await submit(address, BATCH, jobs);
  await settled(BATCH + jobs);
  const [walAfter, cpuAfter, seconds] = [await wal(), await processorTime(), (performance.now() - since) / 1000];
  const connections = await one(
    `SELECT count(*) AS n FROM pg_stat_activity WHERE application_name LIKE 'ix %' AND backend_type = 'client backend'`,
  );
  await client.query('VACUUM (FULL, ANALYZE)');
  const { rows } = await client.query<{ name: string; n: string; bytes: string }>(`
    SELECT c.oid::regclass::text AS name, greatest(reltuples, 0) AS n, pg_total_relation_size(c.oid) AS bytes FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = relnamespace
    WHERE relkind = 'r' AND (nspname = 'ix_queue' OR relname LIKE 'ix\\_%') AND reltuples > 0 ORDER BY 3 DESC`);
  const all = BATCH + jobs;
  console.log(`${jobs} jobs in ${seconds.toFixed(1)} s`);
  console.log(`write-ahead log: ${Math.round((walAfter - walBefore) / jobs)} bytes a job`);
  console.log(`processor time of API and worker: ${((1000 * (cpuAfter - cpuBefore)) / jobs).toFixed(2)} ms a job`);
  console.log(`connections: ${connections}`);
  for (const { name, n, bytes } of rows)
    console.log(`${name}: ${(Number(n) / all).toFixed(2)} rows and ${Math.round(Number(bytes) / all)} bytes a job`);
}

async function submit(address: string, from: number, count: number): Promise<void> {
  for (let at = from; at < from + count; at += BATCH) {
    const given = Array.from({ length: BATCH }, (_, i) => ({
      ...ASKED,
      request_id: `job-${at + i}`,
      context: { texts: [invoiceText(at + i)] },
    }));
    const response = await fetch(`${address}/jobs/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ jobs: given }),
    });
    if (!response.ok) throw new Error(`the batch was refused: ${response.status} ${await response.text()}`);
  }
}

/** Of both processes, seconds. */
async function processorTime(): Promise<number> {
  const times = await Promise.all(
    [api, worker].map(async ({ pid }) => {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    }),
  );
  return times.reduce((sum, time) => sum + time, 0);
}
