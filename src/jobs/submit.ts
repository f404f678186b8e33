/** submit: rows, their tickets and uploaded files in one transaction; what was submitted before is answered, not repeated. */
import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type FileId, type JobId, newIxId, newJobId } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { displayNameOf, type RequestIX, type Submission } from '../contracts/request.ts';
import { EVERYTHING, OutOfScope, requireClient, type Scope } from '../contracts/scope.ts';
import { insertAudit } from '../store/audit.ts';
import { insertFile, linkFiles, type NewFile } from '../store/files.ts';
import { getMany } from '../store/get.ts';
import { type InsertedJob, insertPending, type JobTimes, type NewJobRow } from '../store/insert-pending.ts';
import { hideSecrets } from '../store/job-secrets.ts';
import { jsonText } from '../store/json-text.ts';
import type { Keyring } from '../store/keyring.ts';
import { NOWHERE, type QueuePosition, queuePositions } from '../store/queue-position.ts';
import type { StoredJob } from '../store/row.ts';
import type { StagedPieces } from '../store/staged-files.ts';
import { transact } from './act.ts';
import { type ClientFull, refusals } from './client-limit.ts';
import type { JobsDeps } from './deps.ts';
import { presentJobs } from './read.ts';

/** Jobs ahead are counted up to here for the answer to a submit: a few hundred microseconds. A later GET counts further. */
const AHEAD_MAX = 1000;

export interface Upload {
  readonly fileId: FileId;
  /** Its bytes, in order: each is a row of the store. They follow on those that are staged. */
  readonly pieces: readonly Uint8Array[];
  readonly staged?: StagedPieces | null;
}

export interface NewJob {
  readonly submission: Submission;
  readonly uploads: readonly Upload[];
  /** W3C trace context of the submitting call. */
  readonly traceparent: string | null;
  /** The job this is a resubmission of. */
  readonly originJobId?: JobId;
  /** Its caller waits for its end, and is not told where it stands in the queue before. */
  readonly awaited?: boolean;
}

export interface Submitted {
  readonly job: Job;
  /** false: the job was there already, under the same client and request id. */
  readonly created: boolean;
  /** It was there, and its request is another than this one. */
  readonly differs: boolean;
}

/** What is named is retired: no new job may name it. */
export class UseCaseRetired extends Error {
  override readonly name = 'UseCaseRetired';

  constructor({ use_case }: Pick<Submission, 'use_case'>) {
    super(`the use case ${JSON.stringify(use_case)} is retired: expected one of GET /use-cases`);
  }
}

/** One answer an item, in order. All are stored, or none. @throws ClientFull, OutOfScope, UseCaseRetired */
export async function submit(deps: JobsDeps, scope: Scope, items: readonly NewJob[]): Promise<Submitted[]> {
  requireClients(scope, items);
  const asked = items.map((job) => ({ scope, job }));
  await refuseFull(deps, asked);
  const answers = await stored(deps, asked, true);
  return answers.flatMap((answer) => (answer instanceof UseCaseRetired ? [] : [answer]));
}

/** A job, and who hands it in. */
export interface AskedJob {
  readonly scope: Scope;
  readonly job: NewJob;
}

/** Why a job may not be stored. */
export type Refusal = ClientFull | OutOfScope | UseCaseRetired;

/** For items of several callers: one that may not be stored keeps no other out. */
export async function submitEach(deps: JobsDeps, items: readonly AskedJob[]): Promise<(Submitted | Refusal)[]> {
  const refused = await refusalsOf(deps, items);
  const answers = await stored(
    deps,
    items.filter((_, i) => refused[i] === null),
    false,
  );
  const next = answers.values();
  return refused.map((refusal) => {
    const answer = refusal ?? next.next().value;
    if (answer === undefined) throw new Error('no answer for a job that was stored');
    return answer;
  });
}

/** One answer an item, in order: null, or why it may not be stored. Earlier items of a client count for its later ones. */
export async function refusalsOf(deps: JobsDeps, items: readonly AskedJob[]): Promise<(ClientFull | OutOfScope | null)[]> {
  const foreign = items.map(({ scope, job }) => outOfScope(scope, job));
  const full = (
    await refusals(
      deps,
      items.filter((_, i) => foreign[i] === null),
    )
  ).values();
  return foreign.map((refusal) => refusal ?? full.next().value ?? null);
}

/** @throws OutOfScope */
function requireClients(scope: Scope, items: readonly NewJob[]): void {
  for (const { submission } of items) requireClient(scope, submission.ix_client_id, 'ix_client_id');
}

function outOfScope(scope: Scope, job: NewJob): OutOfScope | null {
  try {
    requireClients(scope, [job]);
    return null;
  } catch (error) {
    if (error instanceof OutOfScope) return error;
    throw error;
  }
}

async function refuseFull(deps: JobsDeps, items: readonly AskedJob[]): Promise<void> {
  const refusal = (await refusals(deps, items)).find((full) => full !== null);
  if (refusal !== undefined) throw refusal;
}

/** @param allOrNone what is refused is thrown, and nothing is stored. */
async function stored(deps: JobsDeps, asked: readonly AskedJob[], allOrNone: boolean): Promise<(Submitted | UseCaseRetired)[]> {
  if (asked.length === 0) return [];
  const items = asked.map(({ job }) => job);
  const rows = items.map((item) => rowOf(deps.keyring, item));
  const { inserted, places } = await transact(deps, 'submit', async (em) => {
    const inserted = await storeAll(em, deps, asked, rows, allOrNone);
    return { inserted, places: await placesOf(em, items, inserted) };
  });
  const old = inserted.filter(({ created, retired }) => !created && !retired).map(({ jobId }) => jobId);
  const fresh = both(rows, inserted).flatMap(([row, { times }]) => (times === null ? [] : [storedOf(row, times)]));
  // They are the submitters' own, by their client: whose scope it is was looked at.
  const known = old.length === 0 ? [] : await getMany(deps.orm.em.fork(), EVERYTHING, old);
  const jobs = await presentJobs(deps, EVERYTHING, [...fresh, ...known], places);
  return both(items, inserted).map(([{ submission }, { jobId, created, differs, retired }]) => {
    if (retired) return new UseCaseRetired(submission);
    const job = jobs.get(jobId);
    if (job === undefined) throw new Error(`job ${jobId} was deleted while it was submitted`);
    return { job, created, differs };
  });
}

function both<T>(given: readonly T[], inserted: readonly InsertedJob[]): [T, InsertedJob][] {
  return given.flatMap((one, i) => {
    const answer = inserted[i];
    return answer === undefined ? [] : [[one, answer]];
  });
}

/** A new row as `getMany` would read it: so much is known that it need not be. */
function storedOf(row: NewJobRow, { createdAt, notBefore, deadlineAt, held, useCaseVersion }: JobTimes): StoredJob {
  return {
    job_id: row.jobId,
    ix_id: row.ixId,
    client_id: row.clientId,
    request_id: row.requestId,
    status: 'pending',
    use_case: row.useCase,
    use_case_version: useCaseVersion,
    display_name: row.displayName,
    priority: row.priority,
    attempts: 0,
    callback_url: row.callbackUrl,
    callback_status: null,
    worker_id: null,
    origin_job_id: row.originJobId,
    batch_id: row.batchId,
    needs_review: false,
    not_before: notBefore,
    deadline_at: deadlineAt,
    held,
    code: null,
    error: null,
    created_at: createdAt,
    started_at: null,
    finished_at: null,
    strikes: 0,
    lost_runs: [],
    cancel_requested_at: null,
    callback_error: null,
    request: JSON.parse(row.request),
    response: null,
    decisions: null,
    traceparent: row.traceparent,
  };
}

/** New jobs, their tickets and files, within the caller's transaction. @param allOrNone what is retired is thrown. @throws UseCaseRetired */
export async function storeAll(
  em: EntityManager,
  deps: JobsDeps,
  asked: readonly AskedJob[],
  rows: readonly NewJobRow[],
  allOrNone: boolean,
): Promise<InsertedJob[]> {
  const inserted = await insertPending(em, rows, deps.heads);
  const refused = asked.find((_, i) => inserted[i]?.retired);
  if (allOrNone && refused !== undefined) throw new UseCaseRetired(refused.job.submission);
  await storeFiles(
    em,
    asked.map(({ job }) => job),
    inserted,
  );
  for (const [{ scope, job }, { jobId, created }] of both(asked, inserted)) if (created) await auditCopy(em, scope, job, jobId);
  await deps.queue.publishJobs(
    em,
    inserted.flatMap(({ jobId, times }) => (isWaiting(times) ? [jobId] : [])),
  );
  return inserted;
}

/** It is new, and nothing but its turn keeps it from being claimed. */
const isWaiting = (times: JobTimes | null): times is JobTimes => times !== null && times.held === null;

/**
 * Where new jobs stand in the queue; those whose callers wait for their ends stand at 0. Asked within their transaction: it has a
 * connection, and plans that do not hang on statistics, which say of an idle queue that nothing waits in it.
 */
async function placesOf(em: EntityManager, items: readonly NewJob[], inserted: readonly InsertedJob[]): Promise<Map<JobId, QueuePosition>> {
  const waiting = both(items, inserted).filter(([, { times }]) => isWaiting(times));
  const asking = waiting.flatMap(([{ awaited }, { jobId }]) => (awaited ? [] : [jobId]));
  const places = asking.length === 0 ? [] : await queuePositions(em, EVERYTHING, asking, AHEAD_MAX);
  return new Map([...waiting.map(([, { jobId }]) => [jobId, NOWHERE] as const), ...places]);
}

/** Of who resubmitted. A submission of its own is told by its job. */
async function auditCopy(em: EntityManager, scope: Scope, { submission, originJobId }: NewJob, jobId: JobId): Promise<void> {
  if (originJobId === undefined) return;
  const clientId = submission.ix_client_id;
  await insertAudit(em, scope, [{ act: `resubmit as job ${jobId}`, target: `job ${originJobId}`, clientId }]);
}

async function storeFiles(em: EntityManager, items: readonly NewJob[], inserted: readonly InsertedJob[]): Promise<void> {
  const fresh = items.filter((_, i) => inserted[i]?.created);
  const uploads = fresh.flatMap(({ submission, uploads }) => uploads.map((upload) => ({ ...upload, clientId: submission.ix_client_id })));
  // In one order, so that two submits with files in common do not deadlock.
  for (const upload of uploads.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))) await insertFile(em, upload);
  const links = items.flatMap(({ submission }, i) => {
    const answer = inserted[i];
    return answer?.created
      ? fileIdsOf(submission).map((fileId) => ({ jobId: answer.jobId, clientId: submission.ix_client_id, fileId }))
      : [];
  });
  if (links.length > 0) await linkFiles(em, links);
}

const keyOf = ({ clientId, fileId }: NewFile): string => `${clientId} ${fileId}`;

const fileIdsOf = (request: RequestIX): FileId[] => request.context.files.flatMap((file) => ('file_id' in file ? [file.file_id] : []));

/** A submission as the store takes it, under ids of its own, its secrets hidden. */
export function rowOf(keyring: Keyring, { submission, traceparent, originJobId }: NewJob): NewJobRow {
  const { callback_url, priority, not_before, deadline_seconds, ...given } = submission;
  const jobId = newJobId();
  const request = { ...given, request_id: given.request_id ?? jobId };
  const { request: shown, ...hidden } = hideSecrets(keyring, jobId, { request, callbackUrl: callback_url });
  const [requestHash, ...earlierHashes] = keyring.digests(digestOf(request));
  return {
    ...hidden,
    jobId,
    ixId: newIxId(),
    clientId: request.ix_client_id,
    requestId: request.request_id,
    request: jsonText(shown),
    requestHash,
    earlierHashes,
    useCase: request.use_case_inline?.name ?? request.use_case,
    isInline: request.use_case_inline !== null,
    displayName: displayNameOf(request),
    priority,
    notBefore: not_before,
    deadlineSeconds: deadline_seconds,
    originJobId: originJobId ?? null,
    batchId: null,
    traceparent,
  };
}

/** The order of keys is the schema's, so equal requests have equal text. Free-form parts keep the caller's order, so all keys are sorted. */
const digestOf = (request: RequestIX): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(withSortedKeys(request)))
    .digest();

/** Object keys of a JSON value in one order, at any depth. (A replacer of JSON.stringify would take four times as long.) */
function withSortedKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, withSortedKeys(inner)]),
  );
}
