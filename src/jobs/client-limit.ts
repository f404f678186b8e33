/**
 * The most jobs one client may have waiting (IX_CLIENT_MAX_PENDING, `max_pending` of its key): a submit that would pass it is refused. What is there already
 * is answered, whatever the limit. Looked at before the insert, without a lock: submits under way at the same time do not see each
 * other, so a client may pass its limit by what it has under way.
 */
import type { Submission } from '../contracts/request.ts';
import type { Scope } from '../contracts/scope.ts';
import { countPendingOf } from '../store/counts.ts';
import { findExisting, keyOf } from '../store/insert-pending.ts';
import type { JobsDeps } from './deps.ts';

/** The client has as many jobs waiting as it may. */
export class ClientFull extends Error {
  override readonly name = 'ClientFull';
  readonly clientId: string;

  constructor(clientId: string, pending: number, limit: number, setting: string) {
    super(`client ${JSON.stringify(clientId)} has ${pending} jobs waiting: expected at most ${limit} (${setting}) with this submit`);
    this.clientId = clientId;
  }
}

interface Asked {
  readonly scope: Scope;
  readonly job: { readonly submission: Submission };
}

/** One answer an item, in order: null, or why it may not be stored. Earlier items of a client count for its later ones. */
export async function refusals(deps: JobsDeps, items: readonly Asked[]): Promise<(ClientFull | null)[]> {
  const limitOf = ({ scope }: Asked): number => Math.min(deps.clientMaxPending || Infinity, scope.limits?.max_pending ?? Infinity);
  const limited = items.filter((item) => limitOf(item) < Infinity);
  if (limited.length === 0) return items.map(() => null);
  const byClient = Map.groupBy(limited, clientOf);
  const pending = await countPendingOf(deps.orm.em.fork(), [...byClient.keys()]);
  const waiting = (clientId: string): number => pending.get(clientId) ?? 0;
  const crowded = new Set(
    [...byClient].filter(([clientId, own]) => waiting(clientId) + own.length > Math.min(...own.map(limitOf))).map(([clientId]) => clientId),
  );
  if (crowded.size === 0) return items.map(() => null);
  const keys = items.flatMap(({ job: { submission } }) =>
    crowded.has(submission.ix_client_id) && submission.request_id !== undefined
      ? [{ clientId: submission.ix_client_id, requestId: submission.request_id }]
      : [],
  );
  const known = new Set(await findExisting(deps.orm.em.fork(), keys));
  const taken = new Map<string, number>();
  return items.map((item) => {
    const [clientId, requestId] = [clientOf(item), item.job.submission.request_id];
    const key = requestId === undefined ? null : keyOf(clientId, requestId);
    if (!crowded.has(clientId) || (key !== null && known.has(key))) return null;
    const others = taken.get(clientId) ?? 0;
    if (waiting(clientId) + others >= limitOf(item)) {
      const isOfKey = limitOf(item) === item.scope.limits?.max_pending;
      return new ClientFull(clientId, waiting(clientId), limitOf(item), isOfKey ? 'max_pending of the key' : 'IX_CLIENT_MAX_PENDING');
    }
    taken.set(clientId, others + 1);
    if (key !== null) known.add(key);
    return null;
  });
}

const clientOf = ({ job }: Asked): string => job.submission.ix_client_id;
