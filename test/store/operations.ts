/** Every operation of the store, called once: for what is to be shown of all of its statements. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { FileIdSchema, newBatchId, newCallbackId, newJobId } from '../../src/contracts/ids.ts';
import { SubmissionSchema } from '../../src/contracts/request.ts';
import { emptyResponse } from '../../src/contracts/response.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { SubscriptionIdSchema } from '../../src/contracts/subscription.ts';
import { rowOf } from '../../src/jobs/submit.ts';
import * as archive from '../../src/store/archive.ts';
import { insertAudit } from '../../src/store/audit.ts';
import * as batches from '../../src/store/batches.ts';
import * as attempts from '../../src/store/callback-attempts.ts';
import { claimCallbacks, releaseCallbacks } from '../../src/store/callback-claims.ts';
import * as callbackList from '../../src/store/callback-list.ts';
import * as callbacks from '../../src/store/callbacks.ts';
import { cancelRows } from '../../src/store/cancel.ts';
import { claimRows } from '../../src/store/claim.ts';
import * as counts from '../../src/store/counts.ts';
import * as deletion from '../../src/store/delete-jobs.ts';
import * as diagnosis from '../../src/store/diagnosis.ts';
import * as endpoints from '../../src/store/endpoints.ts';
import { findFile, insertFile, keepFile, linkFiles, readFile } from '../../src/store/files.ts';
import * as filters from '../../src/store/filters.ts';
import { finishClaimed } from '../../src/store/finish.ts';
import * as gets from '../../src/store/get.ts';
import { getStates } from '../../src/store/get-states.ts';
import { heartbeat } from '../../src/store/heartbeat.ts';
import * as held from '../../src/store/held.ts';
import { history } from '../../src/store/history.ts';
import * as idempotency from '../../src/store/idempotency.ts';
import { insertPending } from '../../src/store/insert-pending.ts';
import type { JobFilter } from '../../src/store/job-filter.ts';
import { countLiveKeys } from '../../src/store/keys.ts';
import * as list from '../../src/store/list-recent.ts';
import * as pauses from '../../src/store/pauses.ts';
import { oldestPending } from '../../src/store/pending.ts';
import * as prune from '../../src/store/prune.ts';
import { QueueHeads } from '../../src/store/queue-heads.ts';
import { queuePositions } from '../../src/store/queue-position.ts';
import { recountRows } from '../../src/store/recount.ts';
import { releaseRows } from '../../src/store/release.ts';
import * as reviews from '../../src/store/reviews.ts';
import * as secrets from '../../src/store/secrets.ts';
import * as staged from '../../src/store/staged-files.ts';
import * as subscriptions from '../../src/store/subscriptions.ts';
import * as sweep from '../../src/store/sweep-orphans.ts';
import * as useCases from '../../src/store/use-cases.ts';
import * as workers from '../../src/store/workers.ts';
import * as workload from '../../src/store/workload.ts';
import { writable } from '../../src/store/writable.ts';
import { KEYRING } from '../support/keyring.ts';

/** The job that the operations are about, see insertJobs. */
export const JOB_ID = newJobId();
const [jobId, callbackId, clientId, now] = [JOB_ID, newCallbackId(), 'a client', new Date()];
const claim = { jobId, workerId: 'a worker', attempt: 0, callbackUrl: 'https://example.com/hook', clientId };
const response = emptyResponse({ ix_client_id: clientId, request_id: '', ix_id: '', use_case: null });
const subscriptionId = SubscriptionIdSchema.parse(newJobId());
const subscription = { subscriptionId, clientId, url: 'https://example.com/hook', events: ['job.done' as const], headers: {} };
const limits = { leaseSeconds: 1, maxRuntimeSeconds: 1, maxAttempts: 1 };
const filter: JobFilter = { clientId, useCase: 'invoice', createdAfter: now, createdBefore: now };
const page: list.JobPage = { limit: 1, offset: 0, cursor: { direction: 'older', createdAt: now.toISOString(), jobId } };
const endpoint = { clientId, origin: 'https://example.com', outcomes: '', slots: 1, slow: false, pausedBy: null, probes: 0 };
const record = { callbackId, claim: 1, attempt: 1, startedAt: now, durationMs: 1, statusCode: 200, error: null, responseExcerpt: null };

const FILE = FileIdSchema.parse(`sha256:${'0'.repeat(64)}`);
const heads = new QueueHeads(0);
const submission = SubmissionSchema.parse({ use_case: 'invoice', context: { texts: ['Total 12.00'] } });
const newRow = rowOf(KEYRING, { submission, uploads: [], traceparent: null });

/** Each operation of the store that has raw statements, so that each of them is asked at least once; by its function's name, or in words. */
export const OPERATIONS: Readonly<Record<string, (em: EntityManager) => Promise<unknown>>> = {
  recordAttempts: (em) => attempts.recordAttempts(em, [{ ...record, status: 'pending', delaySeconds: 1 }]),
  giveUpOnPaused: (em) => attempts.giveUpOnPaused(em, { afterSeconds: 1, limit: 1 }),
  listCallbacks: (em) =>
    callbackList.listCallbacks(
      em,
      EVERYTHING,
      { clientId, origin: '', createdAfter: now, createdBefore: now },
      { limit: 1, cursor: { createdAt: now.toISOString(), callbackId } },
    ),
  'findCallbacks of a job': (em) => callbackList.findCallbacks(em, EVERYTHING, { jobId }),
  findCallbacks: (em) => callbackList.findCallbacks(em, EVERYTHING, { callbackId }),
  insertCallbacks: (em) => callbacks.insertCallbacks(em, [{ callbackId, jobId, clientId, event: 'job.done', url: '', delaySeconds: 1 }]),
  storedUseCases: (em) => useCases.storedUseCases(em),
  versionsOf: (em) => useCases.versionsOf(em, ['meter']),
  useCaseHistory: (em) => useCases.useCaseHistory(em, 'meter'),
  saveVersion: (em) => useCases.saveVersion(em, { name: 'meter', json: '{}', hash: Buffer.alloc(32), who: 'a test' }),
  retireRow: (em) => useCases.retireRow(em, 'meter'),
  retiredAmong: (em) => useCases.retiredAmong(em, ['meter']),
  insertTestCallback: (em) => callbacks.insertTestCallback(em, EVERYTHING, subscriptionId, callbackId),
  'failedCallbacks of a subscription': (em) => callbacks.failedCallbacks(em, { subscriptionId }),
  failedCallbacks: (em) => callbacks.failedCallbacks(em, { clientId }),
  insertSubscription: (em) => subscriptions.insertSubscription(em, KEYRING, subscription, 1),
  lockSubscription: (em) => subscriptions.lockSubscription(em, EVERYTHING, KEYRING, subscriptionId),
  changeSubscription: (em) => subscriptions.changeSubscription(em, KEYRING, subscriptionId, subscription, undefined),
  listSubscriptions: (em) => subscriptions.listSubscriptions(em, EVERYTHING, { clientId, subscriptionId }),
  resealSubscriptions: (em) => subscriptions.resealSubscriptions(em, KEYRING),
  updateCallbackStatus: (em) => callbacks.updateCallbackStatus(em, [{ jobId, status: 'failed' }]),
  refuseCallbacks: (em) => callbacks.refuseCallbacks(em, [{ jobId, why: 'refused' }]),
  rescheduleJob: (em) => callbacks.rescheduleJob(em, EVERYTHING, jobId),
  countFailed: (em) =>
    callbacks.countFailed(em, EVERYTHING, { clientId, origin: 'https://example.com', createdAfter: now, createdBefore: now }, 10),
  rescheduleFailed: (em) =>
    callbacks.rescheduleFailed(
      em,
      EVERYTHING,
      { clientId, origin: 'https://example.com', createdAfter: now, createdBefore: now },
      { limit: 1, perSecond: 1, delaySeconds: 0 },
    ),
  firstWaiting: (em) => callbacks.firstWaiting(em, 1),
  countBatches: (em) => batches.countBatches(em, EVERYTHING, [newBatchId()]),
  activeOfBatch: (em) => batches.activeOfBatch(em, EVERYTHING, newBatchId()),
  cancel: (em) => cancelRows(em, EVERYTHING, [jobId]),
  lockJob: (em) => deletion.lockJob(em, EVERYTHING, jobId),
  lockEndedJobs: (em) => deletion.lockEndedJobs(em, clientId, 1),
  deleteJobRows: async (em) => {
    const fileId = FileIdSchema.parse(`sha256:${'0'.repeat(64)}`);
    await insertFile(em, { clientId, fileId, pieces: [Buffer.from('Total 12.00')] });
    await linkFiles(em, [{ jobId, clientId, fileId }]);
    await deletion.deleteJobRows(em, [{ jobId, clientId, status: 'done' }]);
  },
  deleteUnusedFiles: (em) => deletion.deleteUnusedFiles(em, clientId, 1),
  deleteLeftovers: (em) => deletion.deleteLeftovers(em, clientId),
  lockEndpoints: (em) => endpoints.lockEndpoints(em, [endpoint]),
  saveEndpoints: (em) => endpoints.saveEndpoints(em, [{ ...endpoint, lastError: null, probeDelaySeconds: null }]),
  listEndpoints: (em) => endpoints.listEndpoints(em, EVERYTHING, { clientId, origin: '', paused: true }),
  insertFile: (em) =>
    insertFile(em, { clientId, fileId: FileIdSchema.parse(`sha256:${'0'.repeat(64)}`), pieces: [Buffer.from('Total 12.00')] }),
  'staged files': async (em) => {
    await staged.openStaged(em, 'upload:1');
    await staged.stagePiece(em, 'upload:1', 0, Buffer.from('Total 12.00'));
    const pieces = { stagedId: 'upload:1', pieces: 1, bytes: 11 };
    await insertFile(em, { clientId, fileId: FileIdSchema.parse(`sha256:${'2'.repeat(64)}`), pieces: [Buffer.from('.')], staged: pieces });
    await staged.deleteStaged(em, 'upload:1');
  },
  listFilters: (em) => filters.listFilters(em, EVERYTHING),
  keepFilter: (em) => filters.keepFilter(em, EVERYTHING, '', {}, 1),
  dropFilter: (em) => filters.dropFilter(em, EVERYTHING, ''),
  listPauses: (em) => pauses.listPauses(em, EVERYTHING),
  pauseRow: (em) => pauses.pauseRow(em, EVERYTHING, 'client', ''),
  'resumeRow and hasLifted': async (em) => {
    await pauses.pauseRow(em, EVERYTHING, 'client', '');
    await pauses.resumeRow(em, 'client', '');
    await pauses.hasLifted(em);
  },
  holdWaiting: (em) => pauses.holdWaiting(em, 'client', clientId, 1),
  liftHeld: (em) => pauses.liftHeld(em, 1),
  isQuiet: (em) => pauses.isQuiet(em, ''),
  tellOfWorker: (em) =>
    workers.tellOfWorker(em, {
      worker_id: 'host:1:a',
      host: 'host',
      pid: 1,
      version: '0',
      slots: 1,
      running: 0,
      busy: 0,
      memory_bytes: 1,
      use_cases: null,
      engines: ['rules'],
      stopped: false,
    }),
  listWorkers: (em) => workers.listWorkers(em, EVERYTHING, 1),
  readFile: async (em) => {
    await insertFile(em, { clientId, fileId: FILE, pieces: [Buffer.from('Total 12.00')] });
    await readFile(em, EVERYTHING, clientId, FILE);
  },
  keepFile: (em) => keepFile(em, clientId, FILE, 1),
  findFile: (em) => findFile(em, EVERYTHING, clientId, FILE),
  linkFiles: (em) => linkFiles(em, []),
  finishClaimed: (em) => finishClaimed(em, [{ claim, response }], 1),
  get: (em) => gets.get(em, EVERYTHING, jobId),
  getOpened: (em) => gets.getOpened(em, EVERYTHING, KEYRING, jobId),
  getMany: (em) => gets.getMany(em, EVERYTHING, [jobId]),
  getStates: (em) => getStates(em, EVERYTHING, [jobId]),
  getByCorrelation: (em) => gets.getByCorrelation(em, EVERYTHING, clientId, ''),
  dueJobs: (em) => held.dueJobs(em, 1),
  releaseDue: (em) => held.releaseDue(em, [jobId]),
  overdueJobs: (em) => held.overdueJobs(em, 1),
  endOverdue: (em) => held.endOverdue(em, [jobId]),
  heartbeat: (em) => heartbeat(em, [claim]),
  history: (em) => history(em, EVERYTHING),
  listRecent: (em) => list.listRecent(em, EVERYTHING, filter, page),
  'listRecent going back': (em) =>
    list.listRecent(em, EVERYTHING, filter, { ...page, cursor: { direction: 'newer', createdAt: now.toISOString(), jobId } }),
  'listRecent of what needs review': (em) => list.listRecent(em, EVERYTHING, { needsReview: true }, page),
  'listRecent with a text': (em) => list.listRecent(em, EVERYTHING, { ...filter, text: jobId }, page),
  countByCode: (em) => list.countByCode(em, EVERYTHING, {}),
  'countByStatus with a rare text': async (em) => {
    await insertJobs(em, Array.from({ length: 2000 }, newJobId));
    await list.countByStatus(em, EVERYTHING, { text: 'rare' });
  },
  pruneJobs: (em) => prune.pruneJobs(em, { days: 1, clientId, useCase: 'invoice', exceptClients: ['b'], exceptUseCases: ['c'] }, 1),
  pruneFiles: (em) => prune.pruneFiles(em, 1),
  pruneEnds: prune.pruneEnds,
  release: (em) => releaseRows(em, [claim]),
  expireSecrets: (em) => secrets.expireSecrets(em, clientId, 1),
  sweepOrphans: (em) => sweep.sweepOrphans(em, limits, jobId),
  findOrphans: (em) => sweep.findOrphans(em, limits),
  activeByClient: (em) => workload.activeByClient(em, EVERYTHING, 1),
  clientsLately: (em) => workload.clientsLately(em, EVERYTHING, 1, 1),
  clientNames: (em) => workload.clientNames(em, EVERYTHING, 1),
  clientsLike: (em) => workload.clientsLike(em, EVERYTHING, 'x'),
  activeByUseCase: (em) => workload.activeByUseCase(em, EVERYTHING, ['invoice'], 1),
  workersAtWork: (em) => workload.workersAtWork(em, EVERYTHING, 1),
  databaseState: (em) => workload.databaseState(em, 1),
  writable,
  claimCallbacks: (em) => claimCallbacks(em, { free: 1, slow: 1, perOrigin: 1, leaseSeconds: 1 }),
  archivedJobs: (em) => archive.archivedJobs(em, { clientId, useCase: 'invoice', finishedBefore: now }, jobId, 1),
  archivedFile: async (em) => {
    await insertFile(em, { clientId, fileId: FileIdSchema.parse(`sha256:${'1'.repeat(64)}`), pieces: [Buffer.from('Total 12.00')] });
    for await (const _line of archive.archivedFile(em, clientId, `sha256:${'1'.repeat(64)}`));
  },
  writableColumns: (em) => archive.writableColumns(em, 'ix_jobs'),
  restoreRows: (em) => archive.restoreRows(em, 'ix_settings', ['name', 'value'], '{"ix_settings":[{"name":"a","value":"b"}]}'),
  serverFacts: diagnosis.serverFacts,
  tableFacts: (em) => diagnosis.tableFacts(em, 'public'),
  snapshotHolders: (em) => diagnosis.snapshotHolders(em, 0),
  workFacts: (em) => diagnosis.workFacts(em, 90),
  releaseCallbacks: (em) => releaseCallbacks(em, [{ callbackId, claim: 1 }]),
  claim: (em) => claimRows(em, KEYRING, 'a worker', { free: 1, suspects: 1, clientMaxRunning: 1 }, null),
  'claim from heads': (em) => claimRows(em, KEYRING, 'a worker', { free: 1, suspects: 1, clientMaxRunning: 0 }, heads),
  countJobs: (em) => counts.countJobs(em, EVERYTHING, ['done'], clientId),
  countPendingOf: (em) => counts.countPendingOf(em, [clientId]),
  foldDeltas: counts.foldDeltas,
  insertPending: (em) => insertPending(em, [newRow], heads),
  'insertPending of an old key': async (em) => {
    await insertPending(em, [newRow, { ...newRow, jobId: newJobId() }], heads);
  },
  oldestPending: (em) => oldestPending(em, 1),
  queuePositions: (em) => queuePositions(em, EVERYTHING, [jobId]),
  lockForReview: (em) => reviews.lockForReview(em, EVERYTHING, jobId),
  insertDecisions: (em) =>
    reviews.insertDecisions(em, EVERYTHING, jobId, [{ number: 1, path: 'result.total', kind: 'typed', value: '1.00' }]),
  endReview: (em) => reviews.endReview(em, jobId),
  listReviewed: (em) => reviews.listReviewed(em, EVERYTHING, { clientId, useCase: 'invoice' }, { after: jobId, limit: 1 }),
  insertAudit: (em) => insertAudit(em, EVERYTHING, [{ act: '', target: '', clientId: null }]),
  remember: (em) => idempotency.remember(em, EVERYTHING, '', { key: '', digest: Buffer.alloc(32) }, ''),
  pruneIdempotencyKeys: idempotency.pruneIdempotencyKeys,
  countLiveKeys: (em) => countLiveKeys(em, clientId),
  'recount of wrong counts': async (em) => {
    await sql`INSERT INTO ix_job_counts VALUES ('nobody', 'done', 1)`.execute(em.getKysely());
    await recountRows(em);
  },
};

/** Jobs as bare as may be. */
export async function insertJobs(em: EntityManager, ids: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO ix_jobs (job_id, ix_id, client_id, request_id, turn, request_hash, request)
    SELECT id, '0123456789abcdef', ${clientId}, id, 0, '', '{"context": {"files": []}}' FROM unnest(${ids}::uuid[]) AS id`.execute(
    em.getKysely(),
  );
}
