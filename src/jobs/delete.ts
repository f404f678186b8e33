/** delete: a job that has ended, or all that a client has, for good. What stays is the audit's word that it was done. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { DeletedClient } from '../contracts/client.ts';
import type { JobId } from '../contracts/ids.ts';
import { isTerminal, type JobStatus } from '../contracts/job.ts';
import { requireAll, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { failedCallbacks } from '../store/callbacks.ts';
import { countJobs } from '../store/counts.ts';
import { type DoomedJob, deleteJobRows, deleteLeftovers, deleteUnusedFiles, lockEndedJobs, lockJob } from '../store/delete-jobs.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** What is to be deleted has not ended. */
export class NotEnded extends Error {
  override readonly name = 'NotEnded';
}

/** Jobs, or files, of one transaction: a thousand files may be many gigabytes. */
const BATCH = 200;
/** Jobs of one call: somebody waits for it. */
const DELETE_MAX = 20_000;
const STATEMENT_SECONDS = 120;
const ACTIVE: readonly JobStatus[] = ['pending', 'running'];

/** With its files, unless other jobs use them, callbacks, reviews and secrets. @returns false: there is no such job. @throws NotEnded */
export function deleteJob(deps: JobsDeps, scope: Scope, jobId: JobId): Promise<boolean> {
  return transact(deps, 'delete job', async (em) => {
    const job = await lockJob(em, scope, jobId);
    if (job === null) return false;
    if (!isTerminal(job.status)) throw new NotEnded(`the job is ${job.status}: expected one that has ended; cancel it first`);
    await deleteAll(deps, em, [job]);
    await insertAudit(em, scope, [{ act: 'delete job', target: `job ${jobId}`, clientId: job.clientId }]);
    return true;
  });
}

/**
 * All that there is of a client but its audit: jobs and files, then endpoints, subscriptions, signing secrets and keys. At most 20,000 jobs and files a call.
 * @returns null: nothing is known of such a client. @throws NotEnded: a job of it waits or runs. OutOfScope
 */
export async function deleteClient(deps: JobsDeps, scope: Scope, clientId: string): Promise<DeletedClient | null> {
  requireAll(scope);
  const active = await countJobs(deps.orm.em.fork(), scope, ACTIVE, clientId);
  if (active > 0)
    throw new NotEnded(`client ${JSON.stringify(clientId)} has ${active} jobs that wait or run: expected none; cancel them first`);
  const [jobs, files] = [
    await inBatches(deps, async (em) => {
      const doomed = await lockEndedJobs(em, clientId, BATCH);
      const gone = await deleteAll(deps, em, doomed);
      return { seen: doomed.length, files: gone };
    }),
    await inBatches(deps, async (em) => {
      const seen = await deleteUnusedFiles(em, clientId, BATCH);
      return { seen, files: seen };
    }),
  ];
  const gone = { client_id: clientId, jobs: jobs.seen, files: jobs.files + files.files };
  if (jobs.more || files.more) {
    await transact(deps, 'delete client', (em) => insertAudit(em, scope, [recordOf(clientId)]));
    return { ...gone, endpoints: 0, subscriptions: 0, secrets: 0, keys: 0, more: true };
  }
  const rest = await transact(deps, 'delete client', async (em) => {
    await deps.queue.deleteDead(em, await failedCallbacks(em, { clientId }));
    const leftovers = await deleteLeftovers(em, clientId);
    if (leftovers.keys > 0) deps.queue.signals.sendOnCommit(em, 'keys');
    if (Object.values({ ...gone, ...leftovers }).some((n) => typeof n === 'number' && n > 0)) {
      await insertAudit(em, scope, [recordOf(clientId)]);
      return leftovers;
    }
    return null;
  });
  return rest === null ? null : { ...gone, ...rest, more: false };
}

const recordOf = (clientId: string) => ({ act: 'delete client', target: `client ${clientId}`, clientId });

/** @returns how many files went with them. */
async function deleteAll(deps: JobsDeps, em: EntityManager, jobs: readonly DoomedJob[]): Promise<number> {
  if (jobs.length === 0) return 0;
  const { dead, files } = await deleteJobRows(em, jobs);
  // Tickets of callbacks and jobs find nothing, and are gone with that.
  await deps.queue.deleteDead(em, dead);
  return files;
}

interface Batched {
  readonly seen: number;
  readonly files: number;
}

/** Until a batch is not full, or so many are through that somebody should be told. */
async function inBatches(deps: JobsDeps, batch: (em: EntityManager) => Promise<Batched>): Promise<Batched & { readonly more: boolean }> {
  let [seen, files] = [0, 0];
  while (seen < DELETE_MAX) {
    const one = await deps.withDeadline(STATEMENT_SECONDS, () => transact(deps, 'delete client', batch));
    seen += one.seen;
    files += one.files;
    if (one.seen < BATCH) return { seen, files, more: false };
  }
  return { seen, files, more: true };
}
