/**
 * What befalls a process, and where. Each decision is a pure function of the seed, the process's ordinal, the point, and how many times
 * the process has come to that point. Those decisions replay; how far a process gets, and so which of them come about, is decided by the
 * operating system.
 */
import { roll } from './roll.ts';

/** `kill`: SIGKILL. `pause`: SIGSTOP, and SIGCONT after more than a lease. `stop`: SIGTERM, with no grace for jobs under way. */
export type Fault = 'kill' | 'pause' | 'stop';

/** `run start`, `run end`, and `<act> begin`, `<act> before commit`, `<act> committed` of every act of src/jobs. */
export type Point = string;

/**
 * Odds at one passing, by the first word of the point. High where there are jobs in hand; low at what goes on when there is nothing to do,
 * or else every process would meet its fault there.
 */
const ODDS: Readonly<Record<string, number>> = {
  run: 1 / 80,
  claim: 1 / 15,
  finish: 1 / 15,
  submit: 1 / 40,
  release: 1 / 3,
  sweep: 1 / 40,
  reticket: 1 / 40,
  take: 1 / 40,
  record: 1 / 20,
  give: 1 / 10,
  fold: 1 / 100,
};

/** @param nth of this process at this point, from 1. */
export function faultAt(seed: number, process: number, point: Point, nth: number): Fault | null {
  const odds = ODDS[point.split(' ')[0] ?? ''] ?? 0;
  if (roll(seed, 'whether', process, point, nth) >= odds) return null;
  const which = roll(seed, 'which', process, point, nth);
  return which < 0.55 ? 'kill' : which < 0.8 ? 'pause' : 'stop';
}

/** Something from outside, whatever the process is doing at that moment. */
export interface OutsideFault {
  readonly fault: 'kill' | 'pause';
  /** After the process was started. Milliseconds. */
  readonly afterMs: number;
}

/** For every third process. */
export function outsideFault(seed: number, process: number): OutsideFault | null {
  if (roll(seed, 'outside', process) >= 1 / 3) return null;
  return { fault: roll(seed, 'outside which', process) < 0.6 ? 'kill' : 'pause', afterMs: 8000 * roll(seed, 'outside when', process) };
}

/** Milliseconds from SIGSTOP to SIGCONT: 1.25 to 2 leases. */
export function pauseMs(seed: number, process: number, nth: number, leaseSeconds: number): number {
  return 1000 * leaseSeconds * (1.25 + 0.75 * roll(seed, 'pause', process, nth));
}
