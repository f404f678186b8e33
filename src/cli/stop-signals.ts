/** The signals by which a command is asked to stop, and when it is asked again. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof SIGNALS)[number];

/** Within this time a second signal is the same wish: under npm, Ctrl-C comes from the terminal and once more from npm. */
const ONE_WISH_MS = 500;

/**
 * SIGHUP is never a second wish: a terminal that closes, its shell and npm may each send one, and what they want is that the command goes with
 * them, not that it goes at once.
 * @param again a later SIGINT or SIGTERM, each time.
 * @returns gives the signals back.
 */
export function onStopSignals(first: (signal: StopSignal) => void, again: () => void): () => void {
  let since: number | null = null;
  const heard = (signal: StopSignal): void => {
    if (since === null) {
      since = performance.now();
      first(signal);
    } else if (signal !== 'SIGHUP' && performance.now() - since > ONE_WISH_MS) again();
  };
  for (const signal of SIGNALS) process.on(signal, heard);
  return () => {
    for (const signal of SIGNALS) process.off(signal, heard);
  };
}
