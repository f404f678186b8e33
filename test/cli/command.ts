/** Runs the real command line as a process of its own, as a shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';

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
