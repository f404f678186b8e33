/** What monitoring asks of a process: its own port for that, and the numbers of the database. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { JOB_STATUSES, type JobStatus } from '../contracts/job.ts';
import { EVERYTHING } from '../contracts/scope.ts';
import { withDeadline } from '../database/deadline.ts';
import { createMetricsApp } from '../http/metrics.ts';
import { listen } from '../http/server.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import type { LlmEngine } from '../pipeline/engines/llm/llm.ts';
import { countJobs } from '../store/counts.ts';
import { oldestPendingAt } from '../store/workload.ts';
import { checkHealth, takesWrites } from './health.ts';
import type { DatabaseNumbers, Metrics } from './metrics.ts';
import { modelHealth } from './model-health.ts';
import type { Stops } from './stops.ts';

/** For each question to the database; Prometheus gives a scrape up after 10 s by default. */
const PATIENCE_SECONDS = 2;
const STOP_SECONDS = 5;

/** Of all clients together: who may read them is decided where they are asked for. Five look-ups of a millisecond. @throws when the database does not answer in time. */
export function databaseNumbers(em: () => EntityManager): Promise<DatabaseNumbers> {
  return withDeadline(PATIENCE_SECONDS, async () => {
    const jobs = new Map<JobStatus, number>();
    for (const status of JOB_STATUSES) jobs.set(status, await countJobs(em(), EVERYTHING, [status], null));
    const oldest = await oldestPendingAt(em(), EVERYTHING);
    return { jobs, oldestPendingSeconds: oldest === null ? 0 : Math.max(0, (Date.now() - Date.parse(oldest)) / 1000) };
  });
}

export interface MonitoringOptions {
  readonly config: Config;
  readonly jobs: JobsDeps;
  readonly llm: LlmEngine | null;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly stops: Stops;
}

/** @returns where IX_METRICS_PORT listens; null: it is not set. @throws ListenError naming IX_METRICS_HOST and IX_METRICS_PORT. */
export async function listenForMonitoring({ config, jobs, llm, metrics, log, stops }: MonitoringOptions): Promise<string | null> {
  const { IX_METRICS_HOST: host, IX_METRICS_PORT: port } = config;
  if (port === null) return null;
  const em = () => jobs.orm.em.fork();
  const app = createMetricsApp({
    metrics,
    log,
    health: () => checkHealth(em, jobs.queue, config, (signal) => modelHealth(llm, signal)),
    ready: async () => !stops.stopping && (await takesWrites(em)),
  });
  const settings = 'IX_METRICS_HOST and IX_METRICS_PORT';
  const listening = await listen(app, { host, port, graceMs: STOP_SECONDS * 1000, settings, log });
  stops.add('monitoring', 2 * STOP_SECONDS, () => listening.close());
  return listening.address;
}
