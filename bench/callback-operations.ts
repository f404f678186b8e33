/** Every operation on callbacks, endpoints and their secrets, called one after the other over the same few. */

import { newCallbackId } from '../src/contracts/ids.ts';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { giveUpOnPaused, listAttempts, recordAttempts } from '../src/store/callback-attempts.ts';
import { type ClaimedCallback, claimCallbacks, releaseCallbacks } from '../src/store/callback-claims.ts';
import { findCallbacks, listCallbacks } from '../src/store/callback-list.ts';
import * as callbacks from '../src/store/callbacks.ts';
import * as endpoints from '../src/store/endpoints.ts';
import type { NewJobRow } from '../src/store/insert-pending.ts';
import * as secrets from '../src/store/secrets.ts';
import { KEYRING } from '../test/support/keyring.ts';
import { ask, type Operation, op } from './job-operations.ts';

const ORIGIN = 'https://receiver.example';
const SECRET_ID = '00000000-0000-7000-8000-000000000000';
const LIMITS = { free: 16, slow: 4, perOrigin: 8, leaseSeconds: 60 };

/** @param rows jobs that are stored already: a callback of each. @param now the attempts' time. */
export function callbackOperations(rows: readonly NewJobRow[], now: Date): Operation[] {
  const made = rows.map(({ jobId, clientId }) => ({
    callbackId: newCallbackId(),
    jobId,
    clientId,
    url: `${ORIGIN}/done`,
    event: 'job.done' as const,
    delaySeconds: 0,
  }));
  const [one] = made;
  if (one === undefined) throw new Error('there is no job for a callback');
  const { callbackId, clientId, jobId } = one;
  const endpoint = { client_id: clientId, origin: ORIGIN };
  let held: ClaimedCallback[] = [];
  const record = (claimed: ClaimedCallback) => ({
    ...claimed,
    startedAt: now,
    durationMs: 12,
    statusCode: 500,
    error: 'answered 500',
    responseExcerpt: 'no',
    status: 'failed' as const,
    delaySeconds: null,
  });
  return [
    op('insertCallbacks', '', (em) => callbacks.insertCallbacks(em, made)),
    op('refuseCallbacks', '', (em) =>
      callbacks.refuseCallbacks(
        em,
        made.slice(0, 1).map(({ jobId }) => ({ jobId, why: 'refused' })),
      ),
    ),
    op('firstWaiting', '', (em) => callbacks.firstWaiting(em, 100)),
    op('lockEndpoints', '', (em) => endpoints.lockEndpoints(em, [{ clientId, origin: ORIGIN }])),
    op('claimCallbacks', '', async (em) => {
      held = await claimCallbacks(em, LIMITS);
    }),
    op('recordAttempts', '', (em) => recordAttempts(em, held.splice(0, 1).map(record))),
    op('releaseCallbacks', '', (em) => releaseCallbacks(em, held)),
    op('saveEndpoints', '', (em) =>
      endpoints.saveEndpoints(em, [
        {
          clientId,
          origin: ORIGIN,
          outcomes: '1',
          slots: 1,
          slow: true,
          pausedBy: 'breaker',
          probes: 0,
          lastError: 'answered 500',
          probeDelaySeconds: 60,
        },
      ]),
    ),
    op('giveUpOnPaused', '', (em) => giveUpOnPaused(em, { afterSeconds: 3600, limit: 100 })),
    op('pauseEndpoint', '', (em) => endpoints.pauseEndpoint(em, endpoint)),
    op('resumeEndpoint', '', (em) => endpoints.resumeEndpoint(em, endpoint)),
    ask('listEndpoints', '', (em) => endpoints.listEndpoints(em, EVERYTHING, { clientId })),
    ask('listCallbacks', '', (em) => listCallbacks(em, EVERYTHING, { clientId }, { limit: 50 })),
    ask('findCallbacks', 'of a job', (em) => findCallbacks(em, EVERYTHING, { jobId })),
    ask('listAttempts', '', (em) => listAttempts(em, EVERYTHING, [callbackId])),
    op('updateCallbackStatus', '', (em) => callbacks.updateCallbackStatus(em, [{ jobId, status: 'failed' }])),
    op('rescheduleFailed', '', (em) =>
      callbacks.rescheduleFailed(
        em,
        EVERYTHING,
        { clientId: null, origin: null, createdAfter: null, createdBefore: null },
        { limit: 100, perSecond: 10, delaySeconds: 0 },
      ),
    ),
    op('rescheduleJob', '', (em) => callbacks.rescheduleJob(em, EVERYTHING, jobId)),
    op('keepServerSecret', '', (em) => secrets.keepServerSecret(em, KEYRING, 'a secret')),
    op('getServerSecret', '', (em) => secrets.getServerSecret(em, KEYRING)),
    op('insertSecret', '', (em) =>
      secrets.insertSecret(em, KEYRING, { secretId: SECRET_ID, clientId, kind: 'server', secret: 'a secret', lifeSeconds: null }),
    ),
    ask('listSecrets', '', (em) => secrets.listSecrets(em, EVERYTHING, [clientId])),
    op('expireSecrets', '', (em) => secrets.expireSecrets(em, clientId, 3600)),
    op('deleteSecret', '', (em) => secrets.deleteSecret(em, clientId, SECRET_ID)),
  ];
}
