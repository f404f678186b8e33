/** Ten `ix worker` processes on one database, 1,000 jobs through a real `ix api`: each is run once and finished once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Ix } from '../lifecycle/ix.ts';
import { Stage } from '../support/stage.ts';
import { countByJob, readHistory } from './history.ts';
import { killOutright, startRecorded } from './recorded-ix.ts';
import { ASKED, invoiceNumber, invoiceText } from './texts.ts';
import { byJob, nameOf, readTransitions, recordTransitions } from './transitions.ts';
import { until } from './until.ts';

const JOBS = 1000;
const BATCH = 250;
const WORKERS = 10;

const AnswerSchema = z.object({ jobs: z.array(z.looseObject({ job_id: z.string() })) });

let stage: Stage;
let folder: string;
const started: Ix[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-ten-'));
  stage = await Stage.open();
  await recordTransitions(stage.em);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(killOutright));
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

function start(role: 'api' | 'worker', ordinal: number): Ix {
  // Nobody is killed here, so that no lease may run out, however busy the machine is.
  const settings = { IX_LEASE_SECONDS: '300' };
  const ix = startRecorded(role, { url: stage.url, history: join(folder, 'history'), ordinal, seed: null, settings });
  started.push(ix);
  return ix;
}

it('finishes each of 1,000 jobs once', { timeout: 300_000 }, async () => {
  const api = start('api', 0);
  const workers = Array.from({ length: WORKERS }, (_, i) => start('worker', i + 1));
  await Promise.all([...workers, api].map((ix) => ix.address()));
  const numbers = new Map<string, string>();
  for (let from = 0; from < JOBS; from += BATCH) {
    const given = Array.from({ length: BATCH }, (_, i) => from + i);
    const jobs = given.map((nth) => ({ ...ASKED, request_id: `job-${nth}`, context: { texts: [invoiceText(nth)] } }));
    const response = await fetch(`${await api.address()}/jobs/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ jobs }),
    });
    const answer = AnswerSchema.parse(await response.json());
    for (const [i, { job_id }] of answer.jobs.entries()) numbers.set(job_id, invoiceNumber(given[i] ?? expect.unreachable()));
  }
  expect(numbers.size).toBe(JOBS);

  const { em } = stage;
  await until(async () => {
    const { rows } = await sql`SELECT FROM ix_jobs WHERE status IN ('pending', 'running') LIMIT 1`.execute(em.getKysely());
    return rows.length === 0;
  });

  const history = readHistory(join(folder, 'history'));
  for (const event of ['run start', 'run end'] as const) {
    const counts = countByJob(history, event);
    expect(new Set(counts.keys())).toEqual(new Set(numbers.keys()));
    expect([...counts].filter(([, n]) => n !== 1)).toEqual([]);
  }
  const byWorker = Map.groupBy(history, (event) => ('process' in event ? event.process : null));
  expect(byWorker.size).toBe(WORKERS);
  console.log(`runs by worker: ${[...byWorker.values()].map((events) => events.length / 2).join(' ')}`);

  const lives = byJob(await readTransitions(em));
  const once = ['nothing→pending', 'pending→running', 'running→done'];
  expect([...lives.values()].map((life) => life.map(nameOf)).filter((life) => life.join() !== once.join())).toEqual([]);
  expect(lives.size).toBe(JOBS);

  const { rows } = await sql<{ job_id: string; number: string }>`
    SELECT job_id, response #>> '{ix_result,result,invoice_number}' AS number FROM ix_jobs`.execute(em.getKysely());
  expect(new Map(rows.map((row) => [row.job_id, row.number]))).toEqual(numbers);
  expect(await stage.tickets()).toBe(0);

  for (const ix of started) ix.kill('SIGTERM');
  expect(await Promise.all(started.map((ix) => ix.ended()))).toEqual(started.map(() => 0));
  expect(started.map((ix) => ix.stderr).filter((text) => text !== '')).toEqual([]);
});
