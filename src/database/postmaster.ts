/** One PostgreSQL server process: started, waited for, stopped. */
import type { ChildProcess } from 'node:child_process';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, DatabaseError } from './error.ts';
import type { ServerPrograms } from './server-programs.ts';

export interface PostmasterOptions {
  readonly programs: ServerPrograms;
  /** Path of the `postgres` program. */
  readonly postgres: string;
  /** The cluster's folder, absolute. */
  readonly cluster: string;
  /** How the server itself is told where the cluster is: the same path, or one that needs no way in from the root folder. */
  readonly clusterArgument: string;
  readonly logFile: string;
  /** Server settings, by name; they win over postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  /** Fast shutdown: sessions are cut off, data is written out. Resolves when the process is gone. */
  stop(): Promise<void>;
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one (recovers from the log at the next start). */
const STOPS = [
  { signal: 'SIGINT', patienceMs: 60_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
  { signal: 'SIGKILL', patienceMs: 10_000 },
] as const;

const POLL_MS = 20;

/** A fault that passes: the port was taken meanwhile. */
const PASSING = /Address already in use|could not create any TCP\/IP sockets/;
const START_TRIES = 10;

/**
 * Starts the server on a free port of 127.0.0.1 and resolves when it accepts connections, however long crash recovery takes.
 * @throws DatabaseError with the last lines of its log when it ends instead.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const mark = await folderMark(options.cluster);
  const log = await open(options.logFile, 'a', 0o600);
  try {
    for (let tries = 1; ; tries++) {
      const start = (await log.stat()).size;
      const port = await freePort();
      const child = launch(options, mark, port, log);
      const exited = new Promise<void>((settle, fail) => child.once('exit', () => settle()).once('error', fail));
      if (await becomesReady(options.cluster, child, exited)) return running(child, port, exited);
      const said = (await readFile(options.logFile, 'utf8')).slice(start).trim();
      if (tries < START_TRIES && PASSING.test(said)) {
        await delay(POLL_MS * tries);
        continue;
      }
      const last = said.split('\n').slice(-8).join('\n');
      throw new DatabaseError(`The embedded PostgreSQL did not start. The end of its log ${options.logFile}:\n${last}`);
    }
  } finally {
    await log.close();
  }
}

function launch(options: PostmasterOptions, mark: string, port: number, log: FileHandle): ChildProcess {
  const { programs, postgres, cluster, clusterArgument, settings } = options;
  const all = { ...settings, [MARK]: mark, listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = programs.launch(postgres, ['-D', clusterArgument, ...flags], cluster, ['ignore', log.fd, log.fd]);
  child.unref();
  return child;
}

function running(child: ChildProcess, port: number, exited: Promise<void>): Postmaster {
  const pid = child.pid;
  if (pid === undefined) throw new DatabaseError('The embedded PostgreSQL has no process.');
  let stopping: Promise<void> | null = null;
  return { pid, port, exited, stop: () => (stopping ??= stopProcess(pid, exited)) };
}

/** False: the process ended first. postmaster.pid is PostgreSQL's own way to tell: line 1 its pid, line 8 its state. */
async function becomesReady(cluster: string, child: ChildProcess, exited: Promise<void>): Promise<boolean> {
  let over = false;
  const end = exited.then(() => {
    over = true;
  });
  while (!over) {
    const lines = await readPidFile(cluster);
    if (lines !== null && Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await Promise.race([delay(POLL_MS), end]);
  }
  return false;
}

/** @param exited settles when it is gone. */
export async function stopProcess(pid: number, exited: Promise<void>): Promise<void> {
  for (const { signal, patienceMs } of STOPS) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
    const patience = new AbortController();
    const late = delay(patienceMs, true, { signal: patience.signal }).catch(() => false);
    const outOfTime = await Promise.race([exited.then(() => false), late]);
    patience.abort();
    if (!outOfTime) return;
  }
  throw new DatabaseError(`The embedded PostgreSQL (pid ${pid}) does not stop.`);
}

/** PostgreSQL's own file about the server on a cluster; line 1 is its pid. Null: there is none. */
export async function readPidFile(cluster: string): Promise<string[] | null> {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** A setting by which a server's command line tells the folder it is on, whatever path it was given. */
export const MARK = 'ix.folder';

export async function folderMark(cluster: string): Promise<string> {
  const { dev, ino } = await stat(cluster, { bigint: true });
  return `${dev}-${ino}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise((settle, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? settle(address.port) : fail(new Error('no free port on 127.0.0.1')),
      );
    });
  });
}
