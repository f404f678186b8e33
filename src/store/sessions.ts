/** Sessions of people who signed in: a row each, found by the hash of what the browser holds. */
import { type EntityManager, raw } from '@mikro-orm/postgresql';
import type { ClientId, Role } from '../contracts/scope.ts';
import { SessionEntity } from './entities/keys.ts';

/** Whose a session is: of a key, or of somebody whom an issuer vouches for. */
export interface SessionHolder {
  /** The key, or the person as the audit names one. */
  readonly holder: string;
  /** Null: a key opened it, and says what its holder may. */
  readonly issuer: string | null;
  readonly role: Role | null;
  readonly clientId: ClientId | null;
}

/** Sessions that are over go with it. Index: ix_sessions_pkey; to forget, all are read. */
export async function insertSession(em: EntityManager, hash: Buffer, holder: SessionHolder, lifeSeconds: number): Promise<void> {
  await em.nativeDelete(SessionEntity, { expiresAt: { $lte: raw('statement_timestamp()') } });
  await em.insert(SessionEntity, { hash, ...holder, expiresAt: raw('statement_timestamp() + make_interval(secs => ?)', [lifeSeconds]) });
}

/** Whose it is; null: there is none, or it is over. Index: ix_sessions_pkey. */
export async function findSession(em: EntityManager, hash: Buffer): Promise<SessionHolder | null> {
  const {
    holder,
    issuer = null,
    role = null,
    clientId = null,
  } = (await em.findOne(
    SessionEntity,
    { hash, expiresAt: { $gt: raw('statement_timestamp()') } },
    { fields: ['holder', 'issuer', 'role', 'clientId'], disableIdentityMap: true },
  )) ?? {};
  return holder === undefined ? null : { holder, issuer, role, clientId };
}

/** @returns whether there was one. Index: ix_sessions_pkey. */
export const deleteSession = async (em: EntityManager, hash: Buffer): Promise<boolean> =>
  (await em.nativeDelete(SessionEntity, { hash })) === 1;
