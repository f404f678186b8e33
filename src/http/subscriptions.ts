/** Subscriptions: endpoints registered for the events of a client's jobs, and tried. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { onlyClientOf, type Scope } from '../contracts/scope.ts';
import {
  NewSubscriptionSchema,
  SUBSCRIPTIONS_MAX,
  SubscriptionChangeSchema,
  type SubscriptionId,
  SubscriptionIdSchema,
} from '../contracts/subscription.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { ONCE, onceOf } from './idempotency-key.ts';
import { invalid, Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const SubscriptionPath = z.strictObject({
  subscription_id: SubscriptionIdSchema.describe('The `subscription_id` of an earlier answer, a UUID.'),
});
const ListQuerySchema = z.strictObject({ client_id: NameSchema.optional().describe('Subscriptions of exactly this client.') });

const EXAMPLE = {
  client_id: 'accounting',
  url: 'https://accounting.example.com/ix',
  events: ['job.done', 'job.error'],
  headers: { Authorization: 'Basic aXg6c2VjcmV0' },
};

const BODY = ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'invalid'] as const;

export function subscriptionRoutes({ callbacks: { subscriptions }, refusalOf }: AppDeps): Route[] {
  /** @throws Problem 422 */
  const refuseUnreachable = (url: string | undefined): void => {
    const detail = url === undefined ? null : refusalOf(url);
    if (detail !== null) throw invalid([{ pointer: '/url', detail: `expected a URL that may be reached: ${detail}` }]);
  };
  return [
    {
      method: 'get',
      path: '/v1/subscriptions',
      operationId: 'listSubscriptions',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'The endpoints registered for events',
      query: ListQuerySchema,
      answers: { 200: { description: `All of them: a client has at most ${SUBSCRIPTIONS_MAX}.`, schema: 'SubscriptionList' } },
      handler: async (c, scope) => {
        const { client_id: clientId } = parseQuery(c, ListQuerySchema);
        return c.json({ subscriptions: await subscriptions.list(scope, { clientId }) });
      },
    },
    {
      method: 'post',
      path: '/v1/subscriptions',
      operationId: 'createSubscription',
      needs: 'submit',
      tag: 'Callbacks',
      summary: 'Register an endpoint for the events of a client',
      description:
        'Each event that happens to a job of the client from now on is sent there, beside the `callback_url` of the job: signed, retried, paused and sent again as every callback is, under an id of its own. What an end owes is stored with the end.',
      requestHeaders: ONCE,
      body: { 'application/json': { schema: 'NewSubscription', example: EXAMPLE } },
      answers: {
        201: { description: 'The subscription.', schema: 'Subscription', headers: { Location: 'Where it is.' } },
        200: {
          description: 'The subscription that was made under this `Idempotency-Key` before.',
          schema: 'Subscription',
          headers: { 'Idempotency-Replayed': '`true`' },
        },
      },
      problems: [...BODY, 'key-reused', 'shown-once', 'subscriptions-full'],
      handler: async (c, scope) => {
        const asked = await readJson(c, NewSubscriptionSchema);
        refuseUnreachable(asked.url);
        const client_id = asked.client_id ?? clientOf(scope);
        const { made, created } = await subscriptions.create(scope, { ...asked, client_id }, onceOf(c, asked));
        if (!created) return c.json(made, 200, { 'Idempotency-Replayed': 'true' });
        return c.json(made, 201, { Location: `/v1/subscriptions/${made.subscription_id}` });
      },
    },
    {
      method: 'get',
      path: '/v1/subscriptions/{subscription_id}',
      operationId: 'getSubscription',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'One registered endpoint',
      params: SubscriptionPath,
      answers: { 200: { description: 'The subscription.', schema: 'Subscription' } },
      problems: ['not-found'],
      handler: async (c, scope) => c.json((await subscriptions.get(scope, idOf(c))) ?? refuse(c)),
    },
    {
      method: 'patch',
      path: '/v1/subscriptions/{subscription_id}',
      operationId: 'updateSubscription',
      needs: 'submit',
      tag: 'Callbacks',
      summary: 'Change where events are sent, which, or with what headers',
      description:
        'What is absent stays as it is; `headers` stand in place of all there were. What waits to be sent goes to the new URL, with the new headers.',
      params: SubscriptionPath,
      body: { 'application/json': { schema: 'SubscriptionChange', example: { events: ['job.done', 'job.error', 'job.reviewed'] } } },
      answers: { 200: { description: 'The subscription, changed.', schema: 'Subscription' } },
      problems: ['not-found', ...BODY],
      handler: async (c, scope) => {
        const id = idOf(c);
        const change = await readJson(c, SubscriptionChangeSchema);
        refuseUnreachable(change.url);
        return c.json((await subscriptions.update(scope, id, change)) ?? refuse(c));
      },
    },
    {
      method: 'delete',
      path: '/v1/subscriptions/{subscription_id}',
      operationId: 'deleteSubscription',
      needs: 'submit',
      tag: 'Callbacks',
      summary: 'Send nothing more to a registered endpoint',
      description: 'What waits to be sent there goes with it, and so does the log of what was sent.',
      params: SubscriptionPath,
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        if (!(await subscriptions.delete(scope, idOf(c)))) refuse(c);
        return c.body(null, 204);
      },
    },
    {
      method: 'post',
      path: '/v1/subscriptions/{subscription_id}/test',
      operationId: 'testSubscription',
      needs: 'submit',
      tag: 'Callbacks',
      summary: 'Send a test to a registered endpoint',
      description:
        'A `subscription.test` is signed, sent and retried as every callback is. What came of it is told by `GET /callbacks/{callback_id}`, in its log.',
      params: SubscriptionPath,
      answers: { 202: { description: 'The callback, about to be sent.', schema: 'Callback', headers: { Location: 'Where it is.' } } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        const callback = (await subscriptions.test(scope, idOf(c))) ?? refuse(c);
        return c.json(callback, 202, { Location: `/v1/callbacks/${callback.callback_id}` });
      },
    },
  ];
}

/** @throws Problem 422 */
function clientOf(scope: Scope): string {
  const client = onlyClientOf(scope);
  if (client === null)
    throw invalid([{ pointer: '/client_id', detail: 'missing: this key is of no client, expected whose events are meant' }]);
  return client;
}

/** @throws Problem 404 */
function idOf(c: Context<AppEnv>): SubscriptionId {
  const id = SubscriptionIdSchema.safeParse(c.req.param('subscription_id'));
  return id.success ? id.data : refuse(c);
}

/** @throws Problem 404 */
function refuse(c: Context<AppEnv>): never {
  throw new Problem('not-found', `there is no subscription ${JSON.stringify(c.req.param('subscription_id'))}`);
}
