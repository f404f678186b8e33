/** What the commands that stay have in common: start, say so, and stop on a signal, with the right exit code. */
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '../app/log.ts';
import { type Roles, type RunningIx, startIx } from '../app/main.ts';
import { Outage } from '../app/outage.ts';
import { type Environment, loadConfig } from '../config.ts';
import { EXIT, type ExitCode, report } from './failure.ts';
import { onStopSignals } from './stop-signals.ts';

/**
 * Runs until SIGINT, SIGTERM or SIGHUP. The first asks for a graceful stop (exit 0), a second one ends at once (exit 1). However the
 * process ends, an embedded database ends with it.
 * @param announce told when everything answers.
 * @param given settings of the command line, which win over those of the environment.
 */
export async function serve(roles: Roles, announce: (ix: RunningIx) => void, given: Environment = {}): Promise<never> {
  const config = loadConfig(undefined, given);
  const outage = new Outage();
  const log = createLog(config.IX_LOG_LEVEL, outage);
  const stop = new AbortController();
  const endAtOnce = (): never => process.exit(EXIT.failed);
  onStopSignals(() => stop.abort(), endAtOnce);
  // A program in an unknown state must not go on: its jobs come back to others by their lease.
  const crash = (error: unknown): never => {
    log.fatal({ err: error }, 'unexpected failure; ix ends');
    return endAtOnce();
  };
  process.on('uncaughtException', crash).on('unhandledRejection', crash);

  let code: ExitCode = EXIT.ok;
  try {
    const ix = await startIx({ config, roles, log, outage, signal: stop.signal });
    announceOnceReady(ix, stop.signal, announce).catch(crash);
    const broken = await Promise.race([ix.broken, aborted(stop.signal)]);
    if (broken !== null) {
      log.fatal({ err: broken }, 'ix ends');
      // Nothing can be stored any more: what is under way would only wait for the end of its grace.
      return endAtOnce();
    }
    await ix.stop();
  } catch (error) {
    // The start was given up, or failed because Ctrl-C had ended a program that it was running: nobody waits for it any more.
    if (!stop.signal.aborted) code = report(error);
  }
  // Not left to Node: a part that did not stop in time would hold the process for ever.
  process.exit(code);
}

const READY_POLL_MS = 100;

async function announceOnceReady(ix: RunningIx, signal: AbortSignal, announce: (ix: RunningIx) => void): Promise<void> {
  while (!signal.aborted) {
    if (!(await ix.ready())) await delay(READY_POLL_MS);
    else if (!signal.aborted) return announce(ix);
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
