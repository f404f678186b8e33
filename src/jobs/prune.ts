/** prune: what is past its retention goes, in small transactions that keep nobody waiting. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { pruneIdempotencyKeys } from '../store/idempotency.ts';
import { type Expired, pruneEnds, pruneFiles, pruneJobs } from '../store/prune.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

const BATCH = 1000;
/** A thousand uploaded files may be many gigabytes. */
const STATEMENT_SECONDS = 600;

/** Days that finished jobs are kept, for those of a client or of a use case. Of a job for which there are both, the client's holds. */
export interface Retention {
  readonly of: 'client' | 'use_case';
  readonly name: string;
  /** 0: for ever. */
  readonly days: number;
}

/** @param days for jobs that no rule is about; 0: for ever. */
export async function prune(deps: JobsDeps, days: number, rules: readonly Retention[] = []): Promise<{ jobs: number; files: number }> {
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
  let jobs = 0;
  for (const expired of expiries(days, rules)) jobs += await all((em) => pruneJobs(em, expired, BATCH));
  return { jobs, files: await all((em) => pruneFiles(em, BATCH)) };
}

/** Each job is in one of these at most. */
function expiries(days: number, rules: readonly Retention[]): Expired[] {
  const named = (of: Retention['of']) => rules.filter((rule) => rule.of === of).map(({ name }) => name);
  const exceptClients = named('client');
  const all = [
    ...rules.map((rule) =>
      rule.of === 'client'
        ? { days: rule.days, clientId: rule.name, exceptClients: [], exceptUseCases: [] }
        : { days: rule.days, useCase: rule.name, exceptClients, exceptUseCases: [] },
    ),
    { days, exceptClients, exceptUseCases: named('use_case') },
  ];
  return all.filter((expired) => expired.days > 0);
}
