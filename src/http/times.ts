/** The times of a submission, against the clock. */
import type { Submission } from '../contracts/request.ts';
import { type Fault, invalid } from './problem.ts';

/** Seconds a job may be held back at most: a year. */
const HOLD_MAX_SECONDS = 31_622_400;

/** @param at where a submission stands in the body. @throws Problem 422 for times at which no job could run. */
export function checkTimes(submissions: readonly Submission[], at: (index: number) => string, now = Date.now()): void {
  const faults = submissions.flatMap(({ not_before, deadline_seconds }, i): Fault[] => {
    if (not_before === null) return [];
    const seconds = (Date.parse(not_before) - now) / 1000;
    const pointer = `${at(i)}/not_before`;
    if (seconds > HOLD_MAX_SECONDS) return [{ pointer, detail: 'expected a time within a year' }];
    if (deadline_seconds !== null && seconds >= deadline_seconds)
      return [{ pointer, detail: `expected a time before the deadline, which is ${deadline_seconds} s from now` }];
    return [];
  });
  if (faults.length > 0) throw invalid(faults);
}
