/** sweepCallbacks: as many tickets as callbacks that wait; and an end for those whose endpoint stays dead. */
import { IsolationLevel } from '@mikro-orm/postgresql';
import type { CallbackId } from '../contracts/ids.ts';
import { giveUpOnPaused } from '../store/callback-attempts.ts';
import { countWaiting, firstWaiting, updateCallbackStatus } from '../store/callbacks.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

export interface SweptCallbacks {
  /** Tickets made anew. */
  readonly reticketed: number;
  /** Callbacks that failed without a further attempt. */
  readonly givenUp: readonly CallbackId[];
}

/** Rows of one sweep at most; the next one goes on. */
const LIMIT = 10_000;

/**
 * @param giveUpSeconds a callback whose endpoint the breaker holds is given up this long after its schedule began: a schedule that
 *   stands still must not last for ever.
 */
export async function sweepCallbacks(deps: Pick<JobsDeps, 'orm' | 'queue'>, giveUpSeconds: number): Promise<SweptCallbacks> {
  const givenUp = await transact(deps, 'give up callbacks', async (em) => {
    const ended = await giveUpOnPaused(em, { afterSeconds: giveUpSeconds, limit: LIMIT });
    const ids = ended.map(({ callbackId }) => callbackId);
    await updateCallbackStatus(
      em,
      ended.map(({ jobId }) => ({ jobId, status: 'failed' })),
    );
    await deps.queue.publishDead(em, ids);
    return ids;
  });
  // Both are counted in one snapshot, since every act changes both together. Tickets too many are taken away.
  const reticketed = await transact(
    deps,
    'reticket callbacks',
    async (em) => {
      const missing = (await countWaiting(em)) - (await deps.queue.countCallbacks(em));
      const waiting = missing > 0 ? await firstWaiting(em, Math.min(missing, LIMIT)) : [];
      await deps.queue.publishCallbacks(em, waiting);
      if (missing < 0) await deps.queue.takeCallbacks(em, Math.min(-missing, LIMIT));
      return waiting.length;
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ },
  );
  return { reticketed, givenUp };
}
