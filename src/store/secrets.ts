/** What callbacks are signed with: the server's own secret, and those of clients. They are kept as they are (see docs/callbacks.md). */
import { type EntityManager, type InferEntity, sql } from '@mikro-orm/postgresql';
import { CallbackSecretEntity } from './entities/callbacks.ts';
import { SettingEntity } from './entities/settings.ts';
import { execute } from './statement.ts';

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

/** A secret in use; kind `server` stands for the server's own. */
export type StoredSecret = Readonly<InferEntity<typeof CallbackSecretEntity>>;

/** Moments are the database's: see src/store/entities/types.ts. */
const inSeconds = (seconds: number) => sql`statement_timestamp() + make_interval(secs => ${seconds})`;

/** Those that sign now, of these clients, the newest first. Index: ix_callback_secrets_client. */
export async function listSecrets(em: EntityManager, clientIds: readonly string[]): Promise<StoredSecret[]> {
  return await em.find(
    CallbackSecretEntity,
    { clientId: { $in: [...clientIds] }, $or: [{ expiresAt: null }, { expiresAt: { $gt: sql`statement_timestamp()` } }] },
    { orderBy: { clientId: 'asc', createdAt: 'desc', secretId: 'asc' }, disableIdentityMap: true },
  );
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
  await em.nativeDelete(CallbackSecretEntity, { clientId, expiresAt: { $lte: sql`statement_timestamp()` } });
  const earlier = sql`least(expires_at, ${inSeconds(seconds)})`;
  return await em.nativeUpdate(CallbackSecretEntity, { clientId }, { expiresAt: earlier });
}

/** @returns false: the client has no such secret. */
export async function deleteSecret(em: EntityManager, clientId: string, secretId: string): Promise<boolean> {
  return (await em.nativeDelete(CallbackSecretEntity, { clientId, secretId })) === 1;
}
