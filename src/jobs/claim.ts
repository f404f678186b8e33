/** claim: rows claimed and as many tickets taken, in one statement; a crash in it leaves both as they were. */
import { type Claim, type ClaimLimits, claim as claimRows } from '../store/claim.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** The rows decide: a job whose ticket was lost is claimed all the same. */
export function claim(
  deps: JobsDeps,
  free: number,
  workerId: string,
  { suspects = 1, from = 'start' }: Partial<Pick<ClaimLimits, 'suspects' | 'from'>> = {},
): Promise<Claim[]> {
  const { clientMaxRunning } = deps;
  return transact(deps, 'claim', (em) =>
    claimRows(em, workerId, { free, suspects, clientMaxRunning, from }, (n) => deps.queue.takingJobs(n)),
  );
}
