/**
 * `npm run soak -- --hours 1`: an API and a worker under half the load that they can carry, while retention deletes what is past it as fast as
 * new jobs come. Memory, latency and the sizes of tables are printed by the interval; exit code 0: none of them grows. Linux only: it reads /proc.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { prune } from '../src/jobs/prune.ts';
import { portOf } from '../test/cli/command.ts';
import { createDatabase, dropDatabase, onClient, openIx, startServer } from './database.ts';
import { startProcess } from './ix-process.ts';
import { quantile } from './measure.ts';
import { growth, rise } from './slope.ts';
import { SteadyLoad } from './steady-load.ts';

const HELP = `npm run soak -- [--hours N | --minutes N] [--per-second N]
  --hours N        how long (1)
  --minutes N      or so many minutes
  --per-second N   jobs a second; without it, half of what is measured in the first half minute
`;
const DATABASE = 'ix_bench_soak';
const CAPACITY_SECONDS = 30;
const LOOK_MS = 1000;
const SHARE = 0.5;
/** Intervals; jobs are kept for so many of them, which are over before anything is judged. */
const INTERVALS = 30;
const KEPT = 6;
const WARM = 10;
/** What is flat grows by less than this share from the end of the warm-up to the end. */
const FLAT = { memory: 0.2, latency: 0.25, tables: 0.1 };

const { values: given } = parseArgs({
  options: { hours: { type: 'string' }, minutes: { type: 'string' }, 'per-second': { type: 'string' }, help: { type: 'boolean' } },
});

/** Of each process the least it had in an interval: what is left when garbage has been collected. Mebibytes. */
interface Memory {
  readonly api: number;
  readonly worker: number;
}

interface Sample extends Memory {
  readonly median: number;
  readonly slow: number;
  readonly jobs: number;
  readonly rows: number;
  readonly tables: number;
}

if (given.help) process.stdout.write(HELP);
else process.exitCode = (await main()) ? 0 : 1;

function positive(name: 'hours' | 'minutes' | 'per-second', usual: number | null): number | null {
  const text = given[name];
  if (text === undefined) return usual;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new RangeError(`--${name} ${text}: expected a number above 0`);
}

async function main(): Promise<boolean> {
  const minutes = positive('minutes', null) ?? 60 * (positive('hours', 1) ?? 1);
  const server = await startServer(null, null);
  const url = await createDatabase(server, DATABASE);
  const ix = await openIx(url, 2);
  const receiver = createServer((request, response) => request.resume().on('end', () => response.writeHead(204).end()));
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const settings = { IX_EGRESS_ALLOW: '127.0.0.1/32' };
  const [api, worker] = [startProcess('api', url, settings), startProcess('worker', url, settings)];
  try {
    const [address] = await Promise.all([api.address(), worker.address()]);
    const load = new SteadyLoad(address, `http://127.0.0.1:${portOf(receiver)}/`);
    return await onClient(url, async (client) => {
      const perSecond = positive('per-second', null) ?? SHARE * (await capacity(client, load));
      console.log(`${perSecond.toFixed(1)} jobs a second for ${minutes} minutes, each kept for ${(minutes * KEPT) / INTERVALS} minutes`);
      console.log('minute  jobs/s  median ms  p99 ms  api MiB  worker MiB  rows kept  tables MiB');
      const samples: Sample[] = [];
      const seconds = (60 * minutes) / INTERVALS;
      const over = new AbortController();
      const submitting = load.steady(perSecond, over.signal);
      for (let nth = 1; nth <= INTERVALS; nth++) {
        const lowest = await Promise.race([lowestMemory(seconds, { api: api.pid, worker: worker.pid }), submitting.then(() => null)]);
        if (lowest === null) throw new Error('the load has ended');
        await prune(ix.deps, (minutes * KEPT) / INTERVALS / 1440);
        const sample = { ...lowest, ...(await look(client, seconds)) };
        samples.push(sample);
        console.log(lineOf((nth * minutes) / INTERVALS, sample, seconds));
      }
      over.abort();
      await submitting;
      return verdict(samples.slice(WARM));
    });
  } finally {
    for (const one of [api, worker]) one.kill('SIGTERM');
    await Promise.all([api.ended(), worker.ended()]);
    receiver.close();
    await ix.close();
    await dropDatabase(server, DATABASE);
    await server.stop();
  }
}

/** Jobs a second, from the first submit to the last end. */
async function capacity(client: pg.Client, load: SteadyLoad): Promise<number> {
  await load.full(CAPACITY_SECONDS);
  for (;;) {
    const { rows } = await client.query<{ waiting: number; rate: number }>(`
      SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS waiting,
        (count(*) / extract(epoch FROM max(finished_at) - min(created_at)))::float8 AS rate FROM ix_jobs`);
    const [{ waiting, rate } = { waiting: 1, rate: 0 }] = rows;
    if (waiting === 0) {
      console.log(`${rate.toFixed(1)} jobs a second, one by one over HTTP, as fast as they go`);
      return rate;
    }
    await delay(500);
  }
}

async function look(client: pg.Client, seconds: number): Promise<Omit<Sample, keyof Memory>> {
  const { rows: times } = await client.query<{ ms: number }>(
    `SELECT extract(epoch FROM finished_at - created_at)::float8 * 1000 AS ms FROM ix_jobs
     WHERE finished_at > statement_timestamp() - make_interval(secs => $1)`,
    [seconds],
  );
  const { rows: sizes } = await client.query<{ rows: number; bytes: number }>(`
    SELECT (SELECT count(*)::int FROM ix_jobs) AS rows, sum(pg_total_relation_size(c.oid))::float8 AS bytes
    FROM pg_class AS c JOIN pg_namespace AS s ON s.oid = relnamespace WHERE relkind = 'r' AND (nspname = 'ix_queue' OR relname LIKE 'ix\\_%')`);
  const ms = times.map((row) => row.ms);
  return {
    median: quantile(ms, 0.5),
    slow: quantile(ms, 0.99),
    jobs: ms.length,
    rows: sizes[0]?.rows ?? 0,
    tables: (sizes[0]?.bytes ?? 0) / 2 ** 20,
  };
}

async function lowestMemory(seconds: number, pids: { readonly api: number; readonly worker: number }): Promise<Memory> {
  const end = performance.now() + 1000 * seconds;
  let lowest = { api: Number.POSITIVE_INFINITY, worker: Number.POSITIVE_INFINITY };
  while (performance.now() < end) {
    await delay(Math.min(LOOK_MS, Math.max(0, end - performance.now())));
    lowest = { api: Math.min(lowest.api, await resident(pids.api)), worker: Math.min(lowest.worker, await resident(pids.worker)) };
  }
  return lowest;
}

/** Mebibytes. */
async function resident(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

function lineOf(minute: number, { api, worker, median, slow, jobs, rows, tables }: Sample, seconds: number): string {
  const columns: [number, number, number][] = [
    [minute, 6, 1],
    [jobs / seconds, 8, 1],
    [median, 11, 1],
    [slow, 8, 0],
    [api, 9, 0],
    [worker, 12, 0],
    [rows, 11, 0],
    [tables, 12, 1],
  ];
  return columns.map(([value, width, digits]) => value.toFixed(digits).padStart(width)).join('');
}

/** Prints it. */
function verdict(samples: readonly Sample[]): boolean {
  const judged = [
    ['memory of the API', FLAT.memory, rise, ({ api }: Sample) => api],
    ['memory of the worker', FLAT.memory, rise, ({ worker }: Sample) => worker],
    ['latency, median', FLAT.latency, growth, ({ median }: Sample) => median],
    ['tables', FLAT.tables, growth, ({ tables }: Sample) => tables],
  ] as const;
  const flat = judged.map(([what, most, by, pick]) => {
    const grown = by(samples.map(pick));
    console.log(
      `${what}: ${grown < 0 ? '' : '+'}${(100 * grown).toFixed(1)} % (${grown <= most ? 'flat' : `FAILED: more than ${100 * most} %`})`,
    );
    return grown <= most;
  });
  return flat.every(Boolean);
}
