/** Pauses by hand: of a client, a use case, a worker. */
import type { Pause, PauseKind } from '../contracts/pause.ts';
import { requireAll, requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { holdWaiting, listPauses as listRows, pauseRow, resumeRow } from '../store/pauses.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

type Deps = Pick<JobsDeps, 'orm'>;

/** Jobs of one transaction, and transactions of one call: what still waits then is read past by claims. */
const BATCH = 1000;
const BATCHES_MAX = 100;

/** Those there are now, the newest first. */
export const listPauses = (deps: Deps, scope: Scope): Promise<Pause[]> => listRows(deps.orm.em.fork(), scope);

/** What runs goes on; nothing more of it is claimed, or by it. Again it changes nothing. @throws OutOfScope */
export async function pause(deps: Deps, scope: Scope, kind: PauseKind, name: string): Promise<Pause> {
  requireReach(scope, kind, name);
  await transact(deps, 'pause', async (em) => {
    if (await pauseRow(em, scope, kind, name)) await insertAudit(em, scope, [entryOf('pause', kind, name)]);
  });
  if (kind !== 'worker')
    for (let i = 0; i < BATCHES_MAX; i++) if ((await transact(deps, 'hold', (em) => holdWaiting(em, kind, name, BATCH))) < BATCH) break;
  const found = (await listPauses(deps, scope)).find((one) => one.kind === kind && one.name === name);
  return found ?? { kind, name, paused_at: new Date().toISOString(), paused_by: scope.by };
}

/** Its jobs may be claimed within a second or two, while a worker lives. @returns false: it was not paused. @throws OutOfScope */
export function resume(deps: Deps, scope: Scope, kind: PauseKind, name: string): Promise<boolean> {
  requireReach(scope, kind, name);
  return transact(deps, 'resume', async (em) => {
    const was = await resumeRow(em, kind, name);
    if (was) await insertAudit(em, scope, [entryOf('resume', kind, name)]);
    return was;
  });
}

function requireReach(scope: Scope, kind: PauseKind, name: string): void {
  if (kind === 'client') requireClient(scope, name, 'name');
  else requireAll(scope);
}

const entryOf = (act: string, kind: PauseKind, name: string) => ({
  act: `${act} ${kind === 'use_case' ? 'use case' : kind}`,
  target: `${kind === 'use_case' ? 'use case' : kind} ${name}`,
  clientId: kind === 'client' ? name : null,
});
