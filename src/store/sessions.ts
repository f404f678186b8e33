/** Sessions of people who signed in: a row each, found by the hash of what the browser holds. */
import { type EntityManager, raw } from '@mikro-orm/postgresql';
import { SessionEntity } from './entities/keys.ts';

/** Sessions that are over go with it. Index: ix_sessions_pkey; to forget, all are read. */
export async function insertSession(em: EntityManager, hash: Buffer, holder: string, lifeSeconds: number): Promise<void> {
  await em.nativeDelete(SessionEntity, { expiresAt: { $lte: raw('statement_timestamp()') } });
  await em.insert(SessionEntity, { hash, holder, expiresAt: raw('statement_timestamp() + make_interval(secs => ?)', [lifeSeconds]) });
}

/** Whose it is; null: there is none, or it is over. Index: ix_sessions_pkey. */
export async function findSession(em: EntityManager, hash: Buffer): Promise<string | null> {
  const found = await em.findOne(
    SessionEntity,
    { hash, expiresAt: { $gt: raw('statement_timestamp()') } },
    { fields: ['holder'], disableIdentityMap: true },
  );
  return found?.holder ?? null;
}

/** @returns whether there was one. Index: ix_sessions_pkey. */
export const deleteSession = async (em: EntityManager, hash: Buffer): Promise<boolean> =>
  (await em.nativeDelete(SessionEntity, { hash })) === 1;
