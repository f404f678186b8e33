/** What callbacks are signed with: the server's own secret, and those of clients. They are kept as they are (see docs/callbacks.md). */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ClientSecret, SecretKind } from '../contracts/callback.ts';
import { isoTime } from './row.ts';

const SERVER_SECRET = 'callback_secret';

/** The secret the server made for itself, null before it has. */
// Index: ix_settings_pkey.
export async function getServerSecret(em: EntityManager): Promise<string | null> {
  const { rows } = await sql<{ value: string }>`SELECT value FROM ix_settings WHERE name = ${SERVER_SECRET}`.execute(em.getKysely());
  return rows[0]?.value ?? null;
}

/** Keeps `secret`, unless another process was first: read it back with `getServerSecret`. */
// Index: ix_settings_pkey.
export async function insertServerSecret(em: EntityManager, secret: string): Promise<void> {
  await sql`INSERT INTO ix_settings (name, value) VALUES (${SERVER_SECRET}, ${secret}) ON CONFLICT (name) DO NOTHING`.execute(
    em.getKysely(),
  );
}

/** A secret in use; kind `server` stands for the server's own. */
export interface StoredSecret {
  readonly secretId: string;
  readonly clientId: string;
  readonly kind: ClientSecret['kind'];
  readonly secret: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** Those that sign now, of these clients, the newest first. */
// Index: ix_callback_secrets_client.
export async function listSecrets(em: EntityManager, clientIds: readonly string[]): Promise<StoredSecret[]> {
  const { rows } = await sql<StoredSecret>`
    SELECT secret_id AS "secretId", client_id AS "clientId", kind, secret, ${isoTime('created_at')} AS "createdAt", ${isoTime('expires_at')} AS "expiresAt"
    FROM ix_callback_secrets
    WHERE client_id = ANY(${clientIds}::text[]) AND (expires_at IS NULL OR expires_at > statement_timestamp())
    ORDER BY client_id, ix_callback_secrets.created_at DESC, secret_id`.execute(em.getKysely());
  return rows;
}

export interface NewSecretRow {
  readonly secretId: string;
  readonly clientId: string;
  readonly kind: SecretKind | 'server';
  readonly secret: string;
  /** Seconds it signs for; null: without end. */
  readonly lifeSeconds: number | null;
}

// Index: none is read.
export async function insertSecret(em: EntityManager, { secretId, clientId, kind, secret, lifeSeconds }: NewSecretRow): Promise<void> {
  await sql`
    INSERT INTO ix_callback_secrets (secret_id, client_id, kind, secret, expires_at)
    VALUES (${secretId}, ${clientId}, ${kind}, ${secret}, statement_timestamp() + make_interval(secs => ${lifeSeconds}::float8))`.execute(
    em.getKysely(),
  );
}

/** The client's secrets end in `seconds`, unless they do earlier; those that ended are forgotten. @returns how many are still in use. */
// Index: ix_callback_secrets_client.
export async function expireSecrets(em: EntityManager, clientId: string, seconds: number): Promise<number> {
  // One rotation of a client at a time, or two new secrets would each know nothing of the other.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`ix.secrets ${clientId}`}, 0))`.execute(em.getKysely());
  await sql`DELETE FROM ix_callback_secrets WHERE client_id = ${clientId} AND expires_at <= statement_timestamp()`.execute(em.getKysely());
  const { numAffectedRows } = await sql`
    UPDATE ix_callback_secrets SET expires_at = least(expires_at, statement_timestamp() + make_interval(secs => ${seconds}))
    WHERE client_id = ${clientId}`.execute(em.getKysely());
  return Number(numAffectedRows ?? 0n);
}

/** @returns false: the client has no such secret. */
// Index: ix_callback_secrets_pkey.
export async function deleteSecret(em: EntityManager, clientId: string, secretId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM ix_callback_secrets WHERE client_id = ${clientId} AND secret_id = ${secretId}::uuid`.execute(em.getKysely());
  return numAffectedRows === 1n;
}
