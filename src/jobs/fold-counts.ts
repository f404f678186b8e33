/** foldCounts: keeps the counts of jobs cheap to read; any process may run it, any number at a time. */
import { foldCounts as fold } from '../store/counts.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** What gathered while the database was held up is folded in one go. */
const STATEMENT_SECONDS = 60;

export async function foldCounts(deps: JobsDeps): Promise<void> {
  await deps.withDeadline(STATEMENT_SECONDS, () => transact(deps, 'fold counts', fold));
}
