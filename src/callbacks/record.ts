/** What came of attempts, in ONE transaction: log, callbacks, their endpoints, their jobs' callback_status, next tickets or dead letters. */
import type { MikroORM } from '@mikro-orm/postgresql';
import { transact } from '../jobs/act.ts';
import type { Queue } from '../queue/queue.ts';
import { type AttemptRecord, recordAttempts } from '../store/callback-attempts.ts';
import type { ClaimedCallback } from '../store/callback-claims.ts';
import { type EndpointChange, lockEndpoints, saveEndpoints } from '../store/endpoints.ts';
import { type BreakerOptions, judge } from './breaker.ts';
import type { Outcome } from './deliver.ts';
import { nextStep, type ScheduleOptions } from './schedule.ts';

export interface Attempted {
  readonly callback: ClaimedCallback;
  readonly outcome: Outcome;
}

export interface Recorded {
  /** false: nothing was written; somebody else has the callback, or had. */
  readonly applied: boolean;
  /** What the attempt made of the endpoint, when that is something else than before. */
  readonly endpoint: 'paused' | 'resumed' | null;
}

export interface RecordDeps extends BreakerOptions, ScheduleOptions {
  readonly orm: MikroORM;
  readonly queue: Queue;
}

/** One answer an attempt, in order. */
export function recordAll(deps: RecordDeps, attempts: readonly Attempted[]): Promise<Recorded[]> {
  const records = attempts.map((attempt) => recordOf(attempt, deps));
  return transact(deps, 'record attempts', async (em) => {
    const endpoints = new Map<string, EndpointChange>();
    for (const stored of await lockEndpoints(
      em,
      attempts.map(({ callback }) => callback),
    )) {
      endpoints.set(keyOf(stored), { ...stored, lastError: null, probeDelaySeconds: null });
    }
    const applied = await recordAttempts(em, records);
    const judged = new Set<string>();
    const answers = attempts.map(({ callback, outcome }): Recorded => {
      if (!applied.has(callback.callbackId)) return { applied: false, endpoint: null };
      const key = keyOf(callback);
      const before = endpoints.get(key);
      if (before === undefined) throw new Error(`the endpoint ${callback.origin} of client ${callback.clientId} is not there`);
      const after = judge(before, outcome, callback.probe, deps);
      const probeDelaySeconds = after.probeDelaySeconds ?? (after.pausedBy === 'breaker' ? before.probeDelaySeconds : null);
      endpoints.set(key, { ...before, ...after, probeDelaySeconds, lastError: outcome.error });
      judged.add(key);
      const changed = (before.pausedBy === null) !== (after.pausedBy === null);
      return { applied: true, endpoint: !changed ? null : after.pausedBy === null ? 'resumed' : 'paused' };
    });
    await saveEndpoints(
      em,
      [...endpoints].filter(([key]) => judged.has(key)).map(([, change]) => change),
    );
    const written = records.filter(({ callbackId }) => applied.has(callbackId));
    await deps.queue.publishCallbacks(
      em,
      written.flatMap(({ callbackId, attempt, delaySeconds }) =>
        delaySeconds === null ? [] : [{ callbackId, attempt: attempt + 1, delaySeconds }],
      ),
    );
    await deps.queue.publishDead(
      em,
      written.filter(({ status }) => status === 'failed').map(({ callbackId }) => callbackId),
    );
    return answers;
  });
}

/**
 * Ends a callback whose attempt cannot be recorded as it was; its log says so. @returns false: nothing was written; somebody else has it,
 * or had.
 */
export function abandon(deps: Pick<RecordDeps, 'orm' | 'queue'>, callback: ClaimedCallback): Promise<boolean> {
  return transact(deps, 'abandon callback', async (em) => {
    const ended = await recordAttempts(em, [
      {
        ...callback,
        startedAt: new Date(),
        durationMs: 0,
        statusCode: null,
        error: 'the outcome of this attempt could not be recorded; the callback was given up',
        responseExcerpt: null,
        status: 'failed',
        delaySeconds: null,
      },
    ]);
    await deps.queue.publishDead(em, [...ended]);
    return ended.size > 0;
  });
}

function recordOf({ callback, outcome }: Attempted, deps: RecordDeps): AttemptRecord {
  const next = nextStep(callback.attempt - callback.scheduleStart, outcome, deps);
  return {
    callbackId: callback.callbackId,
    claim: callback.claim,
    attempt: callback.attempt,
    startedAt: outcome.startedAt,
    durationMs: Math.max(0, outcome.finishedAt.getTime() - outcome.startedAt.getTime()),
    statusCode: outcome.statusCode,
    error: outcome.error,
    responseExcerpt: outcome.responseExcerpt,
    status: next.step === 'retry' ? 'pending' : next.step,
    delaySeconds: next.step === 'retry' ? next.delaySeconds : null,
  };
}

const keyOf = ({ clientId, origin }: Pick<ClaimedCallback, 'clientId' | 'origin'>): string => JSON.stringify([clientId, origin]);
