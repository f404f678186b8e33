/**
 * The most jobs one client may have waiting (IX_CLIENT_MAX_PENDING): a submit that would pass it is refused. What is there already
 * is answered, whatever the limit. Looked at before the insert, without a lock: submits under way at the same time do not see each
 * other, so a client may pass its limit by what it has under way.
 */
import type { Submission } from '../contracts/request.ts';
import { countPendingOf } from '../store/counts.ts';
import { findExisting, keyOf } from '../store/insert-pending.ts';
import type { JobsDeps } from './deps.ts';

/** The client has as many jobs waiting as it may. */
export class ClientFull extends Error {
  override readonly name = 'ClientFull';
  readonly clientId: string;

  constructor(clientId: string, pending: number, limit: number) {
    super(
      `client ${JSON.stringify(clientId)} has ${pending} jobs waiting: expected at most ${limit} (IX_CLIENT_MAX_PENDING) with this submit`,
    );
    this.clientId = clientId;
  }
}

/** One answer an item, in order: null, or why it may not be stored. Earlier items of a client count for its later ones. */
export async function refusals(deps: JobsDeps, items: readonly { readonly submission: Submission }[]): Promise<(ClientFull | null)[]> {
  const limit = deps.clientMaxPending;
  if (limit === 0) return items.map(() => null);
  const byClient = Map.groupBy(items, ({ submission }) => submission.ix_client_id);
  const pending = await countPendingOf(deps.orm.em.fork(), [...byClient.keys()]);
  const waiting = (clientId: string): number => pending.get(clientId) ?? 0;
  const crowded = new Set([...byClient].filter(([clientId, own]) => waiting(clientId) + own.length > limit).map(([clientId]) => clientId));
  if (crowded.size === 0) return items.map(() => null);
  const keys = items.flatMap(({ submission: { ix_client_id: clientId, request_id: requestId } }) =>
    crowded.has(clientId) && requestId !== undefined ? [{ clientId, requestId }] : [],
  );
  const known = new Set(await findExisting(deps.orm.em.fork(), keys));
  const room = new Map([...crowded].map((clientId) => [clientId, limit - waiting(clientId)]));
  return items.map(({ submission: { ix_client_id: clientId, request_id: requestId } }) => {
    const left = room.get(clientId);
    const key = requestId === undefined ? null : keyOf(clientId, requestId);
    if (left === undefined || (key !== null && known.has(key))) return null;
    if (left <= 0) return new ClientFull(clientId, waiting(clientId), limit);
    room.set(clientId, left - 1);
    if (key !== null) known.add(key);
    return null;
  });
}
