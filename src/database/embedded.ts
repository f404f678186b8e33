/** The embedded PostgreSQL: a real server under the data folder, made at the first start, kept between runs, gone when ix stops. */
import { randomBytes } from 'node:crypto';
import { access, chown, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { type Binaries, findBinaries } from './binaries.ts';
import { codeOf, DatabaseError, WrongSetting } from './error.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { clearLeftover } from './leftover.ts';
import { startPostmaster } from './postmaster.ts';
import { ServerPrograms } from './server-programs.ts';
import { reaches, type ServerUser, serverUser } from './server-user.ts';

export interface EmbeddedOptions {
  /** Absolute. Holds `postgres/` (the cluster), `postgres.log`, `password`, and who uses it. Made when missing. */
  readonly dataDir: string;
  readonly log: Logger;
  /** Server settings beside the usual ones; they win. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedDatabase {
  /** Contains the password. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server process is gone, also when nobody asked it to stop. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const ROLE = 'ix';
const DATABASE = 'ix';

/** Sources: PostgreSQL 18 documentation, chapter 19; shared_buffers and max_connections by the plan of ix. */
export const SETTINGS = {
  max_connections: '200',
  shared_buffers: '256MB',
  // Durable: an acknowledged job survives a power cut.
  fsync: 'on',
  synchronous_commit: 'on',
  // Fewer, longer checkpoints: under load the default 1 GB of log is written in seconds.
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  // Queue tables die and are reborn all the time: vacuum has to look often.
  autovacuum_naptime: '10s',
  // Short statements only: compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %a ',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
};

/**
 * Starts the server under the data folder, making a new cluster when there is none and clearing up after a predecessor
 * that was killed.
 * @throws DatabaseError when another ix holds the folder, when the cluster was made by another PostgreSQL version,
 * when the folder cannot be used, or when the server does not start.
 */
export async function startEmbedded({ dataDir, log, settings }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const cluster = join(dataDir, 'postgres');
  const user = await serverUser(cluster).catch((error: unknown) => {
    throw error instanceof DatabaseError ? error : unusable(dataDir, error);
  });
  const lock = await prepareFolder(dataDir, user);
  try {
    const programs = await openPrograms(dataDir, user);
    const binaries = await findBinaries(user);
    const place: Place = { dataDir, cluster, user, binaries, programs };
    await checkVersion(place);
    const leftover = await clearLeftover(cluster, programs);
    if (leftover !== null) log.warn({ server_pid: leftover }, 'stopped the PostgreSQL server that an ix which was killed had left running');
    if (!(await exists(cluster))) await createCluster(place, log);
    const password = (await readPassword(dataDir)) ?? (await setPassword(place));
    const logFile = join(dataDir, 'postgres.log');
    await startNewLog(logFile);
    const server = await startPostmaster({
      programs,
      postgres: binaries.postgres,
      cluster,
      clusterArgument: await clusterArgument(cluster, user),
      logFile,
      settings: { ...SETTINGS, ...settings },
    });
    log.info({ version: binaries.version, server_pid: server.pid, port: server.port, data: cluster }, 'embedded PostgreSQL is running');
    return {
      url: `postgres://${ROLE}:${password}@127.0.0.1:${server.port}/${DATABASE}`,
      pid: server.pid,
      exited: server.exited,
      stop: async () => {
        await server.stop();
        log.info({ server_pid: server.pid }, 'embedded PostgreSQL has stopped');
        await programs.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Place {
  readonly dataDir: string;
  readonly cluster: string;
  readonly user: ServerUser | null;
  readonly binaries: Binaries;
  readonly programs: ServerPrograms;
}

async function prepareFolder(dataDir: string, user: ServerUser | null): Promise<FolderLock> {
  try {
    // The server's user has to pass through, and needs no more than that: the password beside the cluster is not its business.
    await makeFolder(dataDir, user === null ? 0o700 : 0o711);
    await access(dataDir, constants.W_OK);
    return await lockFolder(dataDir);
  } catch (error) {
    throw error instanceof DatabaseError ? error : unusable(dataDir, error);
  }
}

/** Its parents too. (Node's own way of that never ends where a file system makes no folders: /proc.) */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || (await exists(dirname(path)))) throw error;
    await makeFolder(dirname(path), mode);
    await mkdir(path, { mode });
  }
}

async function openPrograms(dataDir: string, user: ServerUser | null): Promise<ServerPrograms> {
  try {
    return await ServerPrograms.open(dataDir, user);
  } catch (error) {
    throw unusable(dataDir, error);
  }
}

function unusable(dataDir: string, error: unknown): WrongSetting {
  const reason = error instanceof Error ? error.message : String(error);
  return new WrongSetting(`IX_DATA_DIR=${dataDir} cannot be used: ${reason}. Expected a folder that the user who runs ix may write to.`, {
    cause: error,
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function checkVersion({ dataDir, cluster, binaries }: Place): Promise<void> {
  let made: string;
  try {
    made = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw unusable(dataDir, error);
  }
  if (Number.parseInt(made, 10) !== binaries.major) {
    throw new WrongSetting(
      `The data in IX_DATA_DIR=${dataDir} was made by PostgreSQL ${made}, this ix brings PostgreSQL ${binaries.version}. Move the data with pg_dump of version ${made} or pg_upgrade, or set IX_DATA_DIR to a new folder.`,
    );
  }
}

/**
 * What the server is told as its data folder. A user that cannot walk there from the root folder (a checkout below
 * /root, a 0700 temporary folder) still can start in it: the working folder is set while ix is still root.
 */
async function clusterArgument(cluster: string, user: ServerUser | null): Promise<string> {
  if (user === null || (await reaches(user, cluster))) return cluster;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new WrongSetting(
    `The user "${user.name}", as which the embedded PostgreSQL runs when ix is root, cannot reach ${cluster}. Set IX_DATA_DIR to a folder every user can enter.`,
  );
}

/** Whole or not at all: made beside its place and moved there when complete. */
async function createCluster(place: Place, log: Logger): Promise<void> {
  const { dataDir, cluster, user, binaries, programs } = place;
  const unfinished = `${cluster}.new`;
  log.info({ version: binaries.version, data: cluster }, 'making a new database');
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    if (user !== null) await chown(unfinished, user.uid, user.gid);
  } catch (error) {
    throw unusable(dataDir, error);
  }
  // Nobody may log in until there is a password. Builtin C.UTF-8: the same order on every machine, Unicode-aware upper and lower case.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const folder = await clusterArgument(unfinished, user);
  const options = ['-D', folder, '-U', ROLE, '--auth=reject', '--no-instructions', ...locale];
  const { code, said } = await programs.run(binaries.initdb, options, unfinished, '');
  if (code !== 0) throw new DatabaseError(`The embedded PostgreSQL could not make a database in IX_DATA_DIR=${dataDir}:\n${said}`);
  await writeFile(join(unfinished, 'pg_hba.conf'), `host all ${ROLE} 127.0.0.1/32 scram-sha-256\n`);
  await singleUser(place, unfinished, [`CREATE DATABASE ${DATABASE}`]);
  await rm(passwordFile(dataDir), { force: true });
  await rename(unfinished, cluster);
}

const passwordFile = (dataDir: string) => join(dataDir, 'password');

async function readPassword(dataDir: string): Promise<string | null> {
  try {
    const password = (await readFile(passwordFile(dataDir), 'utf8')).trim();
    return password === '' ? null : password;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw unusable(dataDir, error);
  }
}

/** A new random password, first in the cluster and then in its file: a file that is lost is made anew at the next start. */
async function setPassword(place: Place): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  await singleUser(place, place.cluster, [`ALTER ROLE ${ROLE} PASSWORD '${password}'`]);
  const file = passwordFile(place.dataDir);
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
  return password;
}

/** Runs statements while the server is down. A statement that fails is not shown: it may hold the password. */
async function singleUser({ user, binaries, programs }: Place, cluster: string, statements: readonly string[]): Promise<void> {
  const folder = await clusterArgument(cluster, user);
  const options = ['--single', '-D', folder, '-c', 'exit_on_error=on', '-c', 'log_min_error_statement=panic', 'postgres'];
  const input = statements.map((statement) => `${statement}\n`).join('');
  const { code, said } = await programs.run(binaries.postgres, options, cluster, input);
  if (code !== 0) throw new DatabaseError(`The embedded PostgreSQL could not set up its database: ${said}`);
}

const LOG_MAX_BYTES = 10_000_000;

/** The log of one earlier time is kept, as `postgres.log.1`. */
async function startNewLog(file: string): Promise<void> {
  if ((await exists(file)) && (await stat(file)).size > LOG_MAX_BYTES) await rename(file, `${file}.1`);
}
