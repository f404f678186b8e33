/** Which secrets a callback is signed with: its client's own, or the server's, configured or made by itself. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { EVERYTHING } from '../contracts/scope.ts';
import { newSecret } from '../jobs/signing-keys.ts';
import { isPassing } from '../store/database-fault.ts';
import type { Keyring } from '../store/keyring.ts';
import { getServerSecret, keepServerSecret, listSecrets, openSecret } from '../store/secrets.ts';
import { parsePrivateKey, parseSecret, type Secret } from './sign.ts';

/**
 * The server's secret as text, for those who hand it to receivers. Made and kept on first use; every host on one database gets the same.
 * @param configured IX_CALLBACK_SECRET; wins over the one in the database.
 */
export async function callbackSecret(em: EntityManager, keyring: Keyring, configured: string | null): Promise<string> {
  if (configured !== null) return configured;
  return (await getServerSecret(em, keyring)) ?? (await keepServerSecret(em, keyring, newSecret()));
}

/**
 * @returns what gives the server's secret, ready for use: read once, and again as long as it could not be.
 * @throws (what is returned does) Error naming IX_CALLBACK_SECRET and what was expected.
 */
export function serverSecret(em: () => EntityManager, keyring: Keyring, configured: string | null): () => Promise<Secret> {
  let known: Secret | null = null;
  return async () => {
    known ??= parseSecret(await callbackSecret(em(), keyring, configured), 'IX_CALLBACK_SECRET');
    return known;
  };
}

/**
 * Client → what its callbacks are signed with at this moment, the newest first. A client without secrets of its own has the server's;
 * one that was just given its first has both, until the overlap ends. A secret that cannot be read is the trouble of its client alone:
 * an Error stands in its place.
 */
export async function secretsOf(
  em: EntityManager,
  keyring: Keyring,
  clientIds: readonly string[],
  server: () => Promise<Secret>,
): Promise<ReadonlyMap<string, readonly Secret[] | Error>> {
  const own = Map.groupBy(await listSecrets(em, EVERYTHING, clientIds), ({ clientId }) => clientId);
  const keysOf = async (clientId: string): Promise<readonly Secret[] | Error> => {
    try {
      const keys = (own.get(clientId) ?? []).map((stored) => {
        const { kind, secretId } = stored;
        if (kind === 'server') return server();
        const secret = openSecret(keyring, stored);
        return kind === 'hmac' ? parseSecret(secret, `secret ${secretId}`) : parsePrivateKey(secret, `secret ${secretId}`);
      });
      return await Promise.all(keys.length === 0 ? [server()] : keys);
    } catch (error) {
      if (isPassing(error)) throw error;
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  return new Map(await Promise.all(clientIds.map(async (clientId) => [clientId, await keysOf(clientId)] as const)));
}
