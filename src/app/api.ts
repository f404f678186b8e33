/** The API role: the acts by HTTP, and the pages. */

import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Issuer } from '../contracts/issuer.ts';
import type { Scope } from '../contracts/scope.ts';
import type { Egress } from '../egress/egress.ts';
import { type AppDeps, createApp } from '../http/app.ts';
import { BODY_SECONDS } from '../http/body.ts';
import { Front } from '../http/front.ts';
import { Intake } from '../http/intake.ts';
import { Rates } from '../http/rates.ts';
import { type Listening, listen } from '../http/server.ts';
import { largestRequest } from '../http/submission.ts';
import type { Authenticator } from '../jobs/authenticator.ts';
import { BatchWatch, cancelBatch, getBatch, waitForBatch } from '../jobs/batches.ts';
import { act, actOnAll, countAll } from '../jobs/bulk.ts';
import { callbackActs } from '../jobs/callback-acts.ts';
import { cancel } from '../jobs/cancel.ts';
import { deleteClient, deleteJob } from '../jobs/delete.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { deleteFile, getFile, storeFile } from '../jobs/files.ts';
import { deleteFilter, listFilters, saveFilter } from '../jobs/filters.ts';
import { JobWatch } from '../jobs/job-watch.ts';
import { keyActs } from '../jobs/key-acts.ts';
import { listPauses, pause, resume } from '../jobs/pauses.ts';
import { getJob, getJobByCorrelation, getJobs, listJobs, listPage, waitForJob } from '../jobs/read.ts';
import { resubmit } from '../jobs/resubmit.ts';
import { nextToReview, review, reviewedJobs } from '../jobs/review.ts';
import { Sessions } from '../jobs/sessions.ts';
import { stageUpload } from '../jobs/stage-upload.ts';
import { clientNamed, clients, connectedWorkers, workload } from '../jobs/stats.ts';
import { type NewJob, type Submitted, submit } from '../jobs/submit.ts';
import { submitBatch, submitLines } from '../jobs/submit-batch.ts';
import type { UseCaseLibrary } from '../jobs/use-cases.ts';
import { listWorkers } from '../jobs/workers.ts';
import type { LlmEngine } from '../pipeline/engines/llm/llm.ts';
import type { JobFilter } from '../store/job-filter.ts';
import { countByCode, countByStatus, countRecent } from '../store/list-recent.ts';
import { createUi } from '../ui/app.ts';
import { type Beside, openFiles } from './file-source.ts';
import { checkHealth, takesWrites, WORKER_LOCK } from './health.ts';
import type { Metrics } from './metrics.ts';
import { modelHealth } from './model-health.ts';
import { openPages } from './page-images.ts';
import { StartError } from './start-error.ts';
import type { Stops } from './stops.ts';
import { Submits } from './submits.ts';

/** Seconds that closing what draws pages may take. */
const PAGES_STOP_SECONDS = 10;
/** A submit's transaction that goes on for longer says that the database is not there for others either. */
const READY_SECONDS = 5;
/** Event streams of a process: each is an open connection, of some 50 kB. */
const WATCHERS = 2000;
/** Jobs an API process holds that are not stored yet: ten full batches. */
const INTAKE_JOBS = 10_000;
/** Bytes of their bodies, or one request of the largest size where that is more. */
const INTAKE_BYTES = 268_435_456;

export interface ApiOptions {
  readonly config: Config;
  readonly jobs: JobsDeps;
  readonly authenticator: Authenticator;
  /** Vouches for people and machines; null: keys alone let in. */
  readonly issuer: Issuer | null;
  readonly useCases: UseCaseLibrary;
  readonly egress: Egress;
  readonly beside: Beside;
  readonly llm: LlmEngine | null;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly stops: Stops;
}

export interface RunningApi extends Listening {
  /** What /readyz says. */
  ready(): Promise<boolean>;
}

/** Listens. @throws ListenError naming IX_HOST and IX_PORT. */
export async function startApi({
  config,
  jobs,
  authenticator,
  issuer,
  useCases,
  egress,
  beside: { recent, traffic },
  llm,
  metrics,
  log,
  stops,
}: ApiOptions): Promise<RunningApi> {
  const { orm } = jobs;
  const pages = openPages(config, jobs, openFiles(config, orm, egress, null), (why) => metrics.threadKilled('pages', why));
  stops.add('page images', PAGES_STOP_SECONDS, () => pages.close());
  const submits = new Submits(jobs, recent);
  const [watching, watchingBatches] = [new JobWatch(jobs, WATCHERS), new BatchWatch(jobs, WATCHERS)];
  const deps: AppDeps = {
    ...jobActs(jobs, submits),
    watchJob: (scope, jobId, signal) => watching.watch(scope, jobId, signal),
    watchBatch: (scope, batchId, signal) => watchingBatches.watch(scope, batchId, signal),
    callbacks: callbackActs(jobs),
    keys: keyActs(jobs, authenticator),
    authenticator,
    sessions: new Sessions(jobs, authenticator, issuer),
    signIn: issuer?.signIn ?? null,
    rates: new Rates(),
    front: new Front({ publicUrl: config.IX_PUBLIC_URL, trustProxy: config.IX_TRUST_PROXY }),
    pages,
    useCases,
    health: () =>
      checkHealth(
        () => orm.em.fork(),
        jobs.queue,
        config,
        (signal) => modelHealth(llm, signal),
      ),
    ready: async () => !stops.stopping && submits.commitSeconds < READY_SECONDS && (await takesWrites(() => orm.em.fork())),
    metrics,
    log,
    intake: new Intake({ jobs: INTAKE_JOBS, bytes: Math.max(INTAKE_BYTES, largestRequest(config.IX_FILE_MAX_BYTES)) }, traffic),
    refusalOf: (url) => egress.refusalOf(url),
    limits: { maxFileBytes: config.IX_FILE_MAX_BYTES, bodySeconds: BODY_SECONDS },
  };
  const app = createApp(deps).route('/', createUi({ ...deps, ...pageActs(jobs, useCases, config.IX_LEASE_SECONDS) }));
  const tls = await openTls(config);
  const listening = await listen(app, {
    ...(tls === null ? {} : { tls }),
    host: config.IX_HOST,
    port: config.IX_PORT,
    graceMs: config.IX_STOP_GRACE_SECONDS * 1000,
    log,
  });
  const close = async () => {
    await listening.close();
    await Promise.all([watching.close(), watchingBatches.close()]);
  };
  return { ...listening, close, ready: deps.ready };
}

/** What https is served with; null: http is. @throws StartError */
async function openTls({ IX_TLS_CERT, IX_TLS_KEY }: Config): Promise<{ cert: string; key: string } | null> {
  if (IX_TLS_CERT === null && IX_TLS_KEY === null) return null;
  const [cert, key] = [await pem('IX_TLS_CERT', IX_TLS_CERT), await pem('IX_TLS_KEY', IX_TLS_KEY)];
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new StartError(`IX_TLS_CERT and IX_TLS_KEY: expected a certificate and its key (${String(error)})`, { cause: error });
  }
  return { cert, key };
}

async function pem(name: string, path: string | null): Promise<string> {
  if (path === null) throw new StartError(`${name} is not set: expected a file, as IX_TLS_CERT and IX_TLS_KEY go together`);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartError(`${name}=${path}: expected a file that can be read (${String(error)})`, { cause: error });
  });
}

/** The acts, bound to their database. */
function jobActs(jobs: JobsDeps, submits: Submits) {
  return {
    submit: async (scope: Scope, items: readonly NewJob[]): Promise<readonly Submitted[]> => {
      const [only, ...others] = items;
      if (only === undefined || others.length > 0) return submit(jobs, scope, items);
      const answer = await submits.add({ scope, job: only });
      if (answer instanceof Error) throw answer;
      return [answer];
    },
    submitBatch: (...args: Rest<typeof submitBatch>) => submitBatch(jobs, ...args),
    submitLines: (...args: Rest<typeof submitLines>) => submitLines(jobs, ...args),
    getBatch: (...args: Rest<typeof getBatch>) => getBatch(jobs, ...args),
    waitForBatch: (...args: Rest<typeof waitForBatch>) => waitForBatch(jobs, ...args),
    cancelBatch: (...args: Rest<typeof cancelBatch>) => cancelBatch(jobs, ...args),
    bulk: {
      count: (...args: Rest<typeof countAll>) => countAll(jobs, ...args),
      act: (...args: Rest<typeof actOnAll>) => actOnAll(jobs, ...args),
    },
    getJob: (...args: Rest<typeof getJob>) => getJob(jobs, ...args),
    getJobByCorrelation: (...args: Rest<typeof getJobByCorrelation>) => getJobByCorrelation(jobs, ...args),
    listJobs: (...args: Rest<typeof listJobs>) => listJobs(jobs, ...args),
    waitForJob: (...args: Rest<typeof waitForJob>) => waitForJob(jobs, ...args),
    cancelJobs: (...args: Rest<typeof cancel>) => cancel(jobs, ...args),
    resubmitJob: (...args: Rest<typeof resubmit>) => resubmit(jobs, ...args),
    deleteJob: (...args: Rest<typeof deleteJob>) => deleteJob(jobs, ...args),
    deleteClient: (...args: Rest<typeof deleteClient>) => deleteClient(jobs, ...args),
    files: {
      stage: () => stageUpload(jobs),
      store: (...args: Rest<typeof storeFile>) => storeFile(jobs, ...args),
      get: (...args: Rest<typeof getFile>) => getFile(jobs, ...args),
      delete: (...args: Rest<typeof deleteFile>) => deleteFile(jobs, ...args),
    },
    filters: {
      list: (...args: Rest<typeof listFilters>) => listFilters(jobs, ...args),
      save: (...args: Rest<typeof saveFilter>) => saveFilter(jobs, ...args),
      delete: (...args: Rest<typeof deleteFilter>) => deleteFilter(jobs, ...args),
    },
    pauses: {
      list: (...args: Rest<typeof listPauses>) => listPauses(jobs, ...args),
      pause: (...args: Rest<typeof pause>) => pause(jobs, ...args),
      resume: (...args: Rest<typeof resume>) => resume(jobs, ...args),
    },
    listWorkers: (...args: Rest<typeof listWorkers>) => listWorkers(jobs, ...args),
    review: (...args: Rest<typeof review>) => review(jobs, ...args),
    reviewedJobs: (...args: Rest<typeof reviewedJobs>) => reviewedJobs(jobs, ...args),
  };
}

/** What only the pages do. */
export function pageActs(jobs: JobsDeps, useCases: AppDeps['useCases'], leaseSeconds: number) {
  return {
    listPage: (...args: Rest<typeof listPage>) => listPage(jobs, ...args),
    countJobs: (scope: Scope, filter: JobFilter) => countRecent(jobs.orm.em.fork(), scope, filter),
    countByStatus: (scope: Scope, filter: Omit<JobFilter, 'statuses'>) => countByStatus(jobs.orm.em.fork(), scope, filter),
    countByCode: (scope: Scope, filter: Omit<JobFilter, 'statuses' | 'text'>) => countByCode(jobs.orm.em.fork(), scope, filter),
    clients: (scope: Scope) => clients(jobs, scope),
    clientNamed: (...args: Rest<typeof clientNamed>) => clientNamed(jobs, ...args),
    getJobs: (...args: Rest<typeof getJobs>) => getJobs(jobs, ...args),
    nextToReview: (...args: Rest<typeof nextToReview>) => nextToReview(jobs, ...args),
    act: (...args: Rest<typeof act>) => act(jobs, ...args),
    actOnAll: (...args: Rest<typeof actOnAll>) => actOnAll(jobs, ...args),
    workload: (scope: Scope) => {
      const names = useCases.list().map(({ name }) => name);
      return workload(jobs, scope, names, WORKER_LOCK);
    },
    connectedWorkers: () => connectedWorkers(jobs, WORKER_LOCK),
    leaseSeconds,
    now: () => new Date(),
  };
}

/** The parameters of an act after its JobsDeps. */
type Rest<Act extends (jobs: JobsDeps, ...rest: never[]) => unknown> = Act extends (jobs: JobsDeps, ...rest: infer R) => unknown
  ? R
  : never;
