/** What a client's callbacks are signed with: listed, made anew, revoked. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NewSecretSchema } from '../contracts/callback.ts';
import { reaches, type Scope } from '../contracts/scope.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ONCE, onceOf } from './idempotency-key.ts';
import { ClientPath, nameIn, nameToBe } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export function clientSecretRoutes({ callbacks }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/clients/{client_id}/secrets',
      operationId: 'listClientSecrets',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'The secrets a client’s callbacks are signed with, masked',
      params: ClientPath,
      answers: { 200: { description: 'Those in use, the newest first. None: the server’s own is used.', schema: 'ClientSecretList' } },
      problems: ['not-found'],
      handler: async (c, scope) => c.json({ secrets: await callbacks.secrets(scope, clientOf(c, scope)) }),
    },
    {
      method: 'post',
      path: '/clients/{client_id}/secrets',
      operationId: 'createClientSecret',
      needs: 'operate',
      tag: 'Callbacks',
      summary: 'A new secret for a client: its first, or the next',
      description:
        'Callbacks are signed with the earlier ones too until `overlap_seconds` are over, and with the server’s own when this is the client’s first: receivers verify with either meanwhile. The secret is in this answer and in no other.',
      params: ClientPath,
      requestHeaders: ONCE,
      body: { 'application/json': { schema: 'NewSecret', example: { kind: 'hmac', overlap_seconds: 86_400 } } },
      answers: {
        201: { description: 'The secret.', schema: 'CreatedSecret' },
        200: {
          description: 'The secret that was made under this `Idempotency-Key` before.',
          schema: 'CreatedSecret',
          headers: { 'Idempotency-Replayed': '`true`' },
        },
      },
      problems: ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'invalid', 'key-reused', 'shown-once'],
      handler: async (c, scope) => {
        const [clientId, asked] = [nameToBe(c, 'client_id'), await readJson(c, NewSecretSchema)];
        const { made, created } = await callbacks.createSecret(scope, clientId, asked, onceOf(c, asked));
        return created ? c.json(made, 201) : c.json(made, 200, { 'Idempotency-Replayed': 'true' });
      },
    },
    {
      method: 'post',
      path: '/clients/{client_id}/secrets/{secret_id}/revoke',
      operationId: 'revokeClientSecret',
      needs: 'operate',
      tag: 'Callbacks',
      summary: 'Sign nothing with a secret from now on',
      params: ClientPath.extend({ secret_id: z.uuid().describe('The `secret_id` of the listing.') }),
      answers: { 200: { description: 'The secrets that are left.', schema: 'ClientSecretList' } },
      problems: ['cross-site', 'not-found'],
      handler: async (c, scope) => {
        const [clientId, secretId] = [clientOf(c, scope), c.req.param('secret_id') ?? ''];
        const known = z.uuid().safeParse(secretId).success && (await callbacks.revokeSecret(scope, clientId, secretId));
        if (!known) throw new Problem('not-found', `client ${JSON.stringify(clientId)} has no secret ${JSON.stringify(secretId)}`);
        return c.json({ secrets: await callbacks.secrets(scope, clientId) });
      },
    },
  ];
}

/** @throws Problem 404 */
function clientOf(c: Context<AppEnv>, scope: Scope): string {
  const clientId = nameIn(c, 'client_id');
  if (clientId === null || !reaches(scope, clientId))
    throw new Problem('not-found', `there is no client ${JSON.stringify(c.req.param('client_id'))}`);
  return clientId;
}
