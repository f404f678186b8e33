/** The worker role: pipeline, worker, callback deliverer and retention, wired to their settings and to the log. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Egress } from '../egress/egress.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { ProgressTeller } from '../jobs/progress.ts';
import { prune } from '../jobs/prune.ts';
import { recount } from '../jobs/recount.ts';
import type { UseCaseLibrary } from '../jobs/use-cases.ts';
import type { Engine } from '../pipeline/engines/engine.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { createPipeline, type UseCases } from '../pipeline/run.ts';
import type { Ocr } from '../pipeline/steps/recognise.ts';
import { ThreadPool } from '../pipeline/threads/pool.ts';
import type { WorkerClass } from '../store/claim.ts';
import { Worker } from '../worker/worker.ts';
import { openDeliverer } from './deliverer.ts';
import { type Beside, openFiles } from './file-source.ts';
import type { Metrics } from './metrics.ts';
import { JobTraces } from './traces.ts';

export interface WorkOptions {
  readonly config: Config;
  readonly jobs: JobsDeps;
  readonly pipeline: Pipeline;
  readonly useCases: UseCaseLibrary;
  readonly egress: Egress;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** How often to look without being told. A signal is never relied on. */
const POLL_SECONDS = 2;

/** Starts claiming and delivering. @returns what stops both, within IX_STOP_GRACE_SECONDS. */
export async function startWork({ config, jobs, pipeline, useCases, egress, metrics, log }: WorkOptions): Promise<() => Promise<void>> {
  const { queue } = jobs;
  const traces = new JobTraces();
  const telling = new ProgressTeller(jobs.queue.signals);
  const worker = new Worker({
    deps: jobs,
    pipeline: traces.around(pipeline),
    inlineOf: (name, version) => useCases.inlineOf(name, version),
    workerId: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
    concurrency: config.IX_WORKER_CONCURRENCY,
    only: classOf(config),
    leaseSeconds: config.IX_LEASE_SECONDS,
    timeoutSeconds: config.IX_PIPELINE_REQUEST_TIMEOUT_SECONDS,
    maxAttempts: config.IX_MAX_ATTEMPTS,
    pollSeconds: POLL_SECONDS,
    events: {
      started: (claim) => {
        metrics.started(claim);
        traces.started(claim);
        log.debug({ job_id: claim.jobId, attempt: claim.attempt }, 'job started');
      },
      progress: (claim, progress) => {
        const { step, page = null, pages = null } = progress;
        telling.tell(claim.jobId, { step, page, pages });
        metrics.progressed(progress);
        traces.progress(claim, progress);
      },
      finished: (claim, response) => {
        const { code } = response;
        telling.forget(claim.jobId);
        metrics.ended(claim, response);
        traces.ended(claim, response);
        log.info({ job_id: claim.jobId, code }, code === null ? 'job done' : 'job ended in error');
      },
      lost: (claim) => {
        const { jobId, attempt } = claim;
        traces.ended(claim, null);
        telling.forget(jobId);
        metrics.lost();
        log.warn({ job_id: jobId, attempt }, 'job was taken from this worker; its result is not stored');
      },
      swept: (result) => {
        metrics.swept(result);
        log.warn(result, 'jobs without a living worker were taken back');
      },
      reticketed: (jobs) => log.warn({ jobs }, 'jobs had lost their tickets, and have new ones'),
      failed: (what, error) => log.error({ err: error }, `${what} failed; it is tried again`),
    },
  });
  const deliverer = openDeliverer(config, jobs, egress, metrics, log);
  const mendCounts = async () => {
    if (await recount(jobs)) log.warn('counts of jobs were wrong (rows written with triggers off?); they were counted anew');
  };
  // Nobody waits for it: it reads an index of all jobs, and nothing but what is shown depends on it.
  const mending = mendCounts().catch((error: unknown) =>
    log.error({ err: error }, 'counts could not be compared; the hourly upkeep tries again'),
  );
  await queue.onPrune(async () => {
    await mendCounts();
    const pruned = await prune(jobs, config.IX_RETENTION_DAYS, config.IX_RETENTION_RULES);
    if (pruned.jobs + pruned.files > 0) log.info(pruned, 'deleted what is past its retention');
  });
  await worker.start();
  await deliverer.start();
  return async () => {
    const grace = config.IX_STOP_GRACE_SECONDS;
    const [handedBack] = await Promise.all([worker.stop(grace), deliverer.stop(grace), mending]);
    log.info({ handed_back: handedBack }, `the worker has stopped; jobs handed back: ${handedBack}`);
    telling.stop();
  };
}

/** Null: this worker runs whatever waits. */
function classOf({ IX_WORKER_USE_CASES: useCases, IX_WORKER_ENGINES: engines }: Config): WorkerClass | null {
  if (useCases.length === 0 && engines.length === 0) return null;
  return { useCases: useCases.length === 0 ? null : useCases, engines: engines.length === 0 ? null : engines };
}

export interface PipelineOptions {
  readonly config: Config;
  readonly orm: MikroORM;
  readonly useCases: UseCases;
  readonly egress: Egress;
  readonly beside: Beside;
  /** Null: no model server is configured. */
  readonly llm: Engine | null;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** A pipeline over this machine's threads, the guarded network and the uploads in the database. */
export function openPipeline({ config, orm, useCases, egress, beside, llm, metrics, log }: PipelineOptions): Pipeline {
  return createPipeline({
    files: openFiles(config, orm, egress, beside),
    useCases,
    threads: new ThreadPool({
      threads: config.IX_PIPELINE_THREADS,
      kept: 1,
      maxHeapMb: config.IX_PIPELINE_THREAD_MB,
      onKilled: (why) => metrics.threadKilled('pipeline', why),
    }),
    pdfMaxPages: config.IX_PDF_MAX_PAGES,
    ocr: openOcr(config),
    rules: null,
    llm,
    now: () => performance.now(),
    onBug: (error) => log.error({ err: error }, 'ix itself failed in a pipeline; the job ends with IX_002_000'),
  });
}

/** Threads of their own: a scan's pages, which take seconds each, never stand before a document that takes milliseconds. */
function openOcr({ IX_OCR_CONCURRENCY: threads, IX_OCR_LANGUAGES: languages, IX_PIPELINE_THREAD_MB: maxHeapMb }: Config): Ocr | null {
  return threads === 0 ? null : { threads: new ThreadPool({ threads, kept: 0, maxHeapMb }), languages };
}
