/** Workers that there are, or were within the last hour; for operators to look at. */
import { requireAll, type Scope } from '../contracts/scope.ts';
import type { Worker } from '../contracts/worker.ts';
import { listWorkers as listRows } from '../store/workers.ts';
import type { JobsDeps } from './deps.ts';

const WORKERS_MAX = 200;

/** Those that live first. @throws OutOfScope */
export async function listWorkers(deps: Pick<JobsDeps, 'orm'>, scope: Scope): Promise<Worker[]> {
  requireAll(scope);
  return await listRows(deps.orm.em.fork(), scope, WORKERS_MAX);
}
