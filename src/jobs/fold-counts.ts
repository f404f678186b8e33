/** foldCounts: keeps the counts of jobs cheap to read; any process may run it, any number at a time. */
import { foldCounts as fold } from '../store/counts.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

export async function foldCounts(deps: JobsDeps): Promise<void> {
  await transact(deps, 'fold counts', fold);
}
