/** `npm run chaos`: a long chaos run on a database of its own. Exit code 0: every promise was kept; the history of any other run is kept. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ChaosOptions, runChaos } from './chaos.ts';
import { effectsOf, tableOf } from './effects.ts';
import { figuresOf } from './figures.ts';
import { openGround } from './ground.ts';
import { cableKinds } from './kinds.ts';
import { newSeed } from './seed.ts';

const HELP = `npm run chaos -- [options]
  --minutes N   a steady load for so long, while one fault after the other befalls the processes, their network, their PgBouncer, the database
                server, its disk and its standby; what each did to the load is printed, and a fault that nobody felt is not counted
  --jobs N      without --minutes: jobs to submit (5000), as fast as they are taken, to processes that come to grief at every point of their work
  --per-second N   jobs a second, with --minutes (6)
  --workers N   worker processes at a time (3)
  --faulty N    with --jobs: processes that are killed, paused or stopped, the first ones (60)
  --seed N      repeats a run's decisions: what is submitted, which faults come in which order, and what befalls the nth process when it comes to
                a point for the mth time. How far a process gets, and so which of these come about, is decided by the operating system.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    jobs: { type: 'string' },
    'per-second': { type: 'string' },
    workers: { type: 'string' },
    faulty: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** @throws naming the option, when it is no whole number of at least `min`. */
function whole(name: 'jobs' | 'workers' | 'faulty' | 'minutes' | 'per-second', usual: number, min: number): number {
  const value = Number(values[name] ?? usual);
  if (Number.isInteger(value) && value >= min) return value;
  throw new Error(`--${name} ${values[name]}: expected a whole number, ${min} or more`);
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const seed = newSeed(values.seed);
  const folder = await mkdtemp(join(tmpdir(), 'ix-chaos-'));
  // Servers may run as another user, who has to reach their folders in here.
  await chmod(folder, 0o711);
  const { ground, cluster, missing, close } = await openGround(folder, values.minutes !== undefined);
  let kept = false;
  // A disk that was mounted outlives everybody. Processes of ix end with this one.
  process.once('SIGINT', () => void close().finally(() => process.exit(130)));
  try {
    const workers = whole('workers', 3, 1);
    if (values.minutes === undefined) {
      const [jobs, faulty] = [whole('jobs', 5000, 1), whole('faulty', 60, 0)];
      console.log(`seed ${seed}: ${jobs} jobs, ${workers} workers, ${faulty} processes with faults`);
      const { url, processUrl, settings } = ground;
      const cable = { url, processUrl, settings, kinds: () => cableKinds(cluster.network), restMs: [1500, 4000] } as const;
      kept = await judged({ ground: cable, folder, seed, load: { jobs }, apis: 1, workers, faulty, patienceSeconds: 3600 });
    } else {
      const load = { seconds: 60 * whole('minutes', 1, 1), perSecond: whole('per-second', 6, 1) };
      console.log(`seed ${seed}: ${values.minutes} minutes, ${load.perSecond} jobs a second, ${workers} workers`);
      for (const what of missing) console.log(`not tried, since this machine lacks it: ${what}`);
      kept = await judged({ ground, folder, seed, load, apis: 2, workers, faulty: 0, patienceSeconds: 3600 + load.seconds });
    }
    if (!kept) console.log(`FAILED; repeat with --seed ${seed}; the history is in ${join(folder, 'history')}`);
    return kept;
  } finally {
    await close();
    if (kept) await rm(folder, { recursive: true, force: true });
  }
}

async function judged(options: ChaosOptions): Promise<boolean> {
  const report = await runChaos(options).catch((error: unknown) => {
    console.log(error);
    return null;
  });
  if (report === null) return false;
  console.log(figuresOf(report));
  // As fast as jobs are taken, everything is slow anyway.
  if (!('jobs' in options.load)) console.log(tableOf(effectsOf(report.evidence.history, report.times)));
  for (const violation of report.violations) console.log(`- ${violation}`);
  if (report.violations.length === 0) console.log('every promise was kept');
  return report.violations.length === 0;
}
