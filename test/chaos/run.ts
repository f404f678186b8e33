/** `npm run chaos`: a long chaos run on a database of its own. Exit code 0: every promise was kept; the history of any other run is kept. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { migrateOnly } from '../../src/app/migrate-only.ts';
import { loadConfig } from '../../src/config.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { type ChaosOptions, runChaos } from './chaos.ts';
import { figuresOf } from './figures.ts';
import { readHistory } from './history.ts';
import { newSeed } from './seed.ts';

const HELP = `npm run chaos -- [options]
  --minutes N   rounds of 400 jobs, each with a seed of its own, until so many minutes are over; --jobs, --workers and --faulty are of a round then
  --jobs N      jobs to submit (5000)
  --workers N   worker processes at a time (6)
  --faulty N    processes that are killed, paused or stopped, the first ones (60)
  --seed N      repeats a run's decisions: what is submitted, and what befalls the nth process when it comes to a point for the mth time.
                How far a process gets, and so which of these come about, is decided by the operating system.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    jobs: { type: 'string' },
    workers: { type: 'string', default: '6' },
    faulty: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** @throws naming the option, when it is no whole number of at least `min`. */
function whole(name: 'jobs' | 'workers' | 'faulty' | 'minutes', usual: number, min: number): number {
  const value = Number(values[name] ?? usual);
  if (Number.isInteger(value) && value >= min) return value;
  throw new Error(`--${name} ${values[name]}: expected a whole number, ${min} or more`);
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const first = newSeed(values.seed);
  const minutes = values.minutes === undefined ? null : whole('minutes', 1, 1);
  const usual = minutes === null ? { jobs: 5000, faulty: 60 } : { jobs: 400, faulty: 12 };
  const size = { jobs: whole('jobs', usual.jobs, 1), workers: whole('workers', 6, 1), faulty: whole('faulty', usual.faulty, 0) };
  const survived = new Map<string, number>();
  const end = Date.now() + (minutes ?? 0) * 60_000;
  for (let seed = first; ; seed++) {
    console.log(`seed ${seed}: ${size.jobs} jobs, ${size.workers} workers, ${size.faulty} processes with faults`);
    if (!(await round({ ...size, seed, cable: true, patienceSeconds: 3600 }, survived))) return false;
    if (Date.now() >= end) break;
  }
  const faults = [...survived].sort().map(([fault, n]) => `${n} ${fault}`);
  console.log(`faults survived: ${[...survived.values()].reduce((sum, n) => sum + n, 0)} (${faults.join(', ')})`);
  return true;
}

/** @param survived is told of the faults of a round in which every promise was kept. */
async function round(size: Omit<ChaosOptions, 'url' | 'folder'>, survived: Map<string, number>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'ix-chaos-'));
  // The server may run as another user, who has to reach its folder in here.
  await chmod(folder, 0o711);
  const kept = await onDatabase(join(folder, 'database'), (url) => judged({ ...size, url, folder }));
  if (kept) {
    for (const event of readHistory(join(folder, 'history')))
      if (event.event === 'fault') survived.set(event.fault, (survived.get(event.fault) ?? 0) + 1);
    await rm(folder, { recursive: true, force: true });
  } else console.log(`the history is in ${join(folder, 'history')}`);
  return kept;
}

async function onDatabase<T>(dataDir: string, work: (url: string) => Promise<T>): Promise<T> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const database = await startEmbedded({ dataDir, log });
  try {
    await migrateOnly(loadConfig({ IX_DATABASE_URL: database.url }), log);
    return await work(database.url);
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function judged(options: ChaosOptions): Promise<boolean> {
  const report = await runChaos(options).catch((error: unknown) => {
    console.log(error);
    return null;
  });
  if (report !== null) console.log(figuresOf(report));
  for (const violation of report?.violations ?? []) console.log(`- ${violation}`);
  const kept = report?.violations.length === 0;
  console.log(kept ? 'every promise was kept' : `FAILED; repeat with --seed ${options.seed}`);
  return kept;
}
