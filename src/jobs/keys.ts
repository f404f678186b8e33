/** Keys by hand: listed, made, rotated, revoked. A key itself is in one answer and nowhere else. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CreatedKey, type Key, LIVE_KEYS_MAX, type NewKey, type RotateKey } from '../contracts/key.ts';
import { requireAll, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { countLiveKeys, expireKey, findKey, insertKey, listKeys as listRows, revokeKeyRow } from '../store/keys.ts';
import { transact } from './act.ts';
import { type MadeKey, makeKey } from './api-key.ts';
import type { JobsDeps } from './deps.ts';
import { madeBefore, type Once, ShownOnce } from './once.ts';

type Deps = Pick<JobsDeps, 'orm' | 'queue'>;

/** The client has as many live keys as it may. */
export class KeysFull extends Error {
  override readonly name = 'KeysFull';

  constructor(clientId: string) {
    super(`client_id: ${JSON.stringify(clientId)} has ${LIVE_KEYS_MAX} live keys, expected fewer: revoke one first`);
  }
}

/** All there ever were, the newest first. @throws OutOfScope */
export async function listKeys(deps: Deps, scope: Scope): Promise<Key[]> {
  requireAll(scope);
  return listRows(deps.orm.em.fork(), scope);
}

/** @throws KeyReused, KeysFull, OutOfScope, ShownOnce */
export async function createKey(deps: Deps, scope: Scope, key: NewKey, once: Once | null = null): Promise<CreatedKey> {
  requireAll(scope);
  return transact(deps, 'create key', async (em) => {
    const made = await madeOnce(em, scope, 'key', once);
    return insert(deps, em, scope, key, made, 'create key');
  });
}

/** There is no such live key. */
class NoLiveKey extends Error {}

/**
 * A new key like that one, which works on for the overlap. Asked for again under one Idempotency-Key it is told to have been made, though the old
 * one may not be live any more. @returns null: there is no such live key. @throws as createKey
 */
export async function rotateKey(
  deps: Deps,
  scope: Scope,
  keyId: string,
  { overlap_seconds }: RotateKey,
  once: Once | null = null,
): Promise<CreatedKey | null> {
  requireAll(scope);
  const rotated = transact(deps, 'rotate key', async (em) => {
    const made = await madeOnce(em, scope, `key after ${keyId}`, once);
    const old = await findKey(em, keyId);
    // Nothing was made: that is not to be remembered.
    if (old === null || !isLive(old)) throw new NoLiveKey();
    await expireKey(em, keyId, overlap_seconds);
    const { role, client_id, name, max_requests_per_minute, max_pending, max_upload_bytes_per_minute } = old;
    const like = { role, client_id, name, max_requests_per_minute, max_pending, max_upload_bytes_per_minute, expires_in_seconds: null };
    return insert(deps, em, scope, like, made, 'rotate key');
  });
  return rotated.catch((error: unknown) => {
    if (error instanceof NoLiveKey) return null;
    throw error;
  });
}

/** From now on it lets nobody in, in any process. @returns the key, revoked now or before; null: there is none. @throws OutOfScope */
export async function revokeKey(deps: Deps, scope: Scope, keyId: string): Promise<Key | null> {
  requireAll(scope);
  return transact(deps, 'revoke key', async (em) => {
    if (await revokeKeyRow(em, keyId)) {
      const key = await findKey(em, keyId);
      await insertAudit(em, scope, [{ act: 'revoke key', target: `key ${keyId}`, clientId: key?.client_id ?? null }]);
      deps.queue.signals.sendOnCommit(em, 'keys');
    }
    const found = await findKey(em, keyId);
    return found === null ? null : shown(found);
  });
}

/** What the key will be. @throws KeyReused, ShownOnce */
async function madeOnce(em: EntityManager, scope: Scope, operation: string, once: Once | null): Promise<MadeKey> {
  const made = makeKey();
  const before = await madeBefore(em, scope, operation, once, made.keyId);
  // Only its hash is kept, so it cannot be told again.
  if (before !== null)
    throw new ShownOnce(`key ${before} was made under this Idempotency-Key: revoke it if its answer was lost, and make another`);
  return made;
}

async function insert(deps: Deps, em: EntityManager, scope: Scope, key: NewKey, made: MadeKey, act: string): Promise<CreatedKey> {
  const { client_id: clientId, expires_in_seconds: lifeSeconds } = key;
  if (key.role === 'client' && clientId !== null && (await countLiveKeys(em, clientId)) >= LIVE_KEYS_MAX) throw new KeysFull(clientId);
  await insertKey(em, { ...key, keyId: made.keyId, hash: made.hash, createdBy: scope.by, lifeSeconds });
  await insertAudit(em, scope, [{ act, target: `key ${made.keyId}`, clientId }]);
  deps.queue.signals.sendOnCommit(em, 'keys');
  const stored = await findKey(em, made.keyId);
  if (stored === null) throw new Error(`the new key ${made.keyId} is not there`);
  return { ...shown(stored), key: made.key };
}

function shown({ hash: _, ...key }: Key & { readonly hash: Uint8Array }): Key {
  return key;
}

/** Neither revoked nor past its end. */
export const isLive = ({ revoked_at, expires_at }: Pick<Key, 'revoked_at' | 'expires_at'>): boolean =>
  revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now());
