/**
 * Runs the command line: as a process of its own, as a shell would, or in this process. A start costs a third of a second of processor time, so
 * what is no matter of processes (streams, signals, the launcher) is proved in this one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { programFor } from '../../src/cli/commands.ts';
import { report } from '../../src/cli/failure.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const LAUNCHER = fileURLToPath(new URL('../../src/cli/bin.js', import.meta.url));
export const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  /** IX_* settings; nothing else of this process's environment but PATH and HOME goes in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input; without it, it is closed. */
  readonly stdin?: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The first line of standard output. */
  firstLine(): Promise<string>;
}

export function start(args: readonly string[], { env = {}, cwd = ROOT, stdin, nodeOptions = [] }: StartOptions = {}): Started {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...nodeOptions, LAUNCHER, ...args], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(stdin);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return {
    child,
    ended,
    firstLine: async () => {
      while (!output.stdout.includes('\n')) {
        const more = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
        if (!more) throw new Error(`ended without a line: ${JSON.stringify(output)}`);
      }
      return output.stdout.slice(0, output.stdout.indexOf('\n'));
    },
  };
}

export const run = (args: readonly string[], options?: StartOptions): Promise<Ended> => start(args, options).ended;

/** The same in this process: nothing else may write to its streams meanwhile, and standard input is the process's own. */
export async function call(args: readonly string[], { env = {} }: Pick<StartOptions, 'env'> = {}): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  const before = { env: process.env, stdout: process.stdout.write, stderr: process.stderr.write };
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  process.env = { PATH, HOME, NODE_COMPILE_CACHE, ...env };
  process.exitCode = undefined;
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (chunk: string | Uint8Array, ...more: readonly unknown[]): boolean => {
      output[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const written = more.findLast((one) => typeof one === 'function');
      written?.();
      return true;
    };
  }
  try {
    const program = await programFor(args[0]);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = report(error);
  } finally {
    process.env = before.env;
    process.stdout.write = before.stdout;
    process.stderr.write = before.stderr;
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, signal: null, ...output };
}

/** A loopback port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
