/**
 * Wiring: config → database → migrations → queue → worker and callbacks → API; stopped the other way round. What only one role needs is
 * loaded by that role alone: half of the time to start is loading.
 */
import { lookup } from 'node:dns/promises';
import { stat } from 'node:fs/promises';
import { BlockList, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { type Config, tracesAsked } from '../config.ts';
import { connect, directUrl, toldOfCrowd } from '../database/connect.ts';
import { DEADLINES, type Deadlines, withDeadline } from '../database/deadline.ts';
import { DatabaseError } from '../database/error.ts';
import { migrate } from '../database/migrate.ts';
import { createEgress, type Egress, type OwnPlace } from '../egress/egress.ts';
import { Traffic } from '../http/traffic.ts';
import { Authenticator } from '../jobs/authenticator.ts';
import type { JobsDeps } from '../jobs/deps.ts';
import { foldCounts } from '../jobs/fold-counts.ts';
import { UseCaseLibrary } from '../jobs/use-cases.ts';
import { loadUseCases, type UseCaseRegistry, useCaseFromDefinition } from '../pipeline/use-cases/registry.ts';
import { Every } from '../queue/every.ts';
import { Queue, QueueDamaged } from '../queue/queue.ts';
import { isPassing } from '../store/database-fault.ts';
import { ENTITIES } from '../store/entities/index.ts';
import { Unopenable } from '../store/keyring.ts';
import { QueueHeads } from '../store/queue-heads.ts';
import { takesWrites, WORKER_LOCK } from './health.ts';
import { openIssuerOf } from './issuer.ts';
import { openKeyring } from './keyring.ts';
import { Metrics } from './metrics.ts';
import { logModelServer } from './model-health.ts';
import { databaseNumbers, listenForMonitoring } from './monitoring.ts';
import { openDatabase } from './open-database.ts';
import type { Outage } from './outage.ts';
import { apiPlaces, databasePlaces } from './own-places.ts';
import { RecentUploads } from './recent-uploads.ts';
import { StartError } from './start-error.ts';
import { Stops } from './stops.ts';

export { StartError } from './start-error.ts';

export interface Roles {
  readonly api: boolean;
  /** Runs jobs and delivers callbacks. */
  readonly worker: boolean;
}

export interface StartOptions {
  readonly config: Config;
  readonly roles: Roles;
  readonly log: Logger;
  /** What stands before that log. */
  readonly outage?: Outage;
  /** Gives the start up between two of its steps. */
  readonly signal?: AbortSignal;
  /** How long the database is waited for; tests wait less. */
  readonly deadlines?: Deadlines;
}

export interface RunningIx {
  /** `http://127.0.0.1:8994`; null without the API role. */
  readonly address: string | null;
  /** Of IX_METRICS_PORT, in the same form; null without that setting. */
  readonly metricsAddress: string | null;
  /** Where the embedded database keeps its data; null with a database of one's own. */
  readonly dataDir: string | null;
  /** What /readyz says; true without the API role. */
  ready(): Promise<boolean>;
  /** Resolves with the reason when ix cannot go on: its embedded database is gone. */
  readonly broken: Promise<Error>;
  /**
   * The API accepts nothing more, what is under way may end within IX_STOP_GRACE_SECONDS, the rest is handed back; then queue,
   * pool and embedded database. May be called more than once; does not reject.
   */
  stop(): Promise<void>;
}

/** Seconds a stop may take beyond what it grants to others. */
const MARGIN = 10;
/** Deltas of a second's work are read in well under a millisecond. */
const FOLD_SECONDS = 1;

/** @throws ConfigError, StartError, DatabaseError, ListenError with messages for the person who starts it; what had started is stopped. */
export async function startIx(options: StartOptions): Promise<RunningIx> {
  const stops = new Stops(options.log);
  try {
    return await start(options, stops);
  } catch (error) {
    await stops.run();
    throw toldOfCrowd(error);
  }
}

async function start({ config, roles, log, outage, signal, deadlines = DEADLINES }: StartOptions, stops: Stops): Promise<RunningIx> {
  const asked = tracesAsked();
  if (asked !== null) await (await import('./tracing.ts')).startTracing(asked.serviceName, log, stops);
  // What can be wrong with the settings shows before anything is started.
  const foreign = roles.api && !(await isLoopback(config.IX_HOST));
  await checkFileRoots(config);
  const useCases = await openUseCases(config, log);
  const own: OwnPlace[] = apiPlaces(config);
  const egress = openEgress(config, () => own);
  stops.add('outgoing connections', MARGIN, () => egress.close());
  const issuer = roles.api ? await openIssuerOf(config, () => own, log, stops) : null;
  const applicationName = `${roles.worker ? 'ix worker' : 'ix api'} ${hostname()}:${process.pid}`;

  const database = await openDatabase(config, log, stops);
  signal?.throwIfAborted();
  const direct = config.IX_LISTEN_DATABASE_URL;
  own.push(...databasePlaces(database.url), ...(direct === null ? [] : databasePlaces(direct)));
  const connected = await connect({
    url: database.url,
    pool: config.IX_DB_POOL,
    applicationName,
    prepare: direct === null,
    deadlines,
    entities: ENTITIES,
  });
  const { orm } = connected;
  stops.add('database connections', MARGIN, () => orm.close(true));
  outage?.watch({
    away: (error) => log.error({ reason: messageOf(error) }, 'the database is away; ix tries again until it is back'),
    back: (seconds) => log.info(`the database is back after ${Math.round(seconds)} s`),
    probe: () => takesWrites(() => orm.em.fork()),
  });
  stops.add('watch over the database', MARGIN, async () => outage?.stop());
  if (direct !== null) log.info('notifications and the lock of migrations go over IX_LISTEN_DATABASE_URL, all else over IX_DATABASE_URL');
  const migrations = await migrate(connected, direct);
  if (migrations.length > 0) log.info({ migrations }, 'the database is up to date now');
  signal?.throwIfAborted();
  const keyring = await openKeyring({ config, orm, dataDir: database.dataDir, log }).catch((error: unknown) => {
    throw error instanceof Unopenable ? new StartError(error.message, { cause: error }) : error;
  });

  const queue = await Queue.start({
    ...connected,
    url: direct === null ? connected.url : await directUrl(direct),
    applicationName,
    presence: roles.worker ? WORKER_LOCK : undefined,
    onError: (error) => log.error({ err: error }, 'the queue reported a failure; it tries again'),
  }).catch((error: unknown) => {
    if (!(error instanceof QueueDamaged)) throw error;
    // That it went away just then says nothing about its tables.
    if (isPassing(error)) throw new DatabaseError(`The database went away while the queues were set up: ${messageOf(error.cause)}`);
    throw new StartError(error.message, { cause: error });
  });
  stops.add('queue', 2 * MARGIN, () => queue.stop());
  signal?.throwIfAborted();

  const jobs: JobsDeps = {
    orm,
    queue,
    keyring,
    heads: new QueueHeads(),
    withDeadline,
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
  const llm = config.IX_LLM_BASE_URL === null ? null : (await import('./model-server.ts')).openModelServer(config, () => own);
  const probing = new AbortController();
  stops.add('model server', MARGIN, async () => {
    probing.abort();
    await llm?.close?.();
  });
  const metrics = new Metrics({
    useCases: useCases.list().map(({ name }) => name),
    database: () => databaseNumbers(() => orm.em.fork()),
    pool: () => connected.pool.counts,
  });
  const monitoring = await listenForMonitoring({ config, jobs, llm, metrics, log, stops });
  if (monitoring !== null) own.push({ host: null, port: Number(new URL(monitoring).port) });
  const library = await openLibrary(jobs, useCases, log);
  const beside = { recent: roles.api && roles.worker ? new RecentUploads() : null, traffic: new Traffic() };
  const work = roles.worker ? await import('./worker.ts') : null;
  const pipeline = work?.openPipeline({ config, orm, useCases, egress, beside, llm, metrics, log }) ?? null;
  stops.add('pipeline', MARGIN, async () => pipeline?.close());
  const grace = config.IX_STOP_GRACE_SECONDS;
  // Stopped together, so that they share one grace: it counts from the moment ix is told to stop.
  const front: (() => Promise<void>)[] = [];
  stops.add('API and worker', grace + 2 * MARGIN, async () => {
    await Promise.all(front.map((stop) => stop()));
  });

  let address: string | null = null;
  let ready = async (): Promise<boolean> => true;
  // Before the worker: a port that cannot be had should not cost a job its run.
  if (roles.api) {
    const { startApi } = await import('./api.ts');
    const authenticator = new Authenticator(jobs, config.IX_ADMIN_KEY, issuer);
    await authenticator.start();
    stops.add('keys', MARGIN, () => authenticator.stop());
    if (foreign && !authenticator.closed) throw new StartError(openToAll(config.IX_HOST));
    const server = await startApi({ config, jobs, authenticator, issuer, useCases: library, egress, beside, llm, metrics, log, stops });
    front.push(() => server.close());
    address = server.address;
    own.push({ host: null, port: Number(new URL(address).port) });
    ready = server.ready;
  }
  if (work !== null && pipeline !== null)
    front.push(await work.startWork({ config, jobs, pipeline, useCases: library, egress, metrics, log }));
  void logModelServer(llm, log, probing.signal).catch((error: unknown) => log.warn({ err: error }, 'the model server was not looked at'));
  log.info(
    { address, metrics_address: monitoring, roles: Object.entries(roles).flatMap(([role, has]) => (has ? [role] : [])) },
    'ix is running',
  );
  return {
    address,
    metricsAddress: monitoring,
    dataDir: database.dataDir,
    ready,
    broken: database.gone.then((error) => (stops.stopping ? new Promise<never>(() => {}) : error)),
    stop: async () => {
      if (stops.stopping) return stops.run();
      log.info('ix is stopping');
      await stops.run();
      log.info('ix has stopped');
    },
  };
}

/** @throws StartError naming the first folder that is none. */
async function checkFileRoots({ IX_FILE_ROOTS }: Config): Promise<void> {
  for (const root of IX_FILE_ROOTS) {
    const isFolder = await stat(root).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder)
      throw new StartError(
        `IX_FILE_ROOTS=${JSON.stringify(IX_FILE_ROOTS.join(','))}: ${root} is no folder; expected folders that are there`,
      );
  }
}

async function openUseCases(config: Config, log: Logger): Promise<UseCaseRegistry> {
  try {
    const files = new Map<string, string>();
    const useCases = await loadUseCases(config.IX_USE_CASES_DIR, ({ name }, file) => void files.set(name, file));
    for (const { name, fields } of useCases.list()) {
      log.info({ use_case: name, fields: fields.length, file: files.get(name) ?? null }, `use case ${name} is loaded`);
    }
    const unknown = config.IX_WORKER_USE_CASES.filter((name) => useCases.get(name) === null);
    if (unknown.length > 0)
      log.warn(
        { use_cases: unknown },
        'IX_WORKER_USE_CASES names use cases that are not loaded here: of them this worker runs inline ones alone',
      );
    return useCases;
  } catch (error) {
    throw new StartError(`IX_USE_CASES_DIR=${JSON.stringify(config.IX_USE_CASES_DIR)}: ${messageOf(error)}`, { cause: error });
  }
}

/** With those that are kept in the database. A file that bears the name of one of them is not used: jobs keep the version that they were given. */
async function openLibrary(jobs: JobsDeps, own: UseCaseRegistry, log: Logger): Promise<UseCaseLibrary> {
  const library = new UseCaseLibrary(jobs, own, useCaseFromDefinition);
  await library.refresh();
  for (const { name } of own.list()) {
    if (library.get(name)?.version !== null)
      log.warn({ use_case: name }, `use case ${name} of IX_USE_CASES_DIR is not used: one of that name is kept in the database`);
  }
  return library;
}

function openEgress(config: Config, own: () => readonly OwnPlace[]): Egress {
  try {
    return createEgress({ allow: config.IX_EGRESS_ALLOW, own });
  } catch (error) {
    throw new StartError(`IX_EGRESS_ALLOW=${JSON.stringify(config.IX_EGRESS_ALLOW.join(','))}: ${messageOf(error)}`, { cause: error });
  }
}

/** Whether every address of the host is this machine's own. @throws StartError */
async function isLoopback(host: string): Promise<boolean> {
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  const addresses = await lookup(host, { all: true }).catch((error: unknown) => {
    throw new StartError(`IX_HOST=${host}: expected a host name or address of this machine (${messageOf(error)})`, { cause: error });
  });
  return addresses.every(({ address }) => loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'));
}

/** Without keys everybody who reaches ix may use it. */
const openToAll = (host: string): string =>
  `IX_HOST=${host}: ix has no keys, so it serves this machine only. Make one first: ix keys create --role admin (or set IX_ADMIN_KEY, or listen on 127.0.0.1)`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
