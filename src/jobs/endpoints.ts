/** Endpoints by hand: listed, paused, resumed. */
import type { Endpoint, EndpointName } from '../contracts/callback.ts';
import { requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { listEndpoints as listRows, pauseEndpoint as pauseRow, resumeEndpoint as resumeRow } from '../store/endpoints.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';

export type EndpointFilter = Parameters<typeof listRows>[2];

/** Paused ones first; at most a thousand. */
export const listEndpoints = (deps: Pick<JobsDeps, 'orm'>, scope: Scope, filter: EndpointFilter): Promise<Endpoint[]> =>
  listRows(deps.orm.em.fork(), scope, filter);

/** Nothing more is begun there until it is resumed; what is under way ends. One that is not known yet is paused all the same. @throws OutOfScope */
export async function pauseEndpoint(deps: Pick<JobsDeps, 'orm'>, scope: Scope, name: EndpointName): Promise<Endpoint> {
  requireClient(scope, name.client_id, 'client_id');
  await transact(deps, 'pause endpoint', async (em) => {
    await pauseRow(em, name);
    await insertAudit(em, scope, [{ act: 'pause endpoint', ...endpointOf(name) }]);
  });
  const [endpoint] = await listEndpoints(deps, scope, { clientId: name.client_id, origin: name.origin });
  if (endpoint === undefined) throw new Error(`the endpoint ${name.origin} of client ${name.client_id} is not there`);
  return endpoint;
}

/** Ends a pause, whoever began it; what waits is sent at once. @returns the endpoint, paused or not before; null: there is none. @throws OutOfScope */
export async function resumeEndpoint(deps: Pick<JobsDeps, 'orm' | 'queue'>, scope: Scope, name: EndpointName): Promise<Endpoint | null> {
  requireClient(scope, name.client_id, 'client_id');
  await transact(deps, 'resume endpoint', async (em) => {
    if (!(await resumeRow(em, name))) return;
    deps.queue.signals.sendOnCommit(em, 'callback');
    await insertAudit(em, scope, [{ act: 'resume endpoint', ...endpointOf(name) }]);
  });
  const [endpoint] = await listEndpoints(deps, scope, { clientId: name.client_id, origin: name.origin });
  return endpoint ?? null;
}

const endpointOf = ({ client_id, origin }: EndpointName) => ({ target: `endpoint ${origin}`, clientId: client_id });
