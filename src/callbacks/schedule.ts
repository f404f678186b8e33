/** What follows a delivery attempt: nothing more, another one after a while, or giving up. */

import { parseRetryAfter } from '../egress/retry-after.ts';
import type { Outcome } from './deliver.ts';

export type NextStep =
  | { readonly step: 'delivered' }
  /** Attempt `attempt` (1-based) of the schedule follows after `delaySeconds`. */
  | { readonly step: 'retry'; readonly attempt: number; readonly delaySeconds: number }
  | { readonly step: 'failed' };

export interface ScheduleOptions {
  /** Seconds to wait before each attempt, counted from the one before it; as many attempts as entries. */
  readonly schedule: readonly number[];
  /** Each wait is spread by this share to either side, so that receivers which failed together are not asked together again. 0 to 1. */
  readonly jitter: number;
  /** Seconds. The longest a receiver may put off the next attempt. */
  readonly retryAfterMax: number;
  /** A number in [0, 1). */
  readonly random: () => number;
}

/**
 * 2xx: delivered. 410: failed at once, the receiver wants no more. All else: the next attempt of the schedule, failed after the last.
 * 429 and 503 may put the next attempt off by Retry-After, within its bound; they may not bring it forward, because a schedule that is
 * used up in seconds does not outlast an outage.
 * @param attempt the one of the schedule that gave `outcome`, 1-based.
 */
export function nextStep(attempt: number, outcome: Outcome, options: ScheduleOptions): NextStep {
  if (outcome.error === null) return { step: 'delivered' };
  const wait = options.schedule[attempt];
  if (outcome.statusCode === 410 || wait === undefined) return { step: 'failed' };
  const planned = wait * (1 + options.jitter * (2 * options.random() - 1));
  return { step: 'retry', attempt: attempt + 1, delaySeconds: Math.round(Math.max(planned, postponed(outcome, options.retryAfterMax))) };
}

/** Seconds the receiver asked for, 0 when it did not. */
function postponed({ statusCode, retryAfter, finishedAt }: Outcome, max: number): number {
  if (retryAfter === null || (statusCode !== 429 && statusCode !== 503)) return 0;
  return Math.min(parseRetryAfter(retryAfter, finishedAt) ?? 0, max);
}
