/** Which secrets callbacks are signed with: the configured one, or the one this database's servers made for themselves. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { getServerSecret, insertServerSecret } from '../store/callbacks.ts';
import { newSecret, parseSecret, type Secret } from './sign.ts';

/**
 * The secret as text, for those who hand it to receivers. Made and kept on first use; every host on one database gets the same.
 * @param configured IX_CALLBACK_SECRET; wins over the one in the database.
 */
export async function callbackSecret(em: EntityManager, configured: string | null): Promise<string> {
  if (configured !== null) return configured;
  const known = await getServerSecret(em);
  if (known !== null) return known;
  const made = newSecret();
  await insertServerSecret(em, made);
  return (await getServerSecret(em)) ?? made;
}

/**
 * The secrets to sign with, ready for use.
 * @throws Error naming IX_CALLBACK_SECRET and what was expected.
 */
export async function loadSecrets(em: EntityManager, configured: string | null): Promise<readonly Secret[]> {
  return [parseSecret(await callbackSecret(em, configured), 'IX_CALLBACK_SECRET')];
}
