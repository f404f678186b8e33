/** Why a job that is pending is not running yet, in words for the one who waits. */
import { z } from 'zod';
import type { Job } from '../contracts/job.ts';
import { PauseListSchema } from '../contracts/pause.ts';
import type { IxClient } from './client.ts';
import { instant } from './job-text.ts';
import { aheadOf } from './result.ts';

const HealthSchema = z.looseObject({ worker: z.looseObject({ ok: z.boolean() }) });

/** Null: it runs, or has ended. */
export async function whyWaiting(client: IxClient, job: Job): Promise<string | null> {
  const { status, queue, attempts, held, not_before } = job;
  if (status !== 'pending') return null;
  if (held === 'not_before' && not_before !== null) return `it may not start before ${instant(not_before)} (not_before)`;
  // One that is over holds a job until a worker has let it go.
  const pause = held === 'paused' ? await whoPaused(client, job) : null;
  if (pause !== null) return pause;
  const health = HealthSchema.safeParse(await client.health());
  if (health.success && !health.data.worker.ok) return 'no worker is connected: start one with `ix worker`';
  if (queue !== null && queue.ahead > 0) return aheadOf(queue);
  if (attempts > 0) return 'its run was lost: jobs that may have taken their worker down are run one at a time';
  return 'its turn is next; every worker is busy, or its client has as many jobs running as it may (IX_CLIENT_MAX_RUNNING)';
}

async function whoPaused(client: IxClient, { client_id, use_case }: Job): Promise<string | null> {
  const { pauses } = (await client.get('/v1/pauses', PauseListSchema)).value;
  const pause = pauses.find(({ kind, name }) => (kind === 'client' ? name === client_id : kind === 'use_case' && name === use_case));
  if (pause === undefined) return null;
  const { kind, name, paused_at, paused_by } = pause;
  const what = `${kind === 'client' ? 'client' : 'use case'} ${JSON.stringify(name)}`;
  return `${what} is paused since ${instant(paused_at)} by ${paused_by} (DELETE /v1/pauses/${kind}/${encodeURIComponent(name)} ends it)`;
}
