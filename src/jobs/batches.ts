/** Batches as callers see them: how far the jobs of one request are, as it happens, and their end by hand. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../contracts/batch.ts';
import type { BatchId } from '../contracts/ids.ts';
import { EVERYTHING, reaches, type Scope } from '../contracts/scope.ts';
import { activeOfBatch, type BatchCounts, countBatches } from '../store/batches.ts';
import { cancel } from './cancel.ts';
import type { JobsDeps } from './deps.ts';
import { Watch } from './watch.ts';

/** Null: nobody knows of such a batch, or its jobs are deleted. */
export const getBatch = async (deps: Pick<JobsDeps, 'orm'>, scope: Scope, batchId: BatchId): Promise<Batch | null> =>
  batchOf(await countBatches(deps.orm.em.fork(), scope, [batchId]));

/** Of all its clients together. */
function batchOf(counts: readonly BatchCounts[]): Batch | null {
  const [any] = counts;
  if (any === undefined) return null;
  const sum = (state: 'pending' | 'running' | 'done' | 'error'): number => counts.reduce((n, one) => n + one[state], 0);
  const [pending, running] = [sum('pending'), sum('running')];
  const ended = counts.flatMap(({ last }) => (last === null ? [] : [last])).toSorted();
  return {
    batch_id: any.batchId,
    ...{ pending, running, done: sum('done'), error: sum('error') },
    created_at: counts.map(({ first }) => first).toSorted()[0] ?? any.first,
    finished_at: pending + running === 0 ? (ended.at(-1) ?? null) : null,
  };
}

/** A batch that ends is told of within this. Each look counts a thousand index entries at most, a batch. */
const LOOK_MS = 500;

export interface BatchNews {
  readonly batch: Batch;
  /** Another whenever there is news. */
  readonly version: string;
}

/** Batches as they happen. By the clock alone: the signal of a job that ends says nothing of its batch. */
export class BatchWatch extends Watch<BatchId, readonly BatchCounts[], BatchNews> {
  /** @param max watchers at a time. */
  constructor(deps: Pick<JobsDeps, 'orm'>, max: number) {
    super(
      {
        look: async (ids) => Map.groupBy(await countBatches(deps.orm.em.fork(), EVERYTHING, ids), ({ batchId }) => batchId),
        newsFor: (counts, scope) => {
          const batch = batchOf(counts.filter(({ clientId }) => reaches(scope, clientId)));
          return batch === null ? null : { batch, version: JSON.stringify(batch) };
        },
        lookEvery: (counts) => (counts?.every(({ pending, running }) => pending + running === 0) ? null : LOOK_MS),
        isLast: ({ batch }) => batch.finished_at !== null,
        tickMs: LOOK_MS,
      },
      max,
    );
  }
}

/** The batch once all its jobs have ended, or as it is after `timeoutMs`. @returns null: there is none, or `signal` aborted. */
export async function waitForBatch(
  deps: Pick<JobsDeps, 'orm'>,
  scope: Scope,
  batchId: BatchId,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Batch | null> {
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  for (;;) {
    const batch = await getBatch(deps, scope, batchId);
    if (batch === null || batch.finished_at !== null || over.aborted) return batch;
    await sleep(LOOK_MS, null, { signal: over }).catch(() => null);
    // The database may be closed by then.
    if (signal.aborted) return null;
  }
}

/** As `cancel`, each job that waits or runs. @returns the batch as it is then; null: there is none. */
export async function cancelBatch(deps: JobsDeps, scope: Scope, batchId: BatchId): Promise<Batch | null> {
  const jobIds = await activeOfBatch(deps.orm.em.fork(), scope, batchId);
  if (jobIds.length > 0) await cancel(deps, scope, jobIds);
  return getBatch(deps, scope, batchId);
}
