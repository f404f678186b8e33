/** A monkey at the cable between all processes and their database: it cuts, silences and slows, kind after kind, as the seed has it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '../queue/network.ts';
import type { History } from './history.ts';
import { LEASE_SECONDS } from './recorded-ix.ts';
import { roll } from './roll.ts';

/**
 * `cut`: all connections are reset, and none can be made for a while. `partition`: nothing passes any more, for longer than a lease, and
 * nobody is told. `slow`: each statement takes its time on the way.
 */
export const CABLE_FAULTS = ['cut', 'partition', 'slow'] as const;
export type CableFault = (typeof CABLE_FAULTS)[number];

/** From one to the next. */
const REST_MS = [1500, 4000] as const;
const SLOW_MS = [50, 300] as const;

/** Each kind comes once before one comes again. */
export function cableFault(seed: number, nth: number): CableFault {
  const kinds = [...CABLE_FAULTS].sort(
    (a, b) =>
      roll(seed, `cable ${a}`, Math.floor(nth / CABLE_FAULTS.length)) - roll(seed, `cable ${b}`, Math.floor(nth / CABLE_FAULTS.length)),
  );
  return kinds[nth % CABLE_FAULTS.length] ?? 'cut';
}

/** Goes on until it is told to stop, and leaves the network whole. */
export async function runMonkey(
  network: Network,
  { seed, history, signal }: { seed: number; history: History; signal: AbortSignal },
): Promise<void> {
  const between = ([least, most]: readonly [number, number], what: string, nth: number) => least + (most - least) * roll(seed, what, nth);
  for (let nth = 0; ; nth++) {
    await delay(between(REST_MS, 'rest', nth), undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const fault = cableFault(seed, nth);
    history.append({ event: 'fault', fault, point: null, nth: nth + 1, process: null, at: Date.now() });
    if (fault === 'cut') {
      await network.cut();
      await delay(between([200, 1000 * LEASE_SECONDS], 'cut', nth));
      await network.mend();
    } else if (fault === 'partition') {
      network.silence(true);
      await delay(1000 * LEASE_SECONDS * between([1.25, 2], 'partition', nth));
      network.speak();
      // What was silent stays so: TCP would take minutes to find out, and ix has to be quicker.
    } else {
      network.slow(between(SLOW_MS, 'slow by', nth));
      await delay(between([1000, 4000], 'slow for', nth));
      network.slow(0);
    }
  }
}
