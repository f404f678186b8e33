/** Which ix a command talks to: the one named, the one that runs here, or one started for the occasion. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Config, commandKey, loadConfig } from '../config.ts';
import { IxClient, Unreachable } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import type { Progress } from './progress.ts';
import { onStopSignals } from './stop-signals.ts';

const EXIT_BY = { SIGHUP: EXIT.hungUp, SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

export interface TargetOptions {
  readonly url?: string;
  readonly keyFile?: string;
}

export const URL_OPTION = ['--url <url>', 'the ix to talk to (default: the one on this machine, IX_HOST and IX_PORT)'] as const;
/** A key is never an argument: other people of a machine see those. */
export const KEY_FILE_OPTION = ['--key-file <path>', 'a file with the key to send, - for standard input (default: IX_KEY)'] as const;

/** Whether anything answers there is not looked at. */
export async function clientOf({ url, keyFile }: TargetOptions): Promise<IxClient> {
  return clientFor(url ?? localUrl(loadConfig()), await keyOf(keyFile));
}

/** @throws Unreachable when none runs there. */
export async function runningIx(options: TargetOptions): Promise<IxClient> {
  const { url } = options;
  const client = await clientOf(options);
  try {
    await client.ready();
  } catch (error) {
    if (url !== undefined || !(error instanceof Unreachable && error.refused)) throw error;
    throw new CliError(`${error.message}: start one with \`ix up\`, or name another with --url`, EXIT.unreachable, { cause: error });
  }
  return client;
}

/** Runs `use` with a client. Without `url`, and when no ix runs here, one is started before it and stopped after it. */
export async function withIx({ url, keyFile }: TargetOptions, progress: Progress, use: (client: IxClient) => Promise<void>): Promise<void> {
  const config = url === undefined ? loadConfig() : null;
  const key = await keyOf(keyFile);
  const client = clientFor(url ?? localUrl(config ?? loadConfig()), key);
  try {
    await client.ready();
  } catch (error) {
    if (config === null || !(error instanceof Unreachable && error.refused)) throw error;
    return withOwnIx(config, key, error, progress, use);
  }
  return use(client);
}

async function withOwnIx(
  config: Config,
  key: string | null,
  why: Unreachable,
  progress: Progress,
  use: (client: IxClient) => Promise<void>,
): Promise<void> {
  progress.clear();
  process.stderr.write(`ix: ${why.message}: starting one for this command ${over(config)}\n`);
  progress.show('starting ix');
  const started = performance.now();
  // The server's parts are large: commands that only ask a running ix do without them.
  const [{ startIx }, { createLog }] = await Promise.all([import('../app/main.ts'), import('../app/log.ts')]);
  const interruption = new AbortController();
  const release = onStopSignals(
    (signal) => {
      const message = 'interrupted; what was submitted is not lost: the next `ix up` goes on with it';
      interruption.abort(new CliError(message, EXIT_BY[signal]));
    },
    () => process.exit(EXIT.failed),
  );
  try {
    const ix = await startIx({
      config: { ...config, IX_HOST: '127.0.0.1', IX_PORT: 0, IX_METRICS_PORT: null },
      roles: { api: true, worker: true },
      log: createLog('error'),
      signal: interruption.signal,
    }).catch((error: unknown) => {
      interruption.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError(`${why.message}, and none could be started here: ${reason}\n(--url names an ix elsewhere)`, EXIT.unreachable, {
        cause: error,
      });
    });
    try {
      if (ix.address === null) throw new Error('ix started without an address');
      await unless(interruption.signal, ix.broken, use(new IxClient(ix.address, key ?? config.IX_ADMIN_KEY)));
    } finally {
      progress.show('stopping ix');
      await ix.stop();
      progress.clear();
      const ran = ((performance.now() - started) / 1000).toFixed(1);
      process.stderr.write(`ix: stopped it again after ${ran} s; \`ix up\` starts one that stays\n`);
    }
  } finally {
    release();
  }
}

/** What the ix of the occasion keeps jobs in. A folder that gets a database by it is told of. */
function over({ IX_DATABASE_URL, IX_DATA_DIR }: Config): string {
  if (IX_DATABASE_URL !== null) return 'over the database of IX_DATABASE_URL';
  const made = existsSync(join(IX_DATA_DIR, 'postgres'));
  return made ? `over ${IX_DATA_DIR}` : `with a new database in ${IX_DATA_DIR} (IX_DATA_DIR says where)`;
}

/** The work's outcome; or the signal's reason as soon as it aborts, or why ix is broken as soon as it is. */
async function unless(signal: AbortSignal, broken: Promise<Error>, work: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    const failure = await Promise.race([work, promise, broken]);
    if (failure !== undefined) throw failure;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Where `ix up` on this machine listens. */
function localUrl({ IX_HOST, IX_PORT }: Config): string {
  const host = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[IX_HOST] ?? (IX_HOST.includes(':') ? `[${IX_HOST}]` : IX_HOST);
  return `http://${host}:${IX_PORT}`;
}

/** A secret is never an argument: it is in a file, or comes by standard input (`-`). @throws CliError when it cannot be read, or is empty. */
export async function readSecret(option: string, file: string): Promise<string> {
  const secret = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch((cause: unknown) => {
    throw new CliError(`${option} ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, EXIT.usage, { cause });
  });
  if (secret.trim() === '') throw new CliError(`${option} ${file}: expected a secret, found nothing`, EXIT.usage);
  return secret.trim();
}

const keyOf = async (file: string | undefined): Promise<string | null> =>
  file === undefined ? commandKey() : readSecret('--key-file', file);

function clientFor(url: string, key: string | null): IxClient {
  const protocol = URL.parse(url)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new CliError(`--url ${url}: expected http:// or https:// and a host, e.g. http://127.0.0.1:8994`, EXIT.usage);
  }
  return new IxClient(url, key);
}
