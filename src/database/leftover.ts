/**
 * What an ix that is gone has left on its data folder: a server that still runs is stopped, its pid file is removed when it has none.
 *
 * PostgreSQL's own check at its start looks whether *some* process has the pid in `postmaster.pid`: too strict in a container that starts
 * again and gives the same pids to other programs, and blind to a server in another pid namespace. So it is decided here, by whoever holds
 * the folder's lock, from what cannot be mistaken: whether a server program of this folder lives (server-programs.ts), and what the process of
 * that pid, as seen from here, says of itself.
 *
 * | a program lives | the process of that pid            | what it is                                    | what is done                        |
 * | --------------- | ---------------------------------- | --------------------------------------------- | ----------------------------------- |
 * | either          | a server marked with this folder   | the server of a killed ix                     | it is stopped; looked at again      |
 * | yes             | any other, or none, or no pid file | the last processes of a server, or an initdb, | waited for; past PATIENCE_MS the    |
 * |                 |                                    | on their way out; or it runs in a container   | start is refused, nothing touched   |
 * | no              | none, or another program           | the pid file of a server that is dead         | the file is removed                 |
 * | no              | a server that ix did not start     | perhaps somebody's who works on the data      | left to PostgreSQL, which refuses   |
 * | no              | no pid file                        | a folder at rest                              | nothing                             |
 */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DatabaseError } from './error.ts';
import { folderMark, MARK, readPidFile, stopProcess } from './postmaster.ts';
import type { ServerPrograms } from './server-programs.ts';

const POLL_MS = 20;
/** A server that lost its postmaster is gone within a second; an initdb that is told to end, too. */
const PATIENCE_MS = 15_000;

/**
 * Call it while holding the folder's lock.
 * @returns the pid of the server that was stopped, null when there was none.
 * @throws DatabaseError when one lives that cannot be stopped from here.
 */
export async function clearLeftover(cluster: string, programs: ServerPrograms, patienceMs = PATIENCE_MS): Promise<number | null> {
  let stopped: number | null = null;
  for (const end = performance.now() + patienceMs; ; ) {
    const pid = await pidOf(cluster);
    const who = pid === null ? 'nobody' : await whoIs(pid, cluster);
    if (pid !== null && who === 'server of this folder') {
      await stopProcess(pid, gone(pid, cluster, programs));
      stopped = pid;
    } else if (!programs.anyAlive()) {
      if (who === 'nobody') await rm(join(cluster, 'postmaster.pid'), { force: true });
      return stopped;
    } else if (performance.now() > end) {
      throw new DatabaseError(
        `A PostgreSQL server that an ix which was killed left behind still runs on ${cluster}, where it cannot be seen from here (in another container?), as process ${pid ?? 'unknown'} of its own. End it there; nothing in the folder was touched.`,
      );
    } else await delay(POLL_MS);
  }
}

async function gone(pid: number, cluster: string, programs: ServerPrograms): Promise<void> {
  while (programs.anyAlive() || (await whoIs(pid, cluster)) === 'server of this folder') await delay(POLL_MS);
}

async function pidOf(cluster: string): Promise<number | null> {
  const line = (await readPidFile(cluster))?.[0];
  // Negative: a server in single-user mode.
  const pid = Math.abs(Number(line));
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

async function whoIs(pid: number, cluster: string): Promise<'server of this folder' | 'unknown server' | 'nobody'> {
  const words = await commandLine(pid);
  if (words.includes(`${MARK}=${await folderMark(cluster)}`)) return 'server of this folder';
  const server = basename(words[0] ?? '').startsWith('postgres');
  return server && !words.some((word) => word.startsWith(`${MARK}=`)) ? 'unknown server' : 'nobody';
}

/** What reading below /proc fails with, and the exit code of ps. */
const NO_PROCESS = new Set<unknown>(['ENOENT', 'ESRCH', 1]);

/** Empty: there is no such process. That of others may be read, too, in a container whose root may not look at more. */
async function commandLine(pid: number): Promise<string[]> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
    return stdout.trim().split(' ');
  } catch (error) {
    if (error instanceof Error && 'code' in error && NO_PROCESS.has(error.code)) return [];
    throw error;
  }
}
