/** The worker against a real database: slots, deadline, lost leases, stop, and a database that goes away. The pipeline is scripted, so that each run ends when the test says so. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { emptyResponse, type ResponseIX } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { pause, resume } from '../../src/jobs/pauses.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { listWorkers } from '../../src/jobs/workers.ts';
import type { Pipeline, Run } from '../../src/pipeline/pipeline.ts';
import { Worker, type WorkerOptions } from '../../src/worker/worker.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterAll(() => stage.close());

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
  await stage.clear();
});

interface ScriptedRun {
  readonly run: Run;
  readonly end: (response?: Partial<ResponseIX>) => void;
}

/** Every run waits until the test ends it, or its signal aborts (which it answers as the real pipeline does). */
class ScriptedPipeline implements Pipeline {
  readonly runs: ScriptedRun[] = [];
  deaf = false;
  #waiting: { count: number; resolve: () => void }[] = [];

  run(request: Parameters<Pipeline['run']>[0], run: Run): Promise<ResponseIX> {
    const { promise, resolve } = Promise.withResolvers<ResponseIX>();
    const ids = { ix_client_id: request?.ix_client_id ?? '', request_id: request?.request_id ?? '', ix_id: run.ixId, use_case: null };
    const end = (response: Partial<ResponseIX> = {}) => resolve({ ...emptyResponse(ids), ...response });
    if (!this.deaf)
      run.signal.addEventListener('abort', () =>
        end({ error: String(run.signal.reason.message), code: run.signal.reason.code ?? 'IX_002_000' }),
      );
    this.runs.push({ run, end });
    for (const waiting of this.#waiting) if (this.runs.length >= waiting.count) waiting.resolve();
    return promise;
  }

  /** Resolves when `count` runs have begun. */
  begun(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
      if (this.runs.length >= count) resolve();
    });
  }

  async close(): Promise<void> {}
}

/** What a worker told, and a way to wait for it. */
class Told {
  readonly all: string[] = [];
  #waiting: { line: string; resolve: () => void }[] = [];

  tell = (line: string): void => {
    this.all.push(line);
    for (const waiting of this.#waiting) if (waiting.line === line) waiting.resolve();
  };

  until(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ line, resolve });
      if (this.all.includes(line)) resolve();
    });
  }
}

async function start(pipeline: Pipeline, options: Partial<WorkerOptions> = {}): Promise<{ worker: Worker; told: Told }> {
  const told = new Told();
  const worker = new Worker({
    deps: stage.deps,
    pipeline,
    inlineOf: async () => null,
    workerId: `w${Math.random()}`,
    concurrency: 4,
    leaseSeconds: 30,
    timeoutSeconds: 60,
    maxAttempts: 3,
    pollSeconds: 30,
    events: {
      started: ({ jobId }) => told.tell(`started ${jobId}`),
      finished: ({ jobId }, { code }) => told.tell(`finished ${jobId} ${code ?? 'done'}`),
      reticketed: () => {},
      lost: ({ jobId }) => told.tell(`lost ${jobId}`),
      swept: () => told.tell('swept'),
      failed: (what) => told.tell(`failed ${what}`),
    },
    ...options,
  });
  workers.push(worker);
  await worker.start();
  return { worker, told };
}

describe('the worker', () => {
  it('runs no more jobs at a time than it has slots, and takes the next when one ends', async () => {
    const pipeline = new ScriptedPipeline();
    const { worker, told } = await start(pipeline, { concurrency: 2 });
    const submitted = await stage.submit({}, {}, {});
    await pipeline.begun(2);
    expect(worker.running).toBe(2);
    expect((await stage.get(submitted[2]?.job.job_id as JobId)).status).toBe('pending');
    pipeline.runs[0]?.end();
    await pipeline.begun(3);
    expect(pipeline.runs.map(({ run }) => run.jobId)).toEqual(submitted.map(({ job }) => job.job_id));
    for (const { end } of pipeline.runs) end();
    await Promise.all(submitted.map(({ job }) => told.until(`finished ${job.job_id} done`)));
    expect((await stage.get(submitted[2]?.job.job_id as JobId)).status).toBe('done');
  });

  it('ends a job at its deadline with IX_003_002', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { timeoutSeconds: 0.05 });
    const jobId = await stage.job();
    await told.until(`finished ${jobId} IX_003_002`);
    expect(await stage.get(jobId)).toMatchObject({ status: 'error', response: { code: 'IX_003_002' } });
  });

  it('ends a job that runs at the deadline of its own with IX_003_003, and one that waits soon after', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { concurrency: 1 });
    const [runs, waits] = [await stage.job({ deadline_seconds: 1 }), await stage.job({ deadline_seconds: 1, priority: -1 })];
    await told.until(`finished ${runs} IX_003_003`);
    expect((await stage.get(runs)).response?.error).toContain('it was still running');
    await expect.poll(async () => (await stage.get(waits)).response?.code, { timeout: 5000 }).toBe('IX_003_003');
  });

  it('claims nothing new while it is quiet, and goes on when it is not', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { workerId: 'quiet one' });
    const runs = await stage.job();
    await pipeline.begun(1);
    await pause(stage.deps, EVERYTHING, 'worker', 'quiet one');
    const fetches = async () => (await stage.tickets()) > 0;
    // It may take what comes until it has heard of it.
    await expect.poll(async () => (await stage.job()) !== null && (await fetches()), { timeout: 10_000, interval: 200 }).toBe(true);
    const begun = pipeline.runs.length;
    pipeline.runs[0]?.end();
    await told.until(`finished ${runs} done`);
    expect(pipeline.runs.length).toBe(begun);
    await resume(stage.deps, EVERYTHING, 'worker', 'quiet one');
    for (const { end } of pipeline.runs) end();
    await pipeline.begun(begun + 1);
    for (const { end } of pipeline.runs) end();
  });

  it('tells of itself from its start to its end: how busy it is, what it takes, and that it stopped', async () => {
    const told = async () => (await listWorkers(stage.deps, EVERYTHING)).find(({ worker_id }) => worker_id === 'told of');
    const pipeline = new ScriptedPipeline();
    const { worker } = await start(pipeline, { workerId: 'told of', only: { useCases: null, engines: ['auto'] } });
    await expect
      .poll(told)
      .toMatchObject({ pid: process.pid, state: 'live', slots: 4, running: 0, busy: 0, use_cases: null, engines: ['auto'] });
    await stage.submit({}, {});
    await pipeline.begun(2);
    await expect.poll(async () => (await told())?.running, { timeout: 10_000, interval: 200 }).toBe(2);
    const busy = (await told())?.busy ?? Number.NaN;
    // Two of four slots, for most of the time since it started.
    expect(busy > 0.2 && busy <= 0.5).toBe(true);
    for (const { end } of pipeline.runs) end();
    await worker.stop(5);
    expect(await told()).toMatchObject({ state: 'stopped', running: 0, stopped_at: expect.stringMatching(/Z$/) });
  });

  it('takes a job that was held back when its time has come', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline);
    const jobId = await stage.job({ not_before: new Date(Date.now() + 300).toISOString() });
    expect((await stage.get(jobId)).held).toBe('not_before');
    await pipeline.begun(1);
    pipeline.runs[0]?.end();
    await told.until(`finished ${jobId} done`);
  });

  it('gives each page the whole deadline, and none while a job waits for threads', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { timeoutSeconds: 0.2 });
    const jobId = await stage.job();
    await pipeline.begun(1);
    const [held] = pipeline.runs;
    held?.run.onPace?.('waits');
    // Another job has its deadline meanwhile: longer than the first one's would have been.
    const other = await stage.job();
    await told.until(`finished ${other} IX_003_002`);
    expect(held?.run.signal.aborted).toBe(false);
    held?.run.onPace?.('moves');
    await told.until(`finished ${jobId} IX_003_002`);
  });

  it('finds out by heartbeat that a job was taken back, stops that run and writes nothing for it, though it runs the job anew', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { leaseSeconds: 1 });
    const jobId = await stage.job();
    await pipeline.begun(1);
    // Another host's sweep, for which this worker seemed dead.
    await stage.age(1000);
    await sweep(stage.deps, { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 });
    await pipeline.begun(2);
    await told.until(`lost ${jobId}`);
    expect(pipeline.runs.map(({ run }) => run.signal.aborted)).toEqual([true, false]);
    expect(await stage.get(jobId)).toMatchObject({ status: 'running', attempts: 1, response: null });
    pipeline.runs[1]?.end();
    await told.until(`finished ${jobId} done`);
  });

  it('writes nothing when its answer comes after the job was taken back', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { leaseSeconds: 30 });
    const jobId = await stage.job();
    await pipeline.begun(1);
    await stage.age(1000);
    await sql`UPDATE ix_jobs SET cancel_requested_at = now()`.execute(stage.em.getKysely());
    await sweep(stage.deps, { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 1 });
    pipeline.runs[0]?.end();
    await told.until(`lost ${jobId}`);
    expect(await stage.get(jobId)).toMatchObject({ status: 'error', response: { code: 'IX_003_000' } });
  });

  it('stop lets jobs end within the grace', async () => {
    const pipeline = new ScriptedPipeline();
    const { worker } = await start(pipeline);
    const jobId = await stage.job();
    await pipeline.begun(1);
    const stopped = worker.stop(60);
    pipeline.runs[0]?.end();
    await stopped;
    expect(await stage.get(jobId)).toMatchObject({ status: 'done' });
  });

  it('stop hands back what does not end within the grace, and another worker runs it', async () => {
    const pipeline = new ScriptedPipeline();
    const { worker } = await start(pipeline);
    const jobId = await stage.job();
    await pipeline.begun(1);
    await worker.stop(0);
    expect(await stage.get(jobId)).toMatchObject({ status: 'pending', attempts: 0, worker_id: null });
    const other = new ScriptedPipeline();
    const { told } = await start(other);
    await other.begun(1);
    other.runs[0]?.end();
    await told.until(`finished ${jobId} done`);
  });

  it('sweeps once it was in touch with the database for a lease: what a dead predecessor left runs', async () => {
    const jobId = await stage.job();
    await claim(stage.deps, 1, 'dead');
    await stage.age(1000);
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { leaseSeconds: 1 });
    await pipeline.begun(1);
    pipeline.runs[0]?.end();
    await told.until(`finished ${jobId} done`);
    expect(await stage.get(jobId)).toMatchObject({ attempts: 1, status: 'done' });
  });

  it('runs suspects one after the other, and fresh jobs beside them', async () => {
    await stage.submit({}, {}, {});
    await claim(stage.deps, 3, 'dead');
    await stage.age(1000);
    await sweep(stage.deps, { leaseSeconds: 30, maxRuntimeSeconds: 600, maxAttempts: 3 });
    const fresh = await stage.job();
    const pipeline = new ScriptedPipeline();
    const { worker, told } = await start(pipeline);
    await pipeline.begun(2);
    expect(worker.running).toBe(2);
    expect(pipeline.runs.map(({ run }) => run.jobId)).toContain(fresh);
    for (let n = 2; n <= 4; n++) {
      await pipeline.begun(n);
      // Ended ones stay ended; the suspect under way is the last that began.
      for (const { end } of pipeline.runs) end();
    }
    await told.until(`finished ${pipeline.runs[3]?.run.jobId} done`);
    expect((await stage.submit({}))[0]?.job.queue).toMatchObject({ total_active: 1 });
  });

  it('ends a job whose callback cannot be stored, and says so; its slot is free again', async () => {
    const bad = await stage.job({ callback_url: 'https://a.example/' });
    await stage.longCallback(bad);
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { concurrency: 1 });
    await pipeline.begun(1);
    pipeline.runs[0]?.end();
    await told.until(`finished ${bad} done`);
    expect(await stage.get(bad)).toMatchObject({
      status: 'done',
      callback_status: 'failed',
      callback_error: expect.stringContaining('stored'),
    });
    await stage.job();
    await pipeline.begun(2);
    pipeline.runs[1]?.end();
  });

  it('gives a job up whose end the database refuses in every form: its slot is free again, its lease runs out', async () => {
    const bad = await stage.job();
    const pipeline = new ScriptedPipeline();
    const { worker, told } = await start(pipeline, { concurrency: 1 });
    await pipeline.begun(1);
    await stage.refuseUpdates(bad);
    pipeline.runs[0]?.end();
    await told.until(`failed job ${bad}`);
    const next = await stage.job();
    await pipeline.begun(2);
    pipeline.runs[1]?.end();
    await told.until(`finished ${next} done`);
    expect(worker.running).toBe(0);
    expect(await stage.get(bad)).toMatchObject({ status: 'running', response: null });
  });

  it('works on jobs whose tickets were lost', async () => {
    const jobId = await stage.job();
    await stage.loseTickets();
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline, { pollSeconds: 0.1 });
    await pipeline.begun(1);
    pipeline.runs[0]?.end();
    await told.until(`finished ${jobId} done`);
  });

  it('keeps an answer until the database is back', async () => {
    const pipeline = new ScriptedPipeline();
    const { told } = await start(pipeline);
    const jobId = await stage.job();
    await pipeline.begun(1);
    await sql`ALTER TABLE ix_jobs RENAME TO ix_jobs_away`.execute(stage.em.getKysely());
    pipeline.runs[0]?.end();
    await told.until(`failed finish of job ${jobId}`);
    await sql`ALTER TABLE ix_jobs_away RENAME TO ix_jobs`.execute(stage.em.getKysely());
    await told.until(`finished ${jobId} done`);
  });
});
