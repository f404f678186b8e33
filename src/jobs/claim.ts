/** claim: tickets taken and rows claimed in one transaction; a crash in it leaves both as they were. */
import { type Claim, claim as claimRows } from '../store/claim.ts';
import type { JobsDeps } from './deps.ts';

/** Up to `limit` jobs; as many rows as there were tickets. */
export function claim(deps: JobsDeps, limit: number, workerId: string): Promise<Claim[]> {
  return deps.orm.em.fork().transactional(async (em) => {
    const tickets = await deps.queue.takeJobs(em, limit);
    return tickets === 0 ? [] : claimRows(em, tickets, workerId);
  });
}
