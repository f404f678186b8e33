/** A real ix process: `ix up`, `ix migrate`, … as a person starts it, watched from outside. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NODE = [process.execPath, join(ROOT, 'src/cli/bin.js')] as const;

export class Ix {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #watchers = new Set<() => void>();
  #over = false;
  stdout = '';
  stderr = '';

  /**
   * In a process group of its own, as from a terminal. Nothing of this process's environment is passed on but where programs are.
   * @param command what starts it, if not Node itself.
   */
  constructor(args: readonly string[], settings: Readonly<Record<string, string>>, command: readonly [string, ...string[]] = NODE) {
    const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings };
    const [program, ...first] = command;
    this.#child = spawn(program, [...first, ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
      this.#changed();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
      this.#changed();
    });
    this.#exit = once(this.#child, 'close').then(([code, signal]) => {
      this.#over = true;
      this.#changed();
      return { code, signal };
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the process did not start');
    return this.#child.pid;
  }

  /** The first line of standard output. @throws when the process ends without one. */
  async address(): Promise<string> {
    await this.until(() => this.stdout.includes('\n'));
    return this.stdout.slice(0, this.stdout.indexOf('\n'));
  }

  /** @throws when the process ends before that. */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) {
      if (this.#over) throw new Error(`ix ended:\n${this.stdout}\n${this.stderr}`);
      await new Promise<void>((settle) => this.#watchers.add(settle));
    }
  }

  /** @returns false when the process is gone. */
  kill(signal: NodeJS.Signals): boolean {
    return this.#child.kill(signal);
  }

  /** Nobody reads what it says any more, as behind `| head -1`. */
  stopReading(): void {
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }

  /** What a terminal does on Ctrl-C: the signal goes to the whole process group. */
  interrupt(): void {
    process.kill(-this.pid, 'SIGINT');
  }

  /** Resolves with the exit code (or the signal's name) when the process is gone and has said everything. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const { code, signal } = await this.#exit;
    return code ?? signal;
  }

  /** For afterEach: whatever state it is in. */
  async clear(): Promise<void> {
    if (this.#over) return;
    this.kill('SIGTERM');
    await this.#exit;
  }

  #changed(): void {
    for (const settle of this.#watchers) settle();
    this.#watchers.clear();
  }
}

/** The pid of the embedded server under a data folder. */
export async function serverPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

/** Whether there is such a process, and it is not just waiting to be collected by a parent that has gone. */
export async function alive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  return status === null ? process.platform !== 'linux' : !/\) Z /.test(status);
}

/** Waits for a condition of another process, which sends no event. */
export async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await delay(20);
}
