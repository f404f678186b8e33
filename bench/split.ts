/**
 * `node bench/split.ts [JOBS] [ROUNDS]`: where the processor time of a job goes, in Node and in PostgreSQL. An API takes jobs, one a request over 64
 * connections, while the worker stands still; then the worker works them off. Linux only: it reads `/proc`. The figures of docs/performance.md.
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { Pool } from 'undici';
import { createDatabase, dropDatabase, onClient, startServer } from './database.ts';
import { invoice } from './documents.ts';
import { startProcess } from './ix-process.ts';
import { millisecondsByThread } from './processor.ts';

const DATABASE = 'ix_bench_split';
const CONNECTIONS = 64;
/** Jobs before anything is counted: until then code is compiled. */
const WARM = 2000;
/** Statements shown of each phase, the dearest first. */
const STATEMENTS = 8;

const jobs = Number(process.argv[2] ?? 3000);
const rounds = Number(process.argv[3] ?? 2);
const server = await startServer(null, null, { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'all' });
const url = await createDatabase(server, DATABASE);
await onClient(url, (client) => client.query('CREATE EXTENSION pg_stat_statements'));
const [api, worker] = [startProcess('api', url), startProcess('worker', url)];
try {
  const [address] = await Promise.all([api.address(), worker.address()]);
  await onClient(url, (client) => measure(client, new Pool(address, { connections: CONNECTIONS })));
} finally {
  worker.kill('SIGCONT');
  for (const ix of [api, worker]) ix.kill('SIGTERM');
  await Promise.all([api.ended(), worker.ended()]);
  await dropDatabase(server, DATABASE);
  await server.stop();
}

async function measure(client: pg.Client, pool: Pool): Promise<void> {
  const submit = async (count: number): Promise<void> => {
    let left = count;
    const lane = async () => {
      while (left-- > 0) await post(pool);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  };
  const settled = async (): Promise<void> => {
    while ((await client.query(`SELECT FROM ix_jobs WHERE status IN ('pending', 'running') LIMIT 1`)).rowCount !== 0) await delay(100);
  };
  await submit(WARM);
  await settled();
  for (let round = 0; round < rounds; round++) {
    worker.kill('SIGSTOP');
    await phase(client, 'submit', () => submit(jobs));
    await phase(client, 'drain', async () => {
      worker.kill('SIGCONT');
      await settled();
    });
  }
  await pool.close();
}

async function post(pool: Pool): Promise<void> {
  const body = JSON.stringify(invoice('2026-0001'));
  const response = await pool.request({ path: '/jobs', method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const said = await response.body.text();
  if (response.statusCode !== 201) throw new Error(`POST /jobs answered ${response.statusCode}: ${said}`);
}

async function phase(client: pg.Client, name: string, work: () => Promise<void>): Promise<void> {
  await client.query('SELECT pg_stat_statements_reset()');
  const [before, since] = [await processorTime(client), performance.now()];
  await work();
  const rate = (1000 * jobs) / (performance.now() - since);
  const after = await processorTime(client);
  const spent = [...after].map(([what, ms]) => `${what} ${((ms - (before.get(what) ?? 0)) / jobs).toFixed(3)}`);
  console.log(`${name}: ${rate.toFixed(0)} jobs/s; milliseconds a job: ${spent.join(', ')}`);
  const { rows } = await client.query<{ ms: number; calls: string; statement: string }>(
    `SELECT total_exec_time AS ms, calls, regexp_replace(left(query, 1000), '\\s+', ' ', 'g') AS statement FROM pg_stat_statements
     WHERE query NOT LIKE '%pg_stat%' AND query NOT LIKE 'SELECT FROM ix_jobs%' ORDER BY total_exec_time DESC LIMIT $1`,
    [STATEMENTS],
  );
  for (const { ms, calls, statement } of rows)
    console.log(`  ${(ms / jobs).toFixed(4)} ms a job in ${calls} calls: ${statement.slice(0, 100)}`);
}

/** Milliseconds so far, of the main threads and the others of both processes, and of PostgreSQL's by whose connections they are. */
async function processorTime(client: pg.Client): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  const add = (what: string, ms: number) => spent.set(what, (spent.get(what) ?? 0) + ms);
  for (const [name, { pid }] of Object.entries({ api, worker }))
    for (const [thread, ms] of await millisecondsByThread(pid)) add(thread === 'main' ? `${name} (main thread)` : `${name} (others)`, ms);
  const { rows } = await client.query<{ pid: number; role: string }>(
    `SELECT pid, split_part(application_name, ' ', 2) AS role FROM pg_stat_activity WHERE application_name ~ '^ix (api|worker)'`,
  );
  const known = new Set(await readdir('/proc'));
  for (const { pid, role } of rows) {
    // The first field of schedstat: nanoseconds on a processor. A connection that is closed meanwhile takes its time along.
    const ran = known.has(String(pid)) ? Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]) : 0;
    add(`PostgreSQL for ${role}`, ran / 1_000_000);
  }
  return spent;
}
