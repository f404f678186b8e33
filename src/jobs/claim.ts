/** claim: rows claimed and as many tickets taken, in one statement; a crash in it leaves both as they were. */
import { type Claim, claim as claimRows } from '../store/claim.ts';
import { inOneStatement, transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Up to `limit` jobs. The rows decide: a job whose ticket was lost is claimed all the same. */
export function claim(deps: JobsDeps, limit: number, workerId: string): Promise<Claim[]> {
  // Under a ceiling claimers take turns, by a lock that has to be there before the statement looks.
  const act = deps.clientMaxRunning > 0 ? transact : inOneStatement;
  return act(deps, 'claim', (em) => claimRows(em, limit, workerId, deps.clientMaxRunning, (n) => deps.queue.takingJobs(n)));
}
