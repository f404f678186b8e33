/** prune: what is past its retention goes, in small transactions that keep nobody waiting. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { pruneIdempotencyKeys } from '../store/idempotency.ts';
import { pruneEnds, pruneFiles, pruneJobs } from '../store/prune.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

const BATCH = 1000;
/** A thousand uploaded files may be many gigabytes. */
const STATEMENT_SECONDS = 600;

export async function prune(deps: JobsDeps, days: number): Promise<{ jobs: number; files: number }> {
  const all = async (batch: (em: EntityManager) => Promise<number>): Promise<number> => {
    let total = 0;
    for (;;) {
      const n = await deps.withDeadline(STATEMENT_SECONDS, () => transact(deps, 'prune', batch));
      total += n;
      if (n < BATCH) return total;
    }
  };
  await transact(deps, 'prune', pruneEnds);
  await transact(deps, 'prune', pruneIdempotencyKeys);
  const jobs = days === 0 ? 0 : await all((em) => pruneJobs(em, days, BATCH));
  return { jobs, files: await all((em) => pruneFiles(em, BATCH)) };
}
