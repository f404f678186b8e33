/** What a client's callbacks are signed with: listed without the secrets, made anew with an overlap, revoked. */
import { v7 } from 'uuid';
import type { ClientSecret, CreatedSecret, NewSecret } from '../contracts/callback.ts';
import { reaches, requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { deleteSecret, expireSecrets, insertSecret, listSecrets, openSecret, type StoredSecret } from '../store/secrets.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { type Made, madeBefore, type Once, ShownOnce } from './once.ts';
import { masked, newSecret, publicKeyOf } from './signing-keys.ts';

type Deps = Pick<JobsDeps, 'orm' | 'keyring'>;

/** Those in use, the newest first; a client without any has its callbacks signed with the server's secret. */
export async function listClientSecrets(deps: Deps, scope: Scope, clientId: string): Promise<ClientSecret[]> {
  return (await listSecrets(deps.orm.em.fork(), scope, [clientId])).map((stored) => maskedSecret(deps, stored));
}

/**
 * A new secret. Those the client had sign beside it for the overlap; so does the server's, when this is the client's first.
 * The secret itself is in this answer and in no other, but for one that is asked for again under the same key. @throws KeyReused, OutOfScope,
 * ShownOnce
 */
export async function createClientSecret(
  deps: Deps,
  scope: Scope,
  clientId: string,
  { kind, overlap_seconds }: NewSecret,
  once: Once | null = null,
): Promise<Made<CreatedSecret>> {
  requireClient(scope, clientId, 'client_id');
  const [secretId, secret] = [v7(), newSecret(kind)];
  const { stored, created } = await transact(deps, 'create secret', async (em) => {
    const before = await madeBefore(em, scope, `secret of client ${clientId}`, once, secretId);
    const find = async (id: string) => (await listSecrets(em, scope, [clientId])).find((stored) => stored.secretId === id);
    if (before !== null) {
      const stored = await find(before);
      if (stored === undefined) throw new ShownOnce(`secret ${before}, made under this Idempotency-Key, is not in use any more`);
      return { stored, created: false };
    }
    const earlier = await expireSecrets(em, clientId, overlap_seconds);
    if (earlier === 0 && overlap_seconds > 0) {
      await insertSecret(em, deps.keyring, { secretId: v7(), clientId, kind: 'server', secret: '', lifeSeconds: overlap_seconds });
    }
    await insertSecret(em, deps.keyring, { secretId, clientId, kind, secret, lifeSeconds: null });
    await insertAudit(em, scope, [{ act: 'create secret', target: `secret ${secretId}`, clientId }]);
    const stored = await find(secretId);
    if (stored === undefined) throw new Error(`the new secret of client ${clientId} is not there`);
    return { stored, created: true };
  });
  return { made: { ...maskedSecret(deps, stored), secret: stored.kind === 'hmac' ? openSecret(deps.keyring, stored) : null }, created };
}

/** From now on nothing is signed with it. @returns false: the client has no such secret. */
export const revokeClientSecret = (deps: Deps, scope: Scope, clientId: string, secretId: string): Promise<boolean> =>
  transact(deps, 'revoke secret', async (em) => {
    const was = reaches(scope, clientId) && (await deleteSecret(em, clientId, secretId));
    if (was) await insertAudit(em, scope, [{ act: 'revoke secret', target: `secret ${secretId}`, clientId }]);
    return was;
  });

function maskedSecret({ keyring }: Deps, stored: StoredSecret): ClientSecret {
  const { secretId, clientId, kind, createdAt, expiresAt } = stored;
  const secret = openSecret(keyring, stored);
  return {
    secret_id: secretId,
    client_id: clientId,
    kind,
    masked: kind === 'server' ? 'the server’s own' : masked(secret),
    public_key: publicKeyOf(secret),
    created_at: createdAt,
    expires_at: expiresAt,
  };
}
