/** What callbacks are signed with: the server's own secret, and those of clients. Kept sealed, see keyring.ts. */
import { type EntityManager, type InferEntity, raw } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Scope } from '../contracts/scope.ts';
import { CallbackSecretEntity } from './entities/callbacks.ts';
import { SettingEntity } from './entities/settings.ts';
import { inScope } from './in-scope.ts';
import type { Keyring } from './keyring.ts';
import { isoTime } from './row.ts';
import { execute } from './statement.ts';
import { resealSubscriptions } from './subscriptions.ts';
import { tables } from './tables.ts';

const SERVER_SECRET = 'callback_secret';
const SERVER_PLACE = 'ix_settings callback_secret';

/** The secret the server made for itself, null before it has. @throws Unopenable */
export async function getServerSecret(em: EntityManager, keyring: Keyring): Promise<string | null> {
  const kept = await em.findOne(SettingEntity, SERVER_SECRET, { disableIdentityMap: true });
  return kept === null ? null : keyring.open(kept.value, SERVER_PLACE);
}

/** Keeps `secret`, unless another process was first. @returns the one that is kept. */
export async function keepServerSecret(em: EntityManager, keyring: Keyring, secret: string): Promise<string> {
  const kept = await em.upsert(
    SettingEntity,
    { name: SERVER_SECRET, value: keyring.seal(secret, SERVER_PLACE) },
    { onConflictFields: ['name'], onConflictAction: 'ignore', disableIdentityMap: true },
  );
  return keyring.open(kept.value, SERVER_PLACE);
}

const CHECK = 'secret_key_check';
const CHECK_PLACE = 'ix_settings secret_key_check';

/** Whether anything was ever sealed in this database. */
export const hasSealed = async (em: EntityManager): Promise<boolean> => (await em.count(SettingEntity, { name: CHECK })) > 0;

/**
 * Opens all that is kept for long, and seals by the first key what another key has sealed, or none; so an earlier key may go once the jobs of
 * its time have gone. The first time, a text that is no secret is sealed beside it: whoever has no key for that may not work here.
 * @throws Unopenable, with nothing changed.
 */
export async function resealAll(em: EntityManager, keyring: Keyring): Promise<void> {
  for (const [name, place] of [
    [CHECK, CHECK_PLACE],
    [SERVER_SECRET, SERVER_PLACE],
  ] as const) {
    const kept = await em.findOne(SettingEntity, name, { disableIdentityMap: true });
    if (kept === null) continue;
    const value = keyring.open(kept.value, place);
    if (!keyring.isCurrent(kept.value)) await em.nativeUpdate(SettingEntity, { name }, { value: keyring.seal(value, place) });
  }
  for (const stored of await em.find(CallbackSecretEntity, { kind: { $ne: 'server' } }, { disableIdentityMap: true })) {
    const secret = openSecret(keyring, stored);
    if (keyring.isCurrent(stored.secret)) continue;
    await em.nativeUpdate(CallbackSecretEntity, { secretId: stored.secretId }, { secret: keyring.seal(secret, placeOf(stored)) });
  }
  await resealSubscriptions(em, keyring);
  if (keyring.seals) {
    const check = { name: CHECK, value: keyring.seal('', CHECK_PLACE) };
    await em.upsert(SettingEntity, check, { onConflictFields: ['name'], onConflictAction: 'ignore', disableIdentityMap: true });
  }
}

/** A secret in use, sealed, with its times as ISO 8601; kind `server` stands for the server's own. */
export type StoredSecret = Readonly<InferEntity<typeof CallbackSecretEntity>>;

const placeOf = ({ secretId, clientId }: Pick<StoredSecret, 'secretId' | 'clientId'>): string =>
  `ix_callback_secrets ${secretId} ${clientId}`;

/** @throws Unopenable */
export const openSecret = (keyring: Keyring, stored: StoredSecret): string => keyring.open(stored.secret, placeOf(stored));

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

/** Of a new one, not sealed yet; `lifeSeconds`: how long it signs, null: without end. */
export interface NewSecretRow extends Pick<StoredSecret, 'secretId' | 'clientId' | 'kind' | 'secret'> {
  readonly lifeSeconds: number | null;
}

export async function insertSecret(em: EntityManager, keyring: Keyring, { lifeSeconds, ...row }: NewSecretRow): Promise<void> {
  const secret = keyring.seal(row.secret, placeOf(row));
  await em.insert(CallbackSecretEntity, { ...row, secret, expiresAt: lifeSeconds === null ? null : inSeconds(lifeSeconds) });
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
