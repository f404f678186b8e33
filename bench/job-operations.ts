/** Every operation of the store on jobs and files, called as the acts call it: one after the other over the same jobs, in one transaction. */

import type { EntityManager } from '@mikro-orm/postgresql';
import { FileIdSchema } from '../src/contracts/ids.ts';
import { JOB_STATUSES } from '../src/contracts/job.ts';
import { EVERYTHING } from '../src/contracts/scope.ts';
import { cancelRows } from '../src/store/cancel.ts';
import { type Claim, claimRows } from '../src/store/claim.ts';
import { countJobs, countPendingOf, foldDeltas } from '../src/store/counts.ts';
import { insertFile, linkFiles, readFile } from '../src/store/files.ts';
import { finishClaimed } from '../src/store/finish.ts';
import { get, getByCorrelation, getMany } from '../src/store/get.ts';
import { heartbeat } from '../src/store/heartbeat.ts';
import { history } from '../src/store/history.ts';
import { findExisting, insertPending, type NewJobRow } from '../src/store/insert-pending.ts';
import type { JobFilter } from '../src/store/job-filter.ts';
import { countByStatus, countRecent, listRecent } from '../src/store/list-recent.ts';
import { oldestPending } from '../src/store/pending.ts';
import { pruneEnds, pruneFiles, pruneJobs } from '../src/store/prune.ts';
import { QueueHeads } from '../src/store/queue-heads.ts';
import { queuePosition, queuePositions } from '../src/store/queue-position.ts';
import { countsAreWrong, recountRows } from '../src/store/recount.ts';
import { releaseRows } from '../src/store/release.ts';
import { deleteStaged, moveStaged, openStaged, stagePiece } from '../src/store/staged-files.ts';
import { findOrphans, sweepOrphans } from '../src/store/sweep-orphans.ts';
import * as workload from '../src/store/workload.ts';
import { writable } from '../src/store/writable.ts';
import { KEYRING } from '../test/support/keyring.ts';
import { COMMON_WORD, clientName, RARE_WORD } from './history.ts';
import { answerOf } from './load.ts';

export interface Operation {
  /** The function's name. */
  readonly operation: string;
  /** What it is asked; empty when there is only one way. */
  readonly variant: string;
  readonly run: (em: EntityManager) => Promise<unknown>;
  /** It is asked outside of transactions, where the server plans as it does by default. */
  readonly isQuestion: boolean;
}

export const op = (operation: string, variant: string, run: Operation['run']): Operation => ({
  operation,
  variant,
  run,
  isQuestion: false,
});
export const ask = (operation: string, variant: string, run: Operation['run']): Operation => ({
  operation,
  variant,
  run,
  isQuestion: true,
});

/** @param rows 200 jobs to begin with. @param middle a moment in the middle of the history. */
export function jobOperations(rows: readonly NewJobRow[], middle: Date): Operation[] {
  const [one, two, three] = rows;
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are no jobs to begin with');
  const file = { clientId: one.clientId, fileId: FileIdSchema.parse(`sha256:${'0'.repeat(64)}`), pieces: [Buffer.from('Total 12.00')] };
  const jobIds = rows.map((row) => row.jobId);
  const heads = new QueueHeads();
  let held: Claim[] = [];
  const take = (count: number) => held.splice(0, count);
  const insert = (em: EntityManager, jobs: readonly NewJobRow[]) => insertPending(em, jobs, heads);
  const finish = (em: EntityManager, claims: readonly Claim[]) => finishClaimed(em, claims.map(finished), 0);

  return [
    op('insertPending', 'one', (em) => insert(em, [one])),
    op('insertPending', '200', (em) => insert(em, rows.slice(1))),
    op('insertPending', 'replayed', (em) => insert(em, [one])),
    op('findExisting', '200', (em) => findExisting(em, rows)),
    op('insertFile', '', (em) => insertFile(em, file)),
    op('openStaged', '', (em) => openStaged(em, 'upload:bench')),
    op('stagePiece', '', (em) => stagePiece(em, 'upload:bench', 1, Buffer.from('%PDF'))),
    op('moveStaged', '', (em) => moveStaged(em, 'upload:bench', file.clientId, file.fileId)),
    op('deleteStaged', '', (em) => deleteStaged(em, 'upload:bench')),
    op('linkFiles', '', (em) => linkFiles(em, [{ jobId: one.jobId, clientId: one.clientId, fileId: file.fileId }])),
    ask('readFile', '', (em) => readFile(em, EVERYTHING, file.clientId, file.fileId)),
    ask('queuePosition', 'of the last', (em) => queuePosition(em, EVERYTHING, one.jobId)),
    op('foldDeltas', '', foldDeltas),
    ask('queuePosition', 'of the last, folded', (em) => queuePosition(em, EVERYTHING, one.jobId)),
    ask('queuePositions', 'of 200', (em) => queuePositions(em, EVERYTHING, jobIds)),
    ask('countJobs', 'all', (em) => countJobs(em, EVERYTHING, JOB_STATUSES, null)),
    ask('countJobs', 'one status of one client', (em) => countJobs(em, EVERYTHING, ['done'], clientName(3))),
    ask('countPendingOf', '', (em) => countPendingOf(em, [clientName(3)])),
    ask('oldestPending', '', (em) => oldestPending(em, 1000)),
    ...listings(middle),
    ask('get', '', (em) => get(em, EVERYTHING, one.jobId)),
    ask('getMany', '200', (em) => getMany(em, EVERYTHING, jobIds)),
    ask('getByCorrelation', '', (em) => getByCorrelation(em, EVERYTHING, one.clientId, one.requestId)),
    ask('countsAreWrong', '', countsAreWrong),
    ask('recountRows', 'nothing to mend', recountRows),
    op('claimRows', '50', async (em) => {
      held = await claimRows(em, KEYRING, 'bench', { free: 50, suspects: 1, clientMaxRunning: 0 }, heads);
    }),
    op('claimRows', '50, ceiling of 5 a client', async (em) => {
      held.push(...(await claimRows(em, KEYRING, 'bench', { free: 50, suspects: 1, clientMaxRunning: 5 }, heads)));
    }),
    op('heartbeat', '', (em) => heartbeat(em, held)),
    op('finishClaimed', 'one', (em) => finish(em, take(1))),
    op('finishClaimed', '20', (em) => finish(em, take(20))),
    op('releaseRows', '', (em) => releaseRows(em, take(5))),
    op('cancelRows', 'running and pending', (em) =>
      cancelRows(em, EVERYTHING, [...take(2).map((claimed) => claimed.jobId), two.jobId, three.jobId]),
    ),
    op('sweepOrphans', 'nothing to do', (em) => sweepOrphans(em, { leaseSeconds: 3600, maxRuntimeSeconds: 3600, maxAttempts: 3 })),
    ask('findOrphans', 'nothing to do', (em) => findOrphans(em, { leaseSeconds: 3600, maxRuntimeSeconds: 3600, maxAttempts: 3 })),
    op('sweepOrphans', 'all that run', (em) => sweepOrphans(em, { leaseSeconds: 0, maxRuntimeSeconds: 3600, maxAttempts: 3 })),
    op('writable', '', writable),
    ask('activeByClient', '', (em) => workload.activeByClient(em, EVERYTHING, 20)),
    ask('activeByUseCase', '', (em) => workload.activeByUseCase(em, EVERYTHING, ['invoice', 'receipt'], 10_000)),
    ask('clientNames', '', (em) => workload.clientNames(em, EVERYTHING, 1000)),
    ask('oldestPendingAt', '', (em) => workload.oldestPendingAt(em, EVERYTHING)),
    ask('history', '', (em) => history(em, EVERYTHING)),
    ask('workersAtWork', '', (em) => workload.workersAtWork(em, EVERYTHING, 100)),
    ask('databaseState', '', (em) => workload.databaseState(em, 1)),
    op('pruneJobs', '1,000', (em) => pruneJobs(em, { days: 1, exceptClients: [], exceptUseCases: [] }, 1000)),
    op('pruneJobs', 'nothing to do', (em) => pruneJobs(em, { days: 36_500, exceptClients: [], exceptUseCases: [] }, 1000)),
    op('pruneEnds', '', pruneEnds),
    op('pruneFiles', '', (em) => pruneFiles(em, 1000)),
  ];
}

const finished = (claimed: Claim) => ({ claim: claimed, response: answerOf(claimed) });

/** Pages and totals of every kind of filter. */
function listings(middle: Date): Operation[] {
  const hourBefore = new Date(middle.getTime() - 3_600_000);
  const filters: readonly [string, JobFilter][] = [
    ['all', {}],
    ['one status', { statuses: ['error'] }],
    ['one client', { clientId: clientName(20) }],
    ['client + status', { clientId: clientName(20), statuses: ['error'] }],
    ['use case', { useCase: 'receipt' }],
    ['client + use case', { clientId: clientName(20), useCase: 'receipt' }],
    ['one hour', { createdAfter: hourBefore, createdBefore: middle }],
    ['client, one hour', { clientId: clientName(20), createdAfter: hourBefore, createdBefore: middle }],
    ['text: in half of the names', { text: COMMON_WORD }],
    ['text: that, of one client', { text: COMMON_WORD, clientId: clientName(20) }],
    ['text: in 20 names', { text: RARE_WORD }],
    ['text: an id', { text: 'request-4242' }],
  ];
  const page = { limit: 50, offset: 0 };
  const cursor = { createdAt: middle.toISOString(), jobId: '00000000-0000-7000-8000-000000000000' };
  return [
    ...filters.flatMap(([variant, filter]) => [
      ask('listRecent', variant, (em) => listRecent(em, EVERYTHING, filter, page)),
      ask('countRecent', variant, (em) => countRecent(em, EVERYTHING, filter)),
      ask('countByStatus', variant, (em) => countByStatus(em, EVERYTHING, filter)),
    ]),
    ask('listRecent', 'deep, older', (em) => listRecent(em, EVERYTHING, {}, { ...page, cursor: { ...cursor, direction: 'older' } })),
    ask('listRecent', 'deep, newer', (em) => listRecent(em, EVERYTHING, {}, { ...page, cursor: { ...cursor, direction: 'newer' } })),
    ask('listRecent', 'offset 5,000', (em) => listRecent(em, EVERYTHING, {}, { limit: 50, offset: 5000 })),
  ];
}
