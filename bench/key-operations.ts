/** What is asked of keys, sessions, what is sealed and the audit, and the reads of jobs for the key of one client. */
import { randomBytes } from 'node:crypto';
import { FileIdSchema, type JobId } from '../src/contracts/ids.ts';
import { EVERYTHING, MAY, type Scope } from '../src/contracts/scope.ts';
import { SubscriptionIdSchema } from '../src/contracts/subscription.ts';
import { insertAudit, listAudit } from '../src/store/audit.ts';
import { deleteFileRow } from '../src/store/delete-jobs.ts';
import { get, getByCorrelation, getMany } from '../src/store/get.ts';
import { getStates } from '../src/store/get-states.ts';
import * as keys from '../src/store/keys.ts';
import { countByStatus, countRecent, listRecent } from '../src/store/list-recent.ts';
import { hasSealed, resealAll } from '../src/store/secrets.ts';
import * as sessions from '../src/store/sessions.ts';
import { deleteSubscriptionRow } from '../src/store/subscriptions.ts';
import { KEYRING } from '../test/support/keyring.ts';
import { clientName } from './history.ts';
import { ask, type Operation, op } from './job-operations.ts';

/** @param jobIds of any client. */
export function keyOperations(jobIds: readonly JobId[]): Operation[] {
  const [jobId] = jobIds;
  if (jobId === undefined) throw new Error('there are no jobs to begin with');
  const clientId = clientName(1);
  const own: Scope = { clients: [clientId], may: MAY.client, by: 'key of a bench', role: 'client' };
  const [keyId, hash] = ['benchbenchke', randomBytes(32)];
  const limits = { max_requests_per_minute: null, max_pending: null, max_upload_bytes_per_minute: null };
  const key = { keyId, hash, createdBy: 'a bench', role: 'client', client_id: clientId, name: null, lifeSeconds: 60, ...limits } as const;
  const holder = { holder: `key ${keyId}`, issuer: null, role: null, clientId: null };
  const first = { limit: 50, offset: 0 };
  return [
    op('deleteFileRow', '', (em) => deleteFileRow(em, clientId, FileIdSchema.parse(`sha256:${'f'.repeat(64)}`))),
    op('deleteSubscriptionRow', '', (em) => deleteSubscriptionRow(em, SubscriptionIdSchema.parse(jobId))),
    ask('hasSealed', '', hasSealed),
    op('resealAll', '', (em) => resealAll(em, KEYRING)),
    op('countLiveKeys', '', (em) => keys.countLiveKeys(em, clientId)),
    op('insertKey', '', (em) => keys.insertKey(em, key)),
    ask('hasKeys', '', keys.hasKeys),
    ask('findKey', '', (em) => keys.findKey(em, keyId)),
    op('touchKey', '', (em) => keys.touchKey(em, keyId)),
    op('expireKey', '', (em) => keys.expireKey(em, keyId, 1)),
    op('revokeKeyRow', '', (em) => keys.revokeKeyRow(em, keyId)),
    op('insertSession', '', (em) => sessions.insertSession(em, hash, holder, 60)),
    ask('findSession', '', (em) => sessions.findSession(em, hash)),
    op('deleteSession', '', (em) => sessions.deleteSession(em, hash)),
    op('insertAudit', '', (em) => insertAudit(em, EVERYTHING, [{ act: 'cancel', target: `job ${jobId}`, clientId }])),
    ask('listAudit', '', (em) => listAudit(em, EVERYTHING, {}, { limit: 51, cursor: null })),
    ask('listAudit', 'of a target', (em) => listAudit(em, EVERYTHING, { target: `job ${jobId}` }, { limit: 51, cursor: null })),
    ask('get', 'in the scope of a client', (em) => get(em, own, jobId)),
    ask('getMany', 'in the scope of a client', (em) => getMany(em, own, jobIds)),
    ask('getStates', 'in the scope of a client', (em) => getStates(em, own, jobIds)),
    ask('getByCorrelation', 'in the scope of a client', (em) => getByCorrelation(em, own, clientId, 'one')),
    ask('listRecent', 'in the scope of a client', (em) => listRecent(em, own, {}, first)),
    ask('listRecent', 'a text, in the scope of a client', (em) => listRecent(em, own, { text: jobId }, first)),
    ask('countRecent', 'in the scope of a client', (em) => countRecent(em, own, {})),
    ask('countByStatus', 'in the scope of a client', (em) => countByStatus(em, own, { useCase: 'invoice' })),
  ];
}
