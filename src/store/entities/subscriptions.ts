/** Endpoints registered for a client's events. Why each column and index is there: migrations/Migration20261201000090_subscriptions.ts. */
import { defineEntity, p } from '@mikro-orm/core';
import type { SubscriptionId } from '../../contracts/subscription.ts';
import { timeOfInsert } from './types.ts';

export const SubscriptionEntity = defineEntity({
  name: 'Subscription',
  tableName: 'ix_subscriptions',
  properties: {
    subscriptionId: p.uuid().$type<SubscriptionId>().primary(),
    clientId: p.text(),
    url: p.text(),
    origin: p.text(),
    events: p.array(),
    headerNames: p.array().default([]),
    sealed: p.text().nullable(),
    createdAt: timeOfInsert(),
    updatedAt: timeOfInsert(),
  },
  indexes: [{ name: 'ix_subscriptions_client', properties: ['clientId', 'createdAt'] }],
});
