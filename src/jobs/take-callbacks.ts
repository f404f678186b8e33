/** takeCallbacks: callbacks claimed and tickets deleted, in one transaction; and claims given back, with new tickets. */
import type { Ticket } from '../queue/queue.ts';
import { CALLBACK } from '../queue/queues.ts';
import { type ClaimedCallback, type ClaimLimits, claimCallbacks, releaseCallbacks } from '../store/callback-claims.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** The rows decide: a callback whose ticket was lost is claimed all the same. */
export function takeCallbacks(
  deps: Pick<JobsDeps, 'orm' | 'queue'>,
  limits: ClaimLimits,
  tickets: readonly Ticket[] = [],
): Promise<ClaimedCallback[]> {
  return transact(deps, 'take callbacks', async (em) => {
    const claimed = await claimCallbacks(em, limits);
    await deps.queue.deleteTickets(em, CALLBACK, tickets);
    return claimed;
  });
}

/** For a deliverer that stops: what it was sending is sent by others at once. */
export function giveBackCallbacks(deps: Pick<JobsDeps, 'orm' | 'queue'>, claims: readonly ClaimedCallback[]): Promise<void> {
  return transact(deps, 'give back callbacks', async (em) => {
    const released = new Set(await releaseCallbacks(em, claims));
    const tickets = claims.filter(({ callbackId }) => released.has(callbackId)).map((claim) => ({ ...claim, delaySeconds: 0 }));
    await deps.queue.publishCallbacks(em, tickets);
  });
}
