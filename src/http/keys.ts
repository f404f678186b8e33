/** Keys: listed, made, rotated, revoked, by admins. */
import { z } from 'zod';
import { KeyIdSchema, NewKeySchema, RotateKeySchema } from '../contracts/key.ts';
import { readJson } from './body-json.ts';
import type { AppDeps } from './deps.ts';
import { ONCE, onceOf } from './idempotency-key.ts';
import { keyIdOf } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const KeyPath = z.strictObject({
  key_id: KeyIdSchema.describe('The `key_id` of the listing: what stands between the first two `_` of a key.'),
});

export function keyRoutes({ keys }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/keys',
      operationId: 'listKeys',
      needs: 'admin',
      tag: 'Keys',
      summary: 'All keys there ever were, the newest first',
      answers: { 200: { description: 'None of them shows the key itself.', schema: 'KeyList' } },
      handler: async (c, scope) => c.json({ keys: await keys.list(scope) }),
    },
    {
      method: 'post',
      path: '/v1/keys',
      operationId: 'createKey',
      needs: 'admin',
      tag: 'Keys',
      summary: 'A new key',
      description:
        'The key itself is in this answer and in no other. A client may have two live keys of role `client`. Once there is a key, or IX_ADMIN_KEY is set, every request needs one.',
      requestHeaders: ONCE,
      body: { 'application/json': { schema: 'NewKey', example: { client_id: 'accounting', role: 'client' } } },
      answers: { 201: { description: 'The key.', schema: 'CreatedKey' } },
      problems: ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'invalid', 'keys-full', 'key-reused', 'shown-once'],
      handler: async (c, scope) => {
        const asked = await readJson(c, NewKeySchema);
        return c.json(await keys.create(scope, asked, onceOf(c, asked)), 201);
      },
    },
    {
      method: 'post',
      path: '/v1/keys/{key_id}/rotate',
      operationId: 'rotateKey',
      needs: 'admin',
      tag: 'Keys',
      summary: 'A new key in place of one, which works on for the overlap',
      params: KeyPath,
      requestHeaders: ONCE,
      body: { 'application/json': { schema: 'RotateKey', example: { overlap_seconds: 86_400 } } },
      answers: { 201: { description: 'The new key.', schema: 'CreatedKey' } },
      problems: [
        'unreadable',
        'cross-site',
        'not-found',
        'too-large',
        'unsupported-media-type',
        'invalid',
        'keys-full',
        'key-reused',
        'shown-once',
      ],
      handler: async (c, scope) => {
        const [keyId, asked] = [keyIdOf(c), await readJson(c, RotateKeySchema)];
        const created = await keys.rotate(scope, keyId, asked, onceOf(c, asked));
        if (created === null) throw new Problem('not-found', `there is no live key ${keyId}`);
        return c.json(created, 201);
      },
    },
    {
      method: 'post',
      path: '/v1/keys/{key_id}/revoke',
      operationId: 'revokeKey',
      needs: 'admin',
      tag: 'Keys',
      summary: 'Let nobody in with a key from now on',
      description: 'Other processes hear of it at once; should the signal be lost, within five seconds.',
      params: KeyPath,
      answers: { 200: { description: 'The key, revoked.', schema: 'Key' } },
      problems: ['cross-site', 'not-found'],
      handler: async (c, scope) => {
        const keyId = keyIdOf(c);
        const revoked = await keys.revoke(scope, keyId);
        if (revoked === null) throw new Problem('not-found', `there is no key ${keyId}`);
        return c.json(revoked);
      },
    },
  ];
}
