/**
 * What an attempt says of its endpoint: how many may be under way, and whether it is paused.
 *
 *   open for callbacks ──four in five of the last attempts failed──▶ paused by the breaker ──its time is up──▶ one probe
 *          ▲  ▲                                                              ▲                                   │ │
 *          │  └──────────────────────────delivered───────────────────────────┼───────────────────────────────────┘ │
 *          │                                                                 └──failed: twice as long as before─────┘
 *          └──resumed by hand── paused by hand ◀──by hand── either of the two
 *
 * The state is a row of ix_endpoints, so all hosts agree.
 */
import type { EndpointState } from '../store/endpoints.ts';
import type { Outcome } from './deliver.ts';

export interface BreakerOptions {
  /** An endpoint is paused when it failed so often among its last attempts, this many of them; 0: never. */
  readonly pauseAfter: number;
  /** Seconds until a paused endpoint is probed for the first time; doubled each time a probe fails. */
  readonly probeSeconds: number;
  /** Most callbacks under way to one origin. */
  readonly perOrigin: number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/** The share of failures that pauses: an endpoint that takes more than one in five is left alone. */
const FAILURE_SHARE = 0.8;
/** An answer that takes longer is slow: its endpoint gets one callback at a time, and no more than its share of a process. */
export const SLOW_MS = 1000;
/** Seconds. A receiver that comes back waits no longer than this for what it missed. */
export const PROBE_MAX_SECONDS = 900;
/** Each wait is spread by this share to either side. */
const JITTER = 0.1;

export interface Judged extends EndpointState {
  /** Seconds until the next probe; null: as it was, or none. */
  readonly probeDelaySeconds: number | null;
}

/** @param probe the attempt was made to see whether a paused endpoint works again. */
export function judge(state: EndpointState, outcome: Outcome, probe: boolean, options: BreakerOptions): Judged {
  // 410 is an answer: this callback is not wanted, and nothing is wrong with the endpoint.
  const failed = outcome.error !== null && outcome.statusCode !== 410;
  const slow = failed || outcome.finishedAt.getTime() - outcome.startedAt.getTime() > SLOW_MS;
  const next = {
    outcomes: options.pauseAfter === 0 ? '' : `${state.outcomes}${failed ? '1' : '0'}`.slice(-options.pauseAfter),
    // Earned one by one, lost at once.
    slots: slow ? 1 : Math.min(options.perOrigin, state.slots + 1),
    slow,
    pausedBy: state.pausedBy,
    probes: state.probes,
    probeDelaySeconds: null,
  };
  if (state.pausedBy === 'operator') return next;
  if (state.pausedBy === 'breaker') {
    if (!failed) return { ...next, outcomes: '', pausedBy: null, probes: 0 };
    if (!probe) return next;
    return { ...next, probes: state.probes + 1, probeDelaySeconds: probeDelay(state.probes + 1, options) };
  }
  const failures = next.outcomes.replaceAll('0', '').length;
  const full = options.pauseAfter > 0 && next.outcomes.length === options.pauseAfter;
  if (!failed || !full || failures < FAILURE_SHARE * options.pauseAfter) return next;
  return { ...next, pausedBy: 'breaker', probes: 0, probeDelaySeconds: probeDelay(0, options) };
}

function probeDelay(failed: number, { probeSeconds, random }: BreakerOptions): number {
  return Math.min(probeSeconds * 2 ** failed, Math.max(probeSeconds, PROBE_MAX_SECONDS)) * (1 + JITTER * (2 * random() - 1));
}
