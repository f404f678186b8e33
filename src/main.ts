/** Wiring: config → database → migrations → queue → worker and callbacks → API; stopped the other way round. */
import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { connect } from './database/connect.ts';
import { startEmbedded } from './database/embedded.ts';
import { migrate } from './database/migrate.ts';
import { createEgress, type Egress } from './egress/egress.ts';
import { checkHealth, databaseAnswers, WORKER_NAME } from './health.ts';
import { type AppDeps, createApp } from './http/app.ts';
import { Intake } from './http/intake.ts';
import { listen } from './http/server.ts';
import { largestRequest } from './http/submission.ts';
import { act, actOnAll } from './jobs/bulk.ts';
import { callbackActs } from './jobs/callback-acts.ts';
import { cancel } from './jobs/cancel.ts';
import { ClientFull } from './jobs/client-limit.ts';
import type { JobsDeps } from './jobs/deps.ts';
import { foldCounts } from './jobs/fold-counts.ts';
import { GroupCommit } from './jobs/group-commit.ts';
import { getJob, getJobByCorrelation, listJobs, listPage, waitForJob } from './jobs/read.ts';
import { resubmit } from './jobs/resubmit.ts';
import { clients, workload } from './jobs/stats.ts';
import { type NewJob, type Submitted, submit, submitBatch, submitEach } from './jobs/submit.ts';
import { watchJob } from './jobs/watch.ts';
import { openPages } from './pages.ts';
import { loadUseCases, type UseCaseRegistry } from './pipeline/use-cases/registry.ts';
import { Every } from './queue/every.ts';
import { Queue } from './queue/queue.ts';
import { Stops } from './stops.ts';
import { countByStatus, countRecent, type JobFilter } from './store/list-recent.ts';
import { createUi } from './ui/app.ts';
import { openFiles, openPipeline, startWork } from './work.ts';

export interface Roles {
  readonly api: boolean;
  /** Runs jobs and delivers callbacks. */
  readonly worker: boolean;
}

export interface StartOptions {
  readonly config: Config;
  readonly roles: Roles;
  readonly log: Logger;
  /** Gives the start up between two of its steps. */
  readonly signal?: AbortSignal;
}

export interface RunningIx {
  /** `http://127.0.0.1:8994`; null without the API role. */
  readonly address: string | null;
  /** Where the embedded database keeps its data; null with a database of one's own. */
  readonly dataDir: string | null;
  /** Resolves with the reason when ix cannot go on: its embedded database is gone. */
  readonly broken: Promise<Error>;
  /**
   * The API accepts nothing more, what is under way may end within IX_STOP_GRACE_SECONDS, the rest is handed back; then queue,
   * pool and embedded database. May be called more than once; does not reject.
   */
  stop(): Promise<void>;
  /** At once and synchronously, for a process that is about to exit: the embedded database is told to end as in a power cut. */
  abandon(): void;
}

/** A setting cannot be followed on this machine; the message names it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Seconds a stop may take beyond what it grants to others. */
const MARGIN = 10;
/** PostgreSQL writes out what it holds in memory. */
const DATABASE_STOP_SECONDS = 90;
/** Deltas of a second's work are read in well under a millisecond. */
const FOLD_SECONDS = 1;
/** Rows of one submit transaction at most; measured: past 200 a batch gains little. */
const SUBMIT_BATCH = 200;
/** Jobs an API process holds that are not stored yet: ten full batches. */
const INTAKE_JOBS = 10_000;
/** Bytes of their bodies, or one request of the largest size where that is more. */
const INTAKE_BYTES = 268_435_456;

/** @throws ConfigError, StartError, DatabaseError, ListenError with messages for the person who starts it; what had started is stopped. */
export async function startIx(options: StartOptions): Promise<RunningIx> {
  const stops = new Stops(options.log);
  try {
    return await start(options, stops);
  } catch (error) {
    await stops.run();
    throw error;
  }
}

async function start({ config, roles, log, signal }: StartOptions, stops: Stops): Promise<RunningIx> {
  // What can be wrong with the settings shows before anything is started.
  if (roles.api) await refuseForeignBinding(config.IX_HOST);
  const useCases = await openUseCases(config);
  const egress = openEgress(config);
  stops.add('outgoing connections', MARGIN, () => egress.close());
  const applicationName = `${roles.worker ? WORKER_NAME : 'ix api'} ${hostname()}:${process.pid}`;

  const database = await openDatabase(config, log, stops);
  signal?.throwIfAborted();
  const direct = config.IX_LISTEN_DATABASE_URL;
  const orm = await connect({ url: database.url, pool: config.IX_DB_POOL, applicationName, prepare: direct === null });
  stops.add('database connections', MARGIN, () => orm.close(true));
  if (direct !== null) log.info('notifications and the lock of migrations go over IX_LISTEN_DATABASE_URL, all else over IX_DATABASE_URL');
  const migrations = await migrate(orm, direct);
  if (migrations.length > 0) log.info({ migrations }, 'the database is up to date now');
  signal?.throwIfAborted();

  const queue = await Queue.start({
    orm,
    url: direct ?? database.url,
    applicationName,
    onError: (error) => log.error({ err: error }, 'the queue reported a failure; it tries again'),
  });
  stops.add('queue', 2 * MARGIN, () => queue.stop());
  signal?.throwIfAborted();

  const jobs: JobsDeps = {
    orm,
    queue,
    callbackDelaySeconds: config.IX_CALLBACK_SCHEDULE[0] ?? 0,
    clientMaxRunning: config.IX_CLIENT_MAX_RUNNING,
    clientMaxPending: config.IX_CLIENT_MAX_PENDING,
  };
  const folding = new Every(
    FOLD_SECONDS,
    () => foldCounts(jobs),
    (error) => log.warn({ err: error }, 'counts were not folded; they are next time'),
  );
  folding.start();
  stops.add('folding of counts', MARGIN, () => folding.stop());
  const pipeline = roles.worker ? openPipeline(config, orm, useCases, egress) : null;
  stops.add('pipeline', MARGIN, async () => pipeline?.close());
  const grace = config.IX_STOP_GRACE_SECONDS;
  // Stopped together, so that they share one grace: it counts from the moment ix is told to stop.
  const front: (() => Promise<void>)[] = [];
  stops.add('API and worker', grace + 2 * MARGIN, async () => {
    await Promise.all(front.map((stop) => stop()));
  });

  let address: string | null = null;
  // Before the worker: a port that cannot be had should not cost a job its run.
  if (roles.api) {
    const pages = openPages(config, orm, openFiles(config, orm, egress));
    stops.add('page images', MARGIN, () => pages.close());
    const deps: AppDeps = {
      ...jobActs(jobs),
      callbacks: callbackActs(jobs),
      pages,
      useCases,
      health: () => checkHealth(() => orm.em.fork()),
      ready: async () => !stops.stopping && (await databaseAnswers(() => orm.em.fork())),
      log,
      intake: new Intake({ jobs: INTAKE_JOBS, bytes: Math.max(INTAKE_BYTES, largestRequest(config.IX_FILE_MAX_BYTES)) }),
      limits: { maxFileBytes: config.IX_FILE_MAX_BYTES },
    };
    const app = createApp(deps).route('/', createUi({ ...deps, ...pageActs(jobs, useCases) }));
    const server = await listen(app, { host: config.IX_HOST, port: config.IX_PORT, graceMs: grace * 1000 });
    front.push(() => server.close());
    address = server.address;
  }
  if (pipeline !== null) front.push(await startWork({ config, jobs, pipeline, egress, log }));
  log.info({ address, roles: Object.entries(roles).flatMap(([role, has]) => (has ? [role] : [])) }, 'ix is running');
  return {
    address,
    dataDir: database.dataDir,
    broken: database.gone.then((error) => (stops.stopping ? new Promise<never>(() => {}) : error)),
    stop: async () => {
      if (!stops.stopping) log.info('ix is stopping');
      await stops.run();
    },
    abandon: database.abandon,
  };
}

interface Database {
  readonly url: string;
  readonly dataDir: string | null;
  readonly gone: Promise<Error>;
  readonly abandon: () => void;
}

async function openDatabase(config: Config, log: Logger, stops: Stops): Promise<Database> {
  if (config.IX_DATABASE_URL !== null) {
    return { url: config.IX_DATABASE_URL, dataDir: null, gone: new Promise(() => {}), abandon: () => {} };
  }
  const embedded = await startEmbedded({ dataDir: config.IX_DATA_DIR, log });
  stops.add('embedded database', DATABASE_STOP_SECONDS, () => embedded.stop());
  return {
    url: embedded.url,
    dataDir: config.IX_DATA_DIR,
    gone: embedded.exited.then(() => new Error(`the embedded PostgreSQL ended by itself; its log is in ${config.IX_DATA_DIR}`)),
    abandon: () => process.kill(embedded.pid, 'SIGQUIT'),
  };
}

/** Brings the schema of jobs and queue up to date, and nothing else. @returns the migrations that ran. */
export async function migrateOnly(config: Config, log: Logger): Promise<string[]> {
  const stops = new Stops(log);
  try {
    const { url } = await openDatabase(config, log, stops);
    const applicationName = `ix migrate ${hostname()}:${process.pid}`;
    const direct = config.IX_LISTEN_DATABASE_URL;
    const orm = await connect({ url, pool: config.IX_DB_POOL, applicationName, prepare: direct === null });
    stops.add('database connections', MARGIN, () => orm.close(true));
    const ran = await migrate(orm, direct);
    const queue = await Queue.start({
      orm,
      url: direct ?? url,
      applicationName,
      onError: (error) => log.error({ err: error }, 'the queue reported a failure'),
    });
    stops.add('queue', 2 * MARGIN, () => queue.stop());
    return ran;
  } finally {
    await stops.run();
  }
}

async function openUseCases(config: Config): Promise<UseCaseRegistry> {
  try {
    return await loadUseCases(config.IX_USE_CASES_DIR);
  } catch (error) {
    throw new StartError(`IX_USE_CASES_DIR=${JSON.stringify(config.IX_USE_CASES_DIR)}: ${messageOf(error)}`, { cause: error });
  }
}

function openEgress(config: Config): Egress {
  try {
    return createEgress({ allow: config.IX_EGRESS_ALLOW });
  } catch (error) {
    throw new StartError(`IX_EGRESS_ALLOW=${JSON.stringify(config.IX_EGRESS_ALLOW.join(','))}: ${messageOf(error)}`, { cause: error });
  }
}

/** The acts, bound to their database; single submits that arrive together share a transaction. */
function jobActs(jobs: JobsDeps) {
  const together = new GroupCommit<NewJob, Submitted | ClientFull>((items) => submitEach(jobs, items), SUBMIT_BATCH);
  return {
    submit: async (items: readonly NewJob[]): Promise<readonly Submitted[]> => {
      const [only, ...others] = items;
      if (only === undefined || others.length > 0) return submit(jobs, items);
      const answer = await together.add(only);
      if (answer instanceof ClientFull) throw answer;
      return [answer];
    },
    submitBatch: (...args: Rest<typeof submitBatch>) => submitBatch(jobs, ...args),
    getJob: (...args: Rest<typeof getJob>) => getJob(jobs, ...args),
    getJobByCorrelation: (...args: Rest<typeof getJobByCorrelation>) => getJobByCorrelation(jobs, ...args),
    listJobs: (...args: Rest<typeof listJobs>) => listJobs(jobs, ...args),
    waitForJob: (...args: Rest<typeof waitForJob>) => waitForJob(jobs, ...args),
    watchJob: (...args: Rest<typeof watchJob>) => watchJob(jobs, ...args),
    cancelJobs: (...args: Rest<typeof cancel>) => cancel(jobs, ...args),
    resubmitJob: (...args: Rest<typeof resubmit>) => resubmit(jobs, ...args),
  };
}

/** What only the pages do. */
function pageActs(jobs: JobsDeps, useCases: UseCaseRegistry) {
  return {
    listPage: (...args: Rest<typeof listPage>) => listPage(jobs, ...args),
    countJobs: (filter: JobFilter) => countRecent(jobs.orm.em.fork(), filter),
    countByStatus: (filter: Omit<JobFilter, 'statuses'>) => countByStatus(jobs.orm.em.fork(), filter),
    clients: () => clients(jobs),
    act: (...args: Rest<typeof act>) => act(jobs, ...args),
    actOnAll: (...args: Rest<typeof actOnAll>) => actOnAll(jobs, ...args),
    workload: () => {
      const names = useCases.list().map(({ name }) => name);
      return workload(jobs, names, WORKER_NAME);
    },
    now: () => new Date(),
  };
}

/** The parameters of an act after its JobsDeps. */
type Rest<Act extends (jobs: JobsDeps, ...rest: never[]) => unknown> = Act extends (jobs: JobsDeps, ...rest: infer R) => unknown
  ? R
  : never;

/** @throws StartError unless every address of the host is this machine's own: without keys everybody who reaches ix may use it. */
async function refuseForeignBinding(host: string): Promise<void> {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  const addresses = await lookup(host, { all: true }).catch((error: unknown) => {
    throw new StartError(`IX_HOST=${host}: expected a host name or address of this machine (${messageOf(error)})`, { cause: error });
  });
  if (addresses.every(({ address }) => loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))) return;
  throw new StartError(`IX_HOST=${host}: ix has no keys, so it serves this machine only. Expected a loopback address such as 127.0.0.1`);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
