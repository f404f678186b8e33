/** giveUpCallbacks: an end for callbacks whose endpoint stays dead. */
import type { CallbackId } from '../contracts/ids.ts';
import { giveUpOnPaused } from '../store/callback-attempts.ts';
import { updateCallbackStatus } from '../store/callbacks.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Rows of one sweep at most; the next one goes on. */
const LIMIT = 10_000;

/**
 * @param giveUpSeconds a callback whose endpoint the breaker holds is given up this long after its schedule began: a schedule that
 *   stands still must not last for ever.
 * @returns callbacks that failed without a further attempt.
 */
export function giveUpCallbacks(deps: Pick<JobsDeps, 'orm' | 'queue'>, giveUpSeconds: number): Promise<CallbackId[]> {
  return transact(deps, 'give up callbacks', async (em) => {
    const ended = await giveUpOnPaused(em, { afterSeconds: giveUpSeconds, limit: LIMIT });
    const ids = ended.map(({ callbackId }) => callbackId);
    await updateCallbackStatus(
      em,
      ended.flatMap(({ ownOf: jobId }) => (jobId === null ? [] : [{ jobId, status: 'failed' }])),
    );
    await deps.queue.publishDead(em, ids);
    return ids;
  });
}
