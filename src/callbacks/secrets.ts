/** Which secrets a callback is signed with: its client's own, or the server's, configured or made by itself. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { newSecret } from '../jobs/signing-keys.ts';
import { getServerSecret, insertServerSecret, listSecrets } from '../store/secrets.ts';
import { parsePrivateKey, parseSecret, type Secret } from './sign.ts';

/**
 * The server's secret as text, for those who hand it to receivers. Made and kept on first use; every host on one database gets the same.
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
 * The server's secret, ready for use.
 * @throws Error naming IX_CALLBACK_SECRET and what was expected.
 */
export async function loadSecret(em: EntityManager, configured: string | null): Promise<Secret> {
  return parseSecret(await callbackSecret(em, configured), 'IX_CALLBACK_SECRET');
}

/**
 * Client → what its callbacks are signed with at this moment, the newest first. A client without secrets of its own has the server's;
 * one that was just given its first has both, until the overlap ends.
 */
export async function secretsOf(
  em: EntityManager,
  clientIds: readonly string[],
  server: Secret,
): Promise<ReadonlyMap<string, readonly Secret[]>> {
  const own = Map.groupBy(await listSecrets(em, clientIds), ({ clientId }) => clientId);
  return new Map(
    clientIds.map((clientId) => {
      const stored = own.get(clientId) ?? [];
      const keys = stored.map(({ kind, secretId, secret }) => {
        if (kind === 'server') return server;
        return kind === 'hmac' ? parseSecret(secret, `secret ${secretId}`) : parsePrivateKey(secret, `secret ${secretId}`);
      });
      return [clientId, keys.length === 0 ? [server] : keys];
    }),
  );
}
