/** foldCounts: keeps the counts of jobs cheap to read; any process may run it, any number at a time. */
import { foldDeltas } from '../store/counts.ts';
import { isCancelled } from '../store/database-fault.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** For what gathered while nobody could fold. */
const STATEMENT_SECONDS = 600;

export async function foldCounts(deps: JobsDeps): Promise<void> {
  const act = () => transact(deps, 'fold counts', foldDeltas);
  try {
    await act();
  } catch (error) {
    if (!isCancelled(error)) throw error;
    await deps.withDeadline(STATEMENT_SECONDS, act);
  }
}
