/**
 * What one process counts of itself, for Prometheus. Labels are bounded: a use case is told by its registered name, and all that clients
 * bring along, inline or by a name nobody knows, together under one word each.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { JOB_STATUSES, type JobStatus } from '../contracts/job.ts';
import type { ResponseIX } from '../contracts/response.ts';
import type { MetricFamily, MetricsSource } from '../http/metrics.ts';
import type { SweepResult } from '../jobs/sweep.ts';
import type { Progress } from '../pipeline/pipeline.ts';
import type { Claim } from '../store/claim.ts';
import { ExtractionMetrics } from './extraction-metrics.ts';

/** What the tables say; asked at each scrape. */
export interface DatabaseNumbers {
  readonly jobs: ReadonlyMap<JobStatus, number>;
  /** 0: none waits. */
  readonly oldestPendingSeconds: number;
}

export interface MetricsOptions {
  /** Names of the registered use cases. */
  readonly useCases: readonly string[];
  /** Rejects when the database is away. */
  readonly database: () => Promise<DatabaseNumbers>;
  /** Connections of the process's pool. */
  readonly pool: () => { readonly busy: number; readonly idle: number; readonly waiting: number };
}

/** Seconds: from a job that was claimed at once to one that waited for hours. */
const WAIT_BUCKETS = [0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200, 43_200];
/** Seconds: from a text of a few lines to a long scan. */
const RUN_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
/** Seconds: a delivery has 300 at most. */
const DELIVERY_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

interface DatabaseGauges {
  readonly up: Gauge;
  readonly jobs: Gauge<'status'>;
  readonly oldest: Gauge;
}

export class Metrics implements MetricsSource {
  readonly #registry = new Registry();
  readonly #options: MetricsOptions;
  readonly #useCases: ReadonlySet<string>;
  readonly #startedAt = new WeakMap<Claim, number>();
  readonly #waits: Histogram<'use_case'>;
  readonly #runs: Histogram<'use_case'>;
  readonly #started: Counter<'use_case' | 'attempt'>;
  readonly #ended: Counter<'use_case' | 'code'>;
  readonly #lost: Counter;
  readonly #swept: Counter<'outcome'>;
  readonly #callbacks: Counter<'outcome' | 'status'>;
  readonly #deliveries: Histogram;
  readonly #givenUp: Counter;
  readonly #killed: Counter<'pool' | 'why'>;
  readonly #extraction: ExtractionMetrics;
  readonly #database: DatabaseGauges;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#useCases = new Set(options.useCases);
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#waits = new Histogram({
      name: 'ix_job_wait_seconds',
      help: 'Time from the submission of a job to the start of its first run, on the worker that runs it.',
      labelNames: ['use_case'],
      buckets: WAIT_BUCKETS,
      registers,
    });
    this.#runs = new Histogram({
      name: 'ix_job_run_seconds',
      help: 'Time from the start of a run to its stored end.',
      labelNames: ['use_case'],
      buckets: RUN_BUCKETS,
      registers,
    });
    this.#started = new Counter({
      name: 'ix_job_attempts_total',
      help: 'Runs that this worker has started; attempt "again": an earlier run of the job was lost.',
      labelNames: ['use_case', 'attempt'],
      registers,
    });
    this.#ended = new Counter({
      name: 'ix_jobs_ended_total',
      help: 'Jobs whose end this worker has stored, by code: "done", or the IX code of the error.',
      labelNames: ['use_case', 'code'],
      registers,
    });
    this.#lost = new Counter({
      name: 'ix_job_runs_lost_total',
      help: 'Runs whose job was taken from this worker before they ended; their results are not stored.',
      registers,
    });
    this.#swept = new Counter({
      name: 'ix_swept_jobs_total',
      help: 'Jobs of lost workers that this worker has taken back: "requeued", or "exhausted" (ended).',
      labelNames: ['outcome'],
      registers,
    });
    this.#callbacks = new Counter({
      name: 'ix_callback_attempts_total',
      help: 'Attempts to deliver a callback, by outcome, and by class of the status that the receiver answered.',
      labelNames: ['outcome', 'status'],
      registers,
    });
    this.#deliveries = new Histogram({
      name: 'ix_callback_seconds',
      help: 'Time that an attempt to deliver a callback took.',
      buckets: DELIVERY_BUCKETS,
      registers,
    });
    this.#givenUp = new Counter({
      name: 'ix_callbacks_given_up_total',
      help: 'Callbacks that failed without a further attempt, because their endpoint stayed dead.',
      registers,
    });
    this.#killed = new Counter({
      name: 'ix_threads_killed_total',
      help: 'Threads that ended before their task did: for "memory", because they were too "slow", "aborted" (deadline, cancel), or "other".',
      labelNames: ['pool', 'why'],
      registers,
    });
    for (const outcome of ['requeued', 'exhausted']) this.#swept.inc({ outcome }, 0);
    this.#extraction = new ExtractionMetrics(this.#registry);
    this.#gaugePool(options.pool);
    this.#database = this.#gaugesOfDatabase();
  }

  started(claim: Claim): void {
    const use_case = this.#useCaseOf(claim);
    this.#startedAt.set(claim, performance.now());
    this.#started.inc({ use_case, attempt: claim.attempt === 0 ? 'first' : 'again' });
    if (claim.attempt === 0) this.#waits.observe({ use_case }, claim.waitedSeconds);
  }

  ended(claim: Claim, response: ResponseIX): void {
    const use_case = this.#useCaseOf(claim);
    const startedAt = this.#startedAt.get(claim);
    if (startedAt !== undefined) this.#runs.observe({ use_case }, (performance.now() - startedAt) / 1000);
    this.#ended.inc({ use_case, code: response.code ?? 'done' });
    this.#extraction.ended(use_case, response);
  }

  progressed(progress: Progress): void {
    this.#extraction.progressed(progress);
  }

  lost(): void {
    this.#lost.inc();
  }

  swept({ requeued, exhausted }: Omit<SweepResult, 'refused'>): void {
    this.#swept.inc({ outcome: 'requeued' }, requeued.length);
    this.#swept.inc({ outcome: 'exhausted' }, exhausted.length);
  }

  /** @param statusCode null: no whole answer came. */
  callbackAttempted(delivered: boolean, statusCode: number | null, seconds: number): void {
    const status = statusCode === null ? 'none' : `${Math.floor(statusCode / 100)}xx`;
    this.#callbacks.inc({ outcome: delivered ? 'delivered' : 'failed', status });
    this.#deliveries.observe(seconds);
  }

  callbacksGivenUp(callbacks: number): void {
    this.#givenUp.inc(callbacks);
  }

  threadKilled(pool: 'pipeline' | 'pages', why: string): void {
    this.#killed.inc({ pool, why });
  }

  async text(): Promise<string> {
    await this.#askDatabase();
    return this.#registry.metrics();
  }

  async families(): Promise<MetricFamily[]> {
    await this.#askDatabase();
    const families = await this.#registry.getMetricsAsJSON();
    return families.map(({ name, help, type, values }) => ({
      name,
      help,
      type: String(type),
      values: values.map((sample) => ({
        // Of a histogram, each sample has a name of its own: …_bucket, …_sum, …_count.
        name: 'metricName' in sample && typeof sample.metricName === 'string' ? sample.metricName : name,
        labels: Object.fromEntries(Object.entries(sample.labels).map(([label, value]) => [label, String(value)])),
        value: Number.isFinite(sample.value) ? sample.value : null,
      })),
    }));
  }

  #useCaseOf({ request, useCase }: Claim): string {
    if ((request?.use_case_inline ?? null) !== null) return 'inline';
    if (useCase === null) return 'none';
    return this.#useCases.has(useCase) ? useCase : 'unknown';
  }

  #gaugePool(pool: MetricsOptions['pool']): void {
    new Gauge({
      name: 'ix_db_pool_connections',
      help: 'Database connections of this process, by state.',
      labelNames: ['state'],
      registers: [this.#registry],
      collect() {
        const { busy, idle } = pool();
        this.set({ state: 'busy' }, busy);
        this.set({ state: 'idle' }, idle);
      },
    });
    new Gauge({
      name: 'ix_db_pool_waiting',
      help: 'Who waits for a database connection of this process.',
      registers: [this.#registry],
      collect() {
        this.set(pool().waiting);
      },
    });
  }

  #gaugesOfDatabase(): DatabaseGauges {
    const registers = [this.#registry];
    return {
      up: new Gauge({ name: 'ix_database_up', help: 'Whether the database answered this scrape: 1 or 0.', registers }),
      jobs: new Gauge({
        name: 'ix_jobs',
        help: 'Jobs by status, exactly; the depth of the queue is status "pending". Of the whole database.',
        labelNames: ['status'],
        registers,
      }),
      oldest: new Gauge({
        name: 'ix_jobs_oldest_pending_seconds',
        help: 'How long the job that waits longest has waited; 0 when none waits. Of the whole database.',
        registers,
      }),
    };
  }

  /** One question a scrape. While the database is away its numbers are left out, and all others are told. */
  async #askDatabase(): Promise<void> {
    const { up, jobs, oldest } = this.#database;
    const numbers = await this.#options.database().catch(() => null);
    up.set(numbers === null ? 0 : 1);
    if (numbers === null) {
      jobs.reset();
      oldest.remove();
      return;
    }
    for (const status of JOB_STATUSES) jobs.set({ status }, numbers.jobs.get(status) ?? 0);
    oldest.set(numbers.oldestPendingSeconds);
  }
}
