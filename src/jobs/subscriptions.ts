/** Subscriptions: endpoints registered for a client's events, changed, tried and deleted. */
import { v7 } from 'uuid';
import type { Callback } from '../contracts/callback.ts';
import { newCallbackId } from '../contracts/ids.ts';
import { requireClient, type Scope } from '../contracts/scope.ts';
import {
  type NewSubscription,
  SUBSCRIPTIONS_MAX,
  type Subscription,
  type SubscriptionChange,
  type SubscriptionId,
  SubscriptionIdSchema,
} from '../contracts/subscription.ts';
import { insertAudit } from '../store/audit.ts';
import { failedCallbacks, insertTestCallback } from '../store/callbacks.ts';
import {
  changeSubscription,
  deleteSubscriptionRow,
  insertSubscription,
  listSubscriptions as listRows,
  lockSubscription,
  type SubscriptionFilter,
} from '../store/subscriptions.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { type Made, madeBefore, type Once, ShownOnce } from './once.ts';
import { getCallback } from './read-callbacks.ts';

type Deps = Pick<JobsDeps, 'orm' | 'keyring' | 'queue'>;

/** The client has as many subscriptions as it may. */
export class SubscriptionsFull extends Error {
  override readonly name = 'SubscriptionsFull';
}

/** Those of a client together, the oldest first. */
export const listSubscriptions = (deps: Pick<JobsDeps, 'orm'>, scope: Scope, filter: SubscriptionFilter): Promise<Subscription[]> =>
  listRows(deps.orm.em.fork(), scope, filter);

/** Null: there is none in the scope. */
export async function getSubscription(deps: Pick<JobsDeps, 'orm'>, scope: Scope, id: SubscriptionId): Promise<Subscription | null> {
  const [subscription] = await listRows(deps.orm.em.fork(), scope, { subscriptionId: id });
  return subscription ?? null;
}

const entry = (act: string, id: SubscriptionId, clientId: string) => ({ act, target: `subscription ${id}`, clientId });

/** It is told of what happens from then on. @throws OutOfScope, SubscriptionsFull, KeyReused, ShownOnce */
export async function createSubscription(
  deps: Deps,
  scope: Scope,
  { client_id: clientId, url, events, headers }: NewSubscription & { readonly client_id: string },
  once: Once | null = null,
): Promise<Made<Subscription>> {
  requireClient(scope, clientId, 'client_id');
  const subscriptionId = SubscriptionIdSchema.parse(v7());
  const before = await transact(deps, 'create subscription', async (em) => {
    const earlier = await madeBefore(em, scope, `subscription of client ${clientId}`, once, subscriptionId);
    if (earlier !== null) return SubscriptionIdSchema.parse(earlier);
    if (!(await insertSubscription(em, deps.keyring, { subscriptionId, clientId, url, events, headers }, SUBSCRIPTIONS_MAX))) {
      throw new SubscriptionsFull(
        `client ${JSON.stringify(clientId)} has ${SUBSCRIPTIONS_MAX} subscriptions, expected fewer: delete one first`,
      );
    }
    await insertAudit(em, scope, [entry('create subscription', subscriptionId, clientId)]);
    return null;
  });
  const made = await getSubscription(deps, scope, before ?? subscriptionId);
  if (made === null) throw new ShownOnce(`subscription ${before ?? subscriptionId}, made under this Idempotency-Key, was deleted since`);
  return { made, created: before === null };
}

/** What waits to be sent goes where the subscription is by then. Null: there is none in the scope. */
export async function updateSubscription(
  deps: Deps,
  scope: Scope,
  id: SubscriptionId,
  { url, events, headers }: SubscriptionChange,
): Promise<Subscription | null> {
  await transact(deps, 'change subscription', async (em) => {
    const was = await lockSubscription(em, scope, deps.keyring, id);
    if (was === null) return;
    await changeSubscription(em, deps.keyring, id, { url: url ?? was.url, headers: headers ?? was.headers }, events);
    await insertAudit(em, scope, [entry('change subscription', id, was.clientId)]);
  });
  return getSubscription(deps, scope, id);
}

/** With what waits to be sent there, and the log of what was. @returns false: there is none in the scope. */
export const deleteSubscription = (deps: Deps, scope: Scope, id: SubscriptionId): Promise<boolean> =>
  transact(deps, 'delete subscription', async (em) => {
    const was = await lockSubscription(em, scope, deps.keyring, id);
    if (was === null) return false;
    await deps.queue.deleteDead(em, await failedCallbacks(em, { subscriptionId: id }));
    await deleteSubscriptionRow(em, id);
    await insertAudit(em, scope, [entry('delete subscription', id, was.clientId)]);
    return true;
  });

/** A callback that tells nothing, sent as every other is. Null: there is no such subscription in the scope. */
export async function testSubscription(deps: Deps, scope: Scope, id: SubscriptionId): Promise<Callback | null> {
  const callbackId = newCallbackId();
  await transact(deps, 'test subscription', async (em) => {
    if (!(await insertTestCallback(em, scope, id, callbackId))) return;
    await deps.queue.publishCallbacks(em, [{ callbackId, attempt: 1, delaySeconds: 0 }]);
  });
  return getCallback(deps, scope, callbackId);
}
