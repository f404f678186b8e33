/** Why a job that is pending is not running yet, in words for the one who waits. */
import { z } from 'zod';
import type { Job } from '../contracts/job.ts';
import type { IxClient } from './client.ts';
import { aheadOf } from './result.ts';

const HealthSchema = z.looseObject({ worker: z.looseObject({ ok: z.boolean() }) });

/** Null: it runs, or has ended. */
export async function whyWaiting(client: IxClient, { status, queue, attempts }: Job): Promise<string | null> {
  if (status !== 'pending') return null;
  const health = HealthSchema.safeParse(await client.health());
  if (health.success && !health.data.worker.ok) return 'no worker is connected: start one with `ix worker`';
  if (queue !== null && queue.ahead > 0) return aheadOf(queue);
  if (attempts > 0) return 'its run was lost: jobs that may have taken their worker down are run one at a time';
  return 'its turn is next; every worker is busy, or its client has as many jobs running as it may (IX_CLIENT_MAX_RUNNING)';
}
