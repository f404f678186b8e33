/**
 * Programs of PostgreSQL on one data folder, and two things that hold for each that is launched here.
 *
 * It is seen as long as it lives. Each inherits an open end of a named pipe in the folder, `postgres.alive`, as do the processes it starts; the
 * kernel closes that when the last of them is gone. Whether anybody has it open can be asked by whoever reaches the folder, from any
 * network, pid or ipc namespace, where a pid, a port or a shared memory segment of another container says nothing. The pipe is never read.
 *
 * It does not outlive the ix that launched it. A shell waits for the end of a pipe from this process, which comes when the process is gone, be it by
 * exit, by a signal or by a crash, and then ends the program as a power cut would; PostgreSQL recovers at its next start.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from './error.ts';
import type { ServerUser } from './server-user.ts';

export interface Ended {
  readonly code: number | null;
  /** On standard error. */
  readonly said: string;
}

export class ServerPrograms {
  readonly #pipe: string;
  readonly #user: ServerUser | null;

  private constructor(pipe: string, user: ServerUser | null) {
    this.#pipe = pipe;
    this.#user = user;
  }

  /**
   * Call it while holding the folder's lock.
   * @param user as whom programs run; null: as the user ix runs as.
   */
  static async open(dataDir: string, user: ServerUser | null): Promise<ServerPrograms> {
    const pipe = join(dataDir, 'postgres.alive');
    if (!(await isPipe(pipe))) {
      await rm(pipe, { force: true });
      await promisify(execFile)('mkfifo', ['-m', '600', pipe]);
    }
    return new ServerPrograms(pipe, user);
  }

  /** Whether one lives, whoever launched it. */
  anyAlive(): boolean {
    try {
      closeSync(openSync(this.#pipe, constants.O_WRONLY | constants.O_NONBLOCK));
      return true;
    } catch (error) {
      // Nobody has the other end open.
      if (codeOf(error) === 'ENXIO') return false;
      throw error;
    }
  }

  /** @param cwd is entered before the user changes: the user needs no way there from the root folder. */
  launch(program: string, args: readonly string[], cwd: string, stdio: readonly ('pipe' | 'ignore' | number)[]): ChildProcess {
    const alive = openSync(this.#pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const child = spawn(program, args, {
        cwd,
        env: {},
        stdio: [...stdio, alive],
        // A group of its own: Ctrl-C in a terminal reaches ix alone, which then stops the server last.
        detached: true,
        ...(this.#user === null ? {} : { uid: this.#user.uid, gid: this.#user.gid }),
      });
      endWithThisProcess(child);
      return child;
    } finally {
      closeSync(alive);
    }
  }

  /** Runs a program to its end. */
  async run(program: string, args: readonly string[], cwd: string, input: string): Promise<Ended> {
    const child = this.launch(program, args, cwd, ['pipe', 'ignore', 'pipe']);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    child.stdin?.on('error', () => {
      // It ended before it had read everything: its exit code and what it said tell why.
    });
    child.stdin?.end(input);
    const [code] = await once(child, 'close');
    return { code, said: said.trim() };
  }

  /** When none is alive any more: a folder at rest holds plain files alone, which everything can copy. */
  async close(): Promise<void> {
    await rm(this.#pipe, { force: true });
  }
}

async function isPipe(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFIFO();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

const WATCH = `trap '' HUP INT TERM; read -r line; kill -QUIT "$1"`;

function endWithThisProcess(child: ChildProcess): void {
  // It did not start, and says so by its `error`.
  if (child.pid === undefined) return;
  const watch = spawn('/bin/sh', ['-c', WATCH, 'ix-watch', String(child.pid)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // It must not keep a process alive that has nothing else to do.
  watch.unref();
  child.once('exit', () => watch.kill('SIGKILL'));
  watch.once('error', () => child.kill('SIGQUIT'));
}
