/** A worker that is killed outright in the middle of its jobs, and one that is stopped for longer than its lease. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { finish } from '../../src/jobs/finish.ts';
import { release } from '../../src/jobs/release.ts';
import { DELIVER } from '../../src/queue/queues.ts';
import type { Fence } from '../../src/store/finish.ts';
import type { Ix } from '../lifecycle/ix.ts';
import { Stage } from '../support/stage.ts';
import { FileServer } from './file-server.ts';
import { countByJob, readHistory } from './history.ts';
import { killOutright, startRecorded } from './recorded-ix.ts';
import { invoiceNumber } from './texts.ts';
import { byJob, nameOf, readTransitions, recordTransitions } from './transitions.ts';
import { until } from './until.ts';

const JOBS = 6;
/** Long enough that a busy machine does not hold up heartbeats, which go out every third of it, for this long. */
const LEASE_SECONDS = 4;

let stage: Stage;
let files: FileServer;
let folder: string;
const started: Ix[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-kill-'));
  files = await FileServer.open(Number.POSITIVE_INFINITY);
  stage = await Stage.open();
  await recordTransitions(stage.em);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map(killOutright));
  await files.close();
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

async function startWorker(): Promise<Ix> {
  const settings = { IX_LEASE_SECONDS: String(LEASE_SECONDS) };
  const ix = startRecorded('worker', { url: stage.url, history: join(folder, 'history'), ordinal: started.length, seed: null, settings });
  started.push(ix);
  await ix.address();
  return ix;
}

/** Jobs that are in the middle of their run until the file server answers. */
async function submitJobs(from: number, count: number): Promise<JobId[]> {
  const texts = Array.from({ length: count }, (_, i) => ({ context: { files: [files.url(from + i)] } }));
  return (await stage.submit(...texts)).map(({ job }) => job.job_id as JobId);
}

/** What the workers that now run these jobs would write with. */
async function fences(): Promise<Fence[]> {
  const { rows } = await sql<Fence>`
    SELECT job_id AS "jobId", worker_id AS "workerId", attempts AS attempt FROM ix_jobs WHERE status = 'running'`.execute(
    stage.em.getKysely(),
  );
  return rows;
}

/** Every column of every job, but for the heartbeats of those who rightly hold one. */
async function everything(): Promise<unknown[]> {
  const { rows } = await sql`
    SELECT to_jsonb(job) - 'heartbeat_at' AS job, (SELECT count(*) FROM ix_queue.job) AS tickets, (SELECT count(*) FROM ix_callbacks) AS callbacks
    FROM ix_jobs AS job ORDER BY job_id`.execute(stage.em.getKysely());
  return rows;
}

/** All that a worker may write at a job's end: an answer, an error, or that it hands the job back. */
async function writeLate(held: readonly Fence[]): Promise<void> {
  const before = await everything();
  const empty = emptyResponse({ ix_client_id: 'late', request_id: 'late', ix_id: 'late', use_case: null });
  const failed = { ...empty, error: 'IX_002_000: late', code: 'IX_002_000' } as const;
  for (const response of [empty, failed]) {
    const applied = await finish(
      stage.deps,
      held.map((claim) => ({ claim: { ...claim, callbackUrl: 'https://example.com/late' }, response })),
    );
    expect([...applied]).toEqual([]);
  }
  await release(stage.deps, held);
  expect(await everything()).toEqual(before);
}

function answerNth(n: number): void {
  const fetch = files.fetches[n];
  if (fetch === undefined) throw new Error(`there is no fetch ${n}`);
  files.answer(fetch);
}

const done = (jobIds: readonly JobId[]) =>
  until(async () => (await Promise.all(jobIds.map((id) => stage.get(id)))).every((job) => job.status === 'done'));

const runs = (event: 'run start' | 'run end', jobIds: readonly JobId[]): number[] => {
  const counts = countByJob(readHistory(join(folder, 'history')), event);
  return jobIds.map((id) => counts.get(id) ?? 0);
};

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

it('kill -9: its jobs come back when the lease is over, another worker finishes them, and a late write changes nothing', async () => {
  const killed = await startWorker();
  const jobIds = await submitJobs(0, JOBS);
  await files.arrived(JOBS);
  const held = await fences();
  expect(held.map((fence) => fence.jobId).toSorted()).toEqual(jobIds.toSorted());
  await startWorker();
  killed.kill('SIGKILL');
  expect(await killed.ended()).toBe('SIGKILL');

  // Running again, under the other's claim: one after the other, since any of them may have been what killed the worker.
  for (let n = JOBS; n < 2 * JOBS; n++) {
    await files.arrived(n + 1);
    if (n === JOBS) await writeLate(held);
    expect(files.fetches).toHaveLength(n + 1);
    answerNth(n);
  }
  await done(jobIds);
  await writeLate(held);

  for (const [nth, jobId] of jobIds.entries()) {
    const job = await stage.get(jobId);
    expect(job).toMatchObject({ attempts: 1, strikes: 0, lost_runs: [{ worker_id: held[0]?.workerId, reason: 'heartbeat' }] });
    expect(job.response?.ix_result?.result).toMatchObject({ invoice_number: invoiceNumber(nth) });
  }
  expect(runs('run start', jobIds)).toEqual(times(JOBS, 2));
  expect(runs('run end', jobIds)).toEqual(times(JOBS, 1));
  const transitions = await readTransitions(stage.em);
  const life = ['nothing→pending', 'pending→running', 'running→pending +1', 'pending→running', 'running→done'];
  expect([...byJob(transitions).values()].map((steps) => steps.map(nameOf))).toEqual(times(JOBS, life));
  const silences = transitions.flatMap(({ silentSeconds }) => silentSeconds ?? []);
  expect(Math.min(...silences)).toBeGreaterThan(LEASE_SECONDS);
  console.log(`lease ${LEASE_SECONDS} s; jobs came back ${Math.max(...silences).toFixed(2)} s after the last heartbeat`);
});

it('stopped for longer than the lease, then continued: it finds its jobs gone, stops working on them, and writes nothing', async () => {
  const stopped = await startWorker();
  const jobIds = await submitJobs(0, JOBS);
  await files.arrived(JOBS);
  const own = files.fetches.slice(0, JOBS);
  const held = await fences();
  const other = await startWorker();
  stopped.kill('SIGSTOP');

  // The other finishes them one after the other, and runs the last.
  for (let n = JOBS; n < 2 * JOBS - 1; n++) {
    await files.arrived(n + 1);
    answerNth(n);
  }
  await files.arrived(2 * JOBS);
  await done(jobIds.slice(0, -1));
  // By the number of the invoice: to 0, 1 and 2 the stopped one gets the answer, and would finish them; the others it is still waiting for.
  for (const fetch of own.filter(({ nth }) => nth < 3)) files.answer(fetch);
  await writeLate(held);
  const before = await everything();

  stopped.kill('SIGCONT');
  await stopped.until(() => stopped.stderr.split('job was taken from this worker').length - 1 === JOBS);
  await Promise.all(own.filter(({ nth }) => nth >= 3).map((fetch) => fetch.givenUp));
  expect(await everything()).toEqual(before);

  answerNth(2 * JOBS - 1);
  await done(jobIds);
  expect(runs('run start', jobIds)).toEqual(times(JOBS, 2));
  const life = ['nothing→pending', 'pending→running', 'running→pending +1', 'pending→running', 'running→done'];
  expect([...byJob(await readTransitions(stage.em)).values()].map((steps) => steps.map(nameOf))).toEqual(times(JOBS, life));

  // And it is as good a worker as before.
  other.kill('SIGTERM');
  expect(await other.ended()).toBe(0);
  const next = await submitJobs(JOBS, 1);
  await files.arrived(2 * JOBS + 1);
  answerNth(2 * JOBS);
  await done(next);
  stopped.kill('SIGTERM');
  expect(await stopped.ended()).toBe(0);
});

it('killed between the fetch of its tickets and the claim: another process runs the jobs', async () => {
  const jobs = await submitJobs(0, JOBS);
  // All that such a process leaves behind: tickets that pg-boss takes for work under way, for a day.
  expect(await stage.queue.fetch(DELIVER, JOBS)).toHaveLength(JOBS);
  await startWorker();
  files.holdNoMore();
  for (const jobId of jobs) await until(async () => (await stage.get(jobId)).status === 'done');
});
