/** cancel: pending jobs end at once; the workers of running ones are told when the transaction commits. */
import type { JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { cancelRows } from '../store/cancel.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { announce } from './finish.ts';
import { settleEach } from './settle.ts';

/**
 * A running job is not terminal yet when this returns: its worker ends it, with IX_003_000, when the signal or the next heartbeat
 * reaches it, unless its answer is stored before. One that the database refuses to end hurts none of the others.
 * @returns the jobs this applied to; terminal ones, unknown ones and those of others are not among them.
 * @throws what the database said, when it refused every job.
 */
export async function cancel(deps: JobsDeps, scope: Scope, jobIds: readonly JobId[]): Promise<Set<JobId>> {
  const outcomes = await settleEach(jobIds, (some) =>
    transact(deps, 'cancel', async (em) => {
      const { ended, marked } = await cancelRows(em, scope, some);
      await announce(em, deps, ended);
      const running = marked.map((job) => job.jobId);
      if (running.length > 0) deps.queue.signals.sendOnCommit(em, 'cancel', running);
      const cancelled = [...ended, ...marked];
      await insertAudit(
        em,
        scope,
        cancelled.map(({ jobId, clientId }) => ({ act: 'cancel', target: `job ${jobId}`, clientId })),
      );
      const applied = new Set(cancelled.map((job) => job.jobId));
      return some.map((jobId) => applied.has(jobId));
    }),
  );
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (refused.length > 0 && refused.length === jobIds.length) throw refused[0];
  return new Set(jobIds.filter((_, i) => outcomes[i]?.status === 'fulfilled' && outcomes[i].value));
}
