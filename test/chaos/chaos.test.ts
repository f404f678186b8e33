/** A short chaos run; `npm run chaos` is the long one. CHAOS_SEED repeats one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Network } from '../queue/network.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { runChaos } from './chaos.ts';
import { faultAt, outsideFault } from './faults.ts';
import { figuresOf } from './figures.ts';
import { cableKinds } from './kinds.ts';
import { newSeed } from './seed.ts';

let database: TestDatabase;
let network: Network;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-chaos-'));
  database = await createDatabase();
  network = await Network.to(database.url);
});
afterEach(async () => {
  await network.cut();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** From outside, one of the first workers, within the first seconds: not every seed brings that in so short a run. */
const strikes = (seed: number): boolean =>
  [1, 2, 3].some((process) => (outsideFault(seed, process)?.afterMs ?? Number.POSITIVE_INFINITY) < 3000);

function strikingSeed(): number {
  for (;;) {
    const seed = newSeed(process.env.CHAOS_SEED);
    if (strikes(seed) || process.env.CHAOS_SEED !== undefined) return seed;
  }
}

it('keeps every promise while its processes are killed, paused and stopped, and their network fails', { timeout: 300_000 }, async () => {
  const seed = strikingSeed();
  console.log(`seed ${seed}`);
  const ground = { url: database.url, processUrl: () => network.url, kinds: () => cableKinds(network), restMs: [1500, 4000] } as const;
  const report = await runChaos({ ground, folder, seed, load: { jobs: 60 }, apis: 1, workers: 2, faulty: 4, patienceSeconds: 240 });
  console.log(figuresOf(report));
  expect(report.violations).toEqual([]);

  const { history, rows } = report.evidence;
  // A run in which nothing happened proves nothing.
  expect(history.some((event) => event.event === 'fault' && event.process !== null)).toBe(true);
  expect(rows.filter((row) => row.status === 'done').length).toBeGreaterThan(rows.length / 2);
  // What befell a process by itself is what the seed had for it there.
  for (const event of history) {
    if (event.event === 'fault' && event.point !== null && event.process !== null)
      expect(faultAt(seed, event.process, event.point, event.nth)).toBe(event.fault);
  }
});
