/** Keys: made, listed, found by whoever presents one, ended. The keys themselves are nowhere: a row holds a hash. */
import { type EntityManager, raw } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Key, NewKey } from '../contracts/key.ts';
import type { ScopeOfAll } from '../contracts/scope.ts';
import { KeyEntity } from './entities/keys.ts';
import { isoTime } from './row.ts';
import { execute } from './statement.ts';
import { tables } from './tables.ts';

export interface StoredKey extends Key {
  /** SHA-256 of the whole key. */
  readonly hash: Uint8Array;
}

export interface NewKeyRow extends Omit<NewKey, 'expires_in_seconds'> {
  readonly keyId: string;
  readonly hash: Buffer;
  readonly createdBy: string;
  /** Seconds until it ends by itself; null: it does not. */
  readonly lifeSeconds: number | null;
}

const inSeconds = (seconds: number) => raw('statement_timestamp() + make_interval(secs => ?)', [seconds]);

const columnsOf = (em: EntityManager) =>
  tables(em)
    .selectFrom('ix_keys')
    .select(['key_id', 'role', 'client_id', 'name', 'created_by', 'max_requests_per_minute', 'max_pending', 'max_upload_bytes_per_minute'])
    .select(({ ref }) => [
      isoTime(ref('created_at')).as('created_at'),
      isoTime(ref('expires_at')).as('expires_at'),
      isoTime(ref('revoked_at')).as('revoked_at'),
      isoTime(ref('last_used_at')).as('last_used_at'),
    ]);

/** All there ever were, the newest first. Index: none, all are read. */
export const listKeys = (em: EntityManager, _scope: ScopeOfAll): Promise<Key[]> =>
  columnsOf(em).orderBy('ix_keys.created_at', 'desc').orderBy('key_id').execute();

/** Null: there is none. Index: ix_keys_pkey. */
export async function findKey(em: EntityManager, keyId: string): Promise<StoredKey | null> {
  return (await columnsOf(em).select('hash').where('key_id', '=', keyId).executeTakeFirst()) ?? null;
}

/** Whether there ever was one: from then on nobody is let in without. */
export async function hasKeys(em: EntityManager): Promise<boolean> {
  return (await tables(em).selectFrom('ix_keys').select('key_id').limit(1).executeTakeFirst()) !== undefined;
}

export async function insertKey(em: EntityManager, { keyId, hash, createdBy, lifeSeconds, ...key }: NewKeyRow): Promise<void> {
  await em.insert(KeyEntity, {
    keyId,
    hash,
    createdBy,
    role: key.role,
    clientId: key.client_id,
    name: key.name,
    maxRequestsPerMinute: key.max_requests_per_minute,
    maxPending: key.max_pending,
    maxUploadBytesPerMinute: key.max_upload_bytes_per_minute,
    expiresAt: lifeSeconds === null ? null : inSeconds(lifeSeconds),
    revokedAt: null,
    lastUsedAt: null,
  });
}

/** How many keys of the client let somebody in; the client's keys stay as they are until the transaction ends. Index: ix_keys_client. */
export async function countLiveKeys(em: EntityManager, clientId: string): Promise<number> {
  await execute(em)`SELECT pg_advisory_xact_lock(hashtextextended(${`ix.keys ${clientId}`}, 0))`;
  return await em.count(KeyEntity, {
    clientId,
    role: 'client',
    revokedAt: null,
    $or: [{ expiresAt: null }, { expiresAt: { $gt: raw('statement_timestamp()') } }],
  });
}

/** From now on it lets nobody in. @returns false: there is no such key, or it was revoked before. Index: ix_keys_pkey. */
export async function revokeKeyRow(em: EntityManager, keyId: string): Promise<boolean> {
  return (await em.nativeUpdate(KeyEntity, { keyId, revokedAt: null }, { revokedAt: raw('statement_timestamp()') })) === 1;
}

/** It ends in `seconds`, unless it does earlier. Index: ix_keys_pkey. */
export async function expireKey(em: EntityManager, keyId: string, seconds: number): Promise<void> {
  await em.nativeUpdate(KeyEntity, { keyId }, { expiresAt: raw('least(expires_at, ?)', [inSeconds(seconds)]) });
}

/** Remembers that it was used, at most once a minute. Index: ix_keys_pkey. */
export async function touchKey(em: EntityManager, keyId: string): Promise<void> {
  await tables(em)
    .updateTable('ix_keys')
    .set({ last_used_at: sql<string>`statement_timestamp()` })
    .where('key_id', '=', keyId)
    .where(({ eb, or }) =>
      or([eb('last_used_at', 'is', null), eb('last_used_at', '<', sql<string>`statement_timestamp() - interval '1 minute'`)]),
    )
    .execute();
}
