/** claim: rows claimed and as many tickets taken, in one statement; a crash in it leaves both as they were. */
import { type Claim, claim as claimRows } from '../store/claim.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Up to `limit` jobs. The rows decide: a job whose ticket was lost is claimed all the same. */
export function claim(deps: JobsDeps, limit: number, workerId: string): Promise<Claim[]> {
  return transact(deps, 'claim', (em) => claimRows(em, limit, workerId, deps.clientMaxRunning, (n) => deps.queue.takingJobs(n)));
}
