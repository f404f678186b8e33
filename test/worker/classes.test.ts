/** Workers of a class: each runs what it is for, past what waits for others, and leaves as many tickets as there are jobs. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { claim } from '../../src/jobs/claim.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { WorkerClass } from '../../src/store/claim.ts';
import { Worker } from '../../src/worker/worker.ts';
import { run } from '../cli/command.ts';
import { Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(20);
});
afterAll(() => stage.close());

const workers: Worker[] = [];
const stages: Stage[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
  await Promise.all(stages.splice(0).map((other) => other.close()));
  await stage.clear();
});

/** On connections of its own, as another host. It looks by itself after half a minute only, so that signals have to tell it. */
async function host(only: WorkerClass | null, concurrency = 4): Promise<Set<JobId>> {
  const own = await stage.another();
  stages.push(own);
  const ran = new Set<JobId>();
  const pipeline: Pipeline = {
    run: async (request, { jobId, ixId }) => {
      if (jobId !== null) ran.add(jobId);
      const ids = { ix_client_id: request?.ix_client_id ?? '', request_id: request?.request_id ?? '', ix_id: ixId, use_case: null };
      return emptyResponse(ids);
    },
    close: async () => {},
  };
  const ignore = () => {};
  const events = {
    started: ignore,
    finished: ignore,
    lost: ignore,
    swept: ignore,
    reticketed: ignore,
    failed: (what: string, error: unknown) => {
      throw new Error(what, { cause: error });
    },
  };
  const limits = { leaseSeconds: 30, timeoutSeconds: 60, maxAttempts: 3, pollSeconds: 30 };
  const worker = new Worker({
    deps: own.deps,
    pipeline,
    inlineOf: async () => null,
    workerId: `w${workers.length}`,
    concurrency,
    only,
    events,
    ...limits,
  });
  workers.push(worker);
  await worker.start();
  return ran;
}

const job = (use_case: string, engine: 'auto' | 'rules' | 'llm' = 'auto') => stage.job({ use_case, options: { gen_ai: { engine } } });
const jobs = (n: number, use_case: string, engine: 'auto' | 'rules' | 'llm' = 'auto'): Promise<JobId[]> =>
  Promise.all(Array.from({ length: n }, () => job(use_case, engine)));

async function ended(ids: readonly JobId[]): Promise<void> {
  for (const id of ids) while ((await stage.get(id)).status !== 'done') await delay(5);
}

it('claims what the class names, in the order of the queue, past what it does not', async () => {
  const [, a, b, , c] = [
    await job('receipt'),
    await job('invoice', 'llm'),
    await job('invoice', 'rules'),
    await job('receipt'),
    await job('invoice'),
  ];
  const of = async (only: WorkerClass) => (await claim(stage.deps, 1, 'w', { only })).map(({ jobId }) => jobId);
  expect(await of({ useCases: ['invoice'], engines: ['rules', 'auto'] })).toEqual([b]);
  expect(await of({ useCases: ['invoice'], engines: null })).toEqual([a]);
  expect(await of({ useCases: null, engines: ['llm'] })).toEqual([]);
  expect(await of({ useCases: ['invoice'], engines: ['rules', 'auto'] })).toEqual([c]);
  // As many tickets are left as jobs.
  expect(await stage.tickets()).toBe(2);
});

it('under a ceiling of running jobs of a client, too', async () => {
  await jobs(3, 'invoice');
  const [other] = await jobs(1, 'receipt');
  const deps = { ...stage.deps, clientMaxRunning: 2 };
  expect(await claim(deps, 4, 'w', { only: { useCases: ['invoice'], engines: null } })).toHaveLength(2);
  expect(await claim({ ...deps, clientMaxRunning: 3 }, 4, 'w', { only: { useCases: ['receipt'], engines: null } })).toMatchObject([
    { jobId: other },
  ]);
});

it('each host runs its own, however few slots it has; what is nobody’s waits for one who takes it', async () => {
  const invoices = await host({ useCases: ['invoice'], engines: null }, 1);
  const models = await host({ useCases: ['receipt'], engines: ['llm'] }, 2);
  const [forInvoices, forModels, left] = [await jobs(7, 'invoice'), await jobs(5, 'receipt', 'llm'), await jobs(2, 'receipt', 'rules')];
  await ended([...forInvoices, ...forModels]);
  expect([invoices, models]).toEqual([new Set(forInvoices), new Set(forModels)]);
  for (const id of left) expect((await stage.get(id)).status).toBe('pending');

  const rest = await host(null);
  await ended(left);
  expect(rest).toEqual(new Set(left));
  const more = [...(await jobs(6, 'invoice')), ...(await jobs(6, 'receipt', 'llm')), ...(await jobs(6, 'receipt'))];
  await ended(more);
  expect(invoices.size + models.size + rest.size).toBe(7 + 5 + 2 + more.length);
  while ((await stage.tickets()) > 0) await delay(5);
});

it('the command line refuses what is no engine, and a number that is none', async () => {
  const env = { IX_DATABASE_URL: stage.url };
  const engines = await run(['worker', '--engines', 'rules,gpu'], { env });
  expect([engines.code, engines.stderr]).toEqual([2, expect.stringContaining('IX_WORKER_ENGINES="rules,gpu"')]);
  const concurrency = await run(['worker', '--concurrency', 'many'], { env });
  expect([concurrency.code, concurrency.stderr]).toEqual([2, expect.stringContaining('IX_WORKER_CONCURRENCY="many"')]);
});
