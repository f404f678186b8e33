/** workload: what there is to do, how the last hour and day went, and who works on it; for operators to look at. */
import { countJobs } from '../store/counts.ts';
import {
  activeByClient,
  activeByUseCase,
  type Bucket,
  clientNames,
  type DatabaseState,
  databaseState,
  oldestPendingAt,
  recentBuckets,
  type Share,
  type WorkerRow,
  workersAtWork,
} from '../store/workload.ts';
import type { JobsDeps } from './deps.ts';

export interface Workload {
  readonly pending: number;
  readonly running: number;
  readonly done: number;
  readonly error: number;
  /** Tickets of the queue; with every pending job one, once the sweep has been. */
  readonly tickets: number;
  readonly oldestPendingAt: string | null;
  /** 60 buckets of a minute, and 48 of half an hour. */
  readonly hour: readonly Bucket[];
  readonly day: readonly Bucket[];
  readonly clients: readonly Share[];
  readonly useCases: readonly Share[];
  readonly workers: readonly WorkerRow[];
  readonly database: DatabaseState;
}

export const HOUR = { buckets: 60, seconds: 60 } as const;
export const DAY = { buckets: 48, seconds: 1800 } as const;

/** Rows of each table shown. */
const ROWS = 20;
/** Active jobs of a use case are counted up to here. */
export const USE_CASE_MAX = 10_000;
const CLIENT_NAMES = 100;

/** @param workerName how the application names of workers begin. */
export async function workload(deps: JobsDeps, useCases: readonly string[], workerName: string): Promise<Workload> {
  const em = () => deps.orm.em.fork();
  const [pending, running, done, error, tickets, oldest, hour, day, clients, active, workers, database] = await Promise.all([
    countJobs(em(), ['pending'], null),
    countJobs(em(), ['running'], null),
    countJobs(em(), ['done'], null),
    countJobs(em(), ['error'], null),
    deps.queue.countJobs(em()),
    oldestPendingAt(em()),
    recentBuckets(em(), HOUR.buckets, HOUR.seconds),
    recentBuckets(em(), DAY.buckets, DAY.seconds),
    activeByClient(em(), ROWS),
    activeByUseCase(em(), useCases, USE_CASE_MAX),
    workersAtWork(em(), 200),
    databaseState(em(), workerName),
  ]);
  return { pending, running, done, error, tickets, oldestPendingAt: oldest, hour, day, clients, useCases: active, workers, database };
}

/** Clients that have jobs, those with the most first. */
export const clients = (deps: JobsDeps): Promise<string[]> => clientNames(deps.orm.em.fork(), CLIENT_NAMES);
