/** recount: mends the counts of jobs if they are wrong; any process may run it at any time. */
import { IsolationLevel } from '@mikro-orm/core';
import { recountRows } from '../store/recount.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

/** Reads all of ix_jobs when they are wrong. */
const STATEMENT_SECONDS = 3600;

/** @returns whether they were wrong. */
export const recount = (deps: JobsDeps): Promise<boolean> =>
  deps.withDeadline(STATEMENT_SECONDS, () => transact(deps, 'recount', recountRows, { isolationLevel: IsolationLevel.REPEATABLE_READ }));
