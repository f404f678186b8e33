/** Batches as callers see them: how far the jobs of one request are, and their end by hand. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch } from '../contracts/batch.ts';
import type { BatchId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { activeOfBatch, countBatch } from '../store/batches.ts';
import { cancel } from './cancel.ts';
import type { JobsDeps } from './deps.ts';

/** Null: nobody knows of such a batch, or its jobs are deleted. */
export async function getBatch(deps: Pick<JobsDeps, 'orm'>, scope: Scope, batchId: BatchId): Promise<Batch | null> {
  const counts = await countBatch(deps.orm.em.fork(), scope, batchId);
  return counts === null ? null : { batch_id: batchId, ...counts };
}

/** A batch that ends is told of within this. Each look counts a thousand index entries at most. */
const LOOK_MS = 500;

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
