/** Callbacks, the log of their attempts, endpoints and secrets. Why each column and index is there: migrations/Migration20261124000002_callbacks.ts. */
import { defineEntity, p } from '@mikro-orm/core';
import { CALLBACK_TYPES } from '../../contracts/callback.ts';
import type { CallbackId } from '../../contracts/ids.ts';
import { CALLBACK_STATUSES } from '../../contracts/job.ts';
import { JobEntity } from './jobs.ts';
import { SubscriptionEntity } from './subscriptions.ts';
import { time, timeOfInsert } from './types.ts';

const NEWEST_FIRST = [
  { name: 'createdAt', sort: 'DESC' as const },
  { name: 'callbackId', sort: 'DESC' as const },
];

export const CallbackEntity = defineEntity({
  name: 'Callback',
  tableName: 'ix_callbacks',
  properties: {
    callbackId: p.uuid().$type<CallbackId>().primary(),
    jobId: () =>
      p
        .manyToOne(JobEntity)
        .mapToPk()
        .name('job_id')
        .deleteRule('cascade')
        .foreignKeyName('ix_callbacks_job_id_fkey')
        .index('ix_callbacks_job')
        .nullable(),
    clientId: p.text(),
    url: p.text(),
    status: p.enum(CALLBACK_STATUSES).default('pending'),
    attempts: p.integer().default(0),
    nextAttemptAt: time().nullable(),
    createdAt: timeOfInsert(),
    finishedAt: time().nullable(),
    origin: p.text(),
    claims: p.integer().default(0),
    claimedUntil: time().nullable(),
    scheduleStart: p.integer().default(0),
    scheduledAt: timeOfInsert(),
    reviewed: p.integer().nullable(),
    subscriptionId: () =>
      p
        .manyToOne(SubscriptionEntity)
        .mapToPk()
        .name('subscription_id')
        .deleteRule('cascade')
        .foreignKeyName('ix_callbacks_subscription_id_fkey')
        .index(false)
        .nullable(),
    event: p.enum(CALLBACK_TYPES).nullable(),
  },
  checks: [{ name: 'ix_callbacks_of_check', expression: 'job_id IS NOT NULL OR subscription_id IS NOT NULL' }],
  uniques: [{ name: 'ix_callbacks_started', properties: ['jobId', 'subscriptionId'], where: `event = 'job.started'` }],
  indexes: [
    { name: 'ix_callbacks_subscription', properties: ['subscriptionId'], where: 'subscription_id IS NOT NULL' },
    { name: 'ix_callbacks_due', properties: ['origin', 'clientId', 'nextAttemptAt', 'callbackId'], where: `status = 'pending'` },
    { name: 'ix_callbacks_claimed', properties: ['origin', 'clientId'], where: 'claimed_until IS NOT NULL' },
    { name: 'ix_callbacks_recent', columns: [{ name: 'status' }, ...NEWEST_FIRST] },
    { name: 'ix_callbacks_recent_of_client', columns: [{ name: 'clientId' }, { name: 'status' }, ...NEWEST_FIRST] },
  ],
});

export const CallbackAttemptEntity = defineEntity({
  name: 'CallbackAttempt',
  tableName: 'ix_callback_attempts',
  properties: {
    callbackId: () =>
      p
        .manyToOne(CallbackEntity)
        .mapToPk()
        .primary()
        .name('callback_id')
        .deleteRule('cascade')
        .foreignKeyName('ix_callback_attempts_callback_id_fkey')
        .index(false),
    attempt: p.integer().primary(),
    startedAt: time(),
    durationMs: p.integer(),
    statusCode: p.integer().nullable(),
    error: p.text().nullable(),
    responseExcerpt: p.text().nullable(),
    nextAttemptAt: time().nullable(),
  },
});

export const EndpointEntity = defineEntity({
  name: 'Endpoint',
  tableName: 'ix_endpoints',
  properties: {
    clientId: p.text().primary(),
    origin: p.text().primary(),
    outcomes: p.text().default(''),
    slots: p.integer().default(1),
    slow: p.boolean().default(false),
    pausedAt: time().nullable(),
    pausedBy: p.enum(['breaker', 'operator'] as const).nullable(),
    probeAt: time().nullable(),
    probes: p.integer().default(0),
    lastError: p.text().nullable(),
    lastSuccessAt: time().nullable(),
    lastFailureAt: time().nullable(),
  },
  checks: [
    { name: 'ix_endpoints_check', expression: '(paused_at IS NULL) = (paused_by IS NULL)' },
    { name: 'ix_endpoints_check1', expression: `(probe_at IS NULL) = (paused_by IS DISTINCT FROM 'breaker')` },
  ],
  indexes: [{ name: 'ix_endpoints_paused', properties: ['pausedAt'], where: 'paused_at IS NOT NULL' }],
});

export const CallbackSecretEntity = defineEntity({
  name: 'CallbackSecret',
  tableName: 'ix_callback_secrets',
  properties: {
    secretId: p.uuid().primary(),
    clientId: p.text(),
    kind: p.enum(['hmac', 'ed25519', 'server'] as const),
    secret: p.text(),
    createdAt: timeOfInsert(),
    expiresAt: time().strictNullable(),
  },
  indexes: [{ name: 'ix_callback_secrets_client', columns: [{ name: 'clientId' }, { name: 'createdAt', sort: 'DESC' }] }],
});
