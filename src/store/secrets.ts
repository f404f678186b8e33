/** What callbacks are signed with: the server's own secret, and those of clients. They are kept as they are (see docs/callbacks.md). */
import { type EntityManager, type InferEntity, raw } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Scope } from '../contracts/scope.ts';
import { CallbackSecretEntity } from './entities/callbacks.ts';
import { SettingEntity } from './entities/settings.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { execute } from './statement.ts';
import { tables } from './tables.ts';

const SERVER_SECRET = 'callback_secret';

/** The secret the server made for itself, null before it has. */
export async function getServerSecret(em: EntityManager): Promise<string | null> {
  return (await em.findOne(SettingEntity, SERVER_SECRET, { disableIdentityMap: true }))?.value ?? null;
}

/** Keeps `secret`, unless another process was first. @returns the one that is kept. */
export async function keepServerSecret(em: EntityManager, secret: string): Promise<string> {
  const kept = await em.upsert(
    SettingEntity,
    { name: SERVER_SECRET, value: secret },
    { onConflictFields: ['name'], onConflictAction: 'ignore', disableIdentityMap: true },
  );
  return kept.value;
}

/** A secret in use, with its times as ISO 8601; kind `server` stands for the server's own. */
export type StoredSecret = Readonly<InferEntity<typeof CallbackSecretEntity>>;

/** Moments are the database's: see src/store/entities/types.ts. */
const inSeconds = (seconds: number) => raw('statement_timestamp() + make_interval(secs => ?)', [seconds]);

/**
 * Those that sign now, of these clients, the newest first. Index: ix_callback_secrets_client.
 * (Each batch of callbacks asks: by the entity manager it would take 1.3 ms of processor time, in place of 0.3.)
 */
export async function listSecrets(em: EntityManager, scope: Scope, clientIds: readonly string[]): Promise<StoredSecret[]> {
  return await tables(em)
    .selectFrom('ix_callback_secrets')
    .select(['secret_id as secretId', 'client_id as clientId', 'kind', 'secret'])
    .select(({ ref }) => [isoTime(ref('created_at')).as('createdAt'), isoTime(ref('expires_at')).as('expiresAt')])
    .where(({ eb }) => eb('client_id', '=', sql<string>`ANY(${clientIds}::text[])`))
    .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', sql<string>`statement_timestamp()`)]))
    .where(inScope(scope))
    .orderBy('client_id')
    .orderBy('ix_callback_secrets.created_at', 'desc')
    .orderBy('secret_id')
    .execute();
}

/** Of a new one; `lifeSeconds`: how long it signs, null: without end. */
export interface NewSecretRow extends Pick<StoredSecret, 'secretId' | 'clientId' | 'kind' | 'secret'> {
  readonly lifeSeconds: number | null;
}

export async function insertSecret(em: EntityManager, { lifeSeconds, ...secret }: NewSecretRow): Promise<void> {
  await em.insert(CallbackSecretEntity, { ...secret, expiresAt: lifeSeconds === null ? null : inSeconds(lifeSeconds) });
}

/**
 * The client's secrets end in `seconds`, unless they do earlier; those that ended are forgotten. Index: ix_callback_secrets_client.
 * @returns how many are still in use.
 */
export async function expireSecrets(em: EntityManager, clientId: string, seconds: number): Promise<number> {
  // One rotation of a client at a time, or two new secrets would each know nothing of the other.
  await execute(em)`SELECT pg_advisory_xact_lock(hashtextextended(${`ix.secrets ${clientId}`}, 0))`;
  await em.nativeDelete(CallbackSecretEntity, { clientId, expiresAt: { $lte: raw('statement_timestamp()') } });
  const earlier = raw('least(expires_at, ?)', [inSeconds(seconds)]);
  return await em.nativeUpdate(CallbackSecretEntity, { clientId }, { expiresAt: earlier });
}

/** @returns false: the client has no such secret. */
export async function deleteSecret(em: EntityManager, clientId: string, secretId: string): Promise<boolean> {
  return (await em.nativeDelete(CallbackSecretEntity, { clientId, secretId })) === 1;
}
