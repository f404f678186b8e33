/** What the pages are given beside what the API has. */
import type { JobId } from '../contracts/ids.ts';
import type { Job, JobStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { AppDeps } from '../http/deps.ts';
import type { BulkAct, BulkResult } from '../jobs/bulk.ts';
import type { JobListPage, JobQuery } from '../jobs/read.ts';
import type { Workload } from '../jobs/stats.ts';
import type { JobFilter } from '../store/job-filter.ts';
import type { CodeCount, JobTotal } from '../store/list-recent.ts';

export interface UiDeps extends AppDeps {
  /** @throws BadCursor */
  listPage(scope: Scope, query: JobQuery): Promise<JobListPage>;
  countJobs(scope: Scope, filter: JobFilter): Promise<JobTotal>;
  /** At a glance: see the store's. */
  countByStatus(scope: Scope, filter: Omit<JobFilter, 'statuses'>): Promise<ReadonlyMap<JobStatus, JobTotal>>;
  /** Why jobs ended in error, at a glance: see the store's. */
  countByCode(scope: Scope, filter: Omit<JobFilter, 'statuses' | 'text'>): Promise<readonly CodeCount[]>;
  /** Clients that have jobs, the busiest first; at most 100. */
  clients(scope: Scope): Promise<readonly string[]>;
  /** The client that is called so, in whatever case; the name itself where none is. */
  clientNamed(scope: Scope, name: string): Promise<string>;
  /** Those that exist, by id. */
  getJobs(scope: Scope, jobIds: readonly JobId[]): Promise<ReadonlyMap<JobId, Job>>;
  /** Acts on everything that matches and was submitted before `until`, a bounded number at a time. */
  actOnAll(scope: Scope, act: BulkAct, filter: JobFilter, until: Date, key: string): Promise<BulkResult>;
  /** @returns how many it applied to. */
  act(scope: Scope, act: BulkAct, jobIds: readonly JobId[], key: string): Promise<number>;
  /** The next job that needs review, older than `after`, else the newest there is. Null: there is no other. */
  nextToReview(scope: Scope, after: JobId | null): Promise<JobId | null>;
  workload(scope: Scope): Promise<Workload>;
  /** The sessions of workers that are connected at this moment, see workers.ts. */
  connectedWorkers(): Promise<readonly string[]>;
  /** Seconds after which the jobs of a worker that is not heard of are taken back: IX_LEASE_SECONDS. */
  readonly leaseSeconds: number;
  readonly now: () => Date;
}
