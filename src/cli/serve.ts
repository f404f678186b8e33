/** What the commands that stay have in common: start, say so, and stop on a signal, with the right exit code. */
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { type Roles, type RunningIx, startIx } from '../main.ts';

/**
 * Runs until SIGINT or SIGTERM. The first asks for a graceful stop (exit 0), a second one ends at once (exit 1).
 * @param announce told when everything answers.
 * @throws what startIx throws.
 */
export async function serve(roles: Roles, announce: (ix: RunningIx) => void): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.IX_LOG_LEVEL);
  const stop = new AbortController();
  let ix: RunningIx | null = null;

  const endAtOnce = (): never => {
    ix?.abandon();
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) endAtOnce();
      stop.abort(new Stopped());
    });
  }
  // A program in an unknown state must not go on: its jobs come back to others by their lease.
  const crash = (error: unknown): never => {
    log.fatal({ err: error }, 'unexpected failure; ix ends');
    return endAtOnce();
  };
  process.on('uncaughtException', crash).on('unhandledRejection', crash);

  try {
    ix = await startIx({ config, roles, log, signal: stop.signal });
    await answers(ix, stop.signal);
    if (!stop.signal.aborted) announce(ix);
    const broken = await Promise.race([ix.broken, aborted(stop.signal)]);
    if (broken !== null) log.fatal({ err: broken }, 'ix ends');
    await ix.stop();
    // Not left to Node: a part that did not stop in time would hold the process for ever.
    process.exit(broken === null ? 0 : 1);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

class Stopped extends Error {
  override readonly message = 'told to stop before the start was complete';
}

const READY_POLL_MS = 100;

/** Resolves once /readyz is 200 at the address that is about to be told, or ix is told to stop. */
async function answers({ address }: RunningIx, signal: AbortSignal): Promise<void> {
  while (address !== null && !signal.aborted) {
    const response = await fetch(`${address}/readyz`);
    await response.body?.cancel();
    if (response.ok) return;
    await new Promise((settle) => setTimeout(settle, READY_POLL_MS));
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((settle) => {
    if (signal.aborted) settle(null);
    else signal.addEventListener('abort', () => settle(null), { once: true });
  });
}

/** One line that a program may wait for: the address alone. */
export const addressLine = ({ address }: RunningIx): string => `${address}\n`;
