/** claim: rows claimed and tickets deleted, in one transaction; a crash in it leaves both as they were. */
import type { Ticket } from '../queue/queue.ts';
import { DELIVER } from '../queue/queues.ts';
import { type Claim, claimRows, type WorkerClass } from '../store/claim.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { tell } from './finish.ts';

export interface ClaimOptions {
  /** Suspects among them at most. */
  readonly suspects: number;
  /** As many as jobs, or more, as a worker fetched them; none: jobs are claimed that may have lost theirs. */
  readonly tickets: readonly Ticket[];
  /** Null: whatever waits. */
  readonly only: WorkerClass | null;
}

/** The rows decide what is claimed, not the tickets. */
export function claim(
  deps: JobsDeps,
  free: number,
  workerId: string,
  { suspects = 1, tickets = [], only = null }: Partial<ClaimOptions> = {},
): Promise<Claim[]> {
  return transact(deps, 'claim', async (em) => {
    const limits = { free, suspects, clientMaxRunning: deps.clientMaxRunning, only };
    const claims = await claimRows(em, deps.keyring, workerId, limits, tickets.length > 0 ? deps.heads : null);
    // A worker of a class cannot tell which ticket is for it; so that as many are left as there are jobs, it takes what it has claimed away.
    const spent = only === null || claims.length === 0 ? tickets : await deps.queue.fetch(DELIVER, claims.length);
    await deps.queue.deleteTickets(em, DELIVER, spent);
    const told = claims.filter(({ tellsStart }) => tellsStart);
    await tell(
      em,
      deps,
      told.map(({ jobId, clientId }) => ({ jobId, clientId, event: 'job.started', url: null })),
    );
    return claims;
  });
}
