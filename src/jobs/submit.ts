/** submit: rows, uploaded files and tickets in one transaction; what was submitted before is answered, not repeated. */
import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type FileId, type JobId, newIxId, newJobId } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { displayNameOf, type RequestIX, type Submission } from '../contracts/request.ts';
import { insertFile, linkFiles, type NewFile } from '../store/files.ts';
import { type InsertedJob, insertPending, type NewJobRow, RowVanished } from '../store/insert-pending.ts';
import { jsonbText } from '../store/jsonb.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { getJobs } from './read.ts';

export interface Upload {
  readonly fileId: FileId;
  readonly bytes: Uint8Array;
}

export interface NewJob {
  readonly submission: Submission;
  readonly uploads: readonly Upload[];
  /** W3C trace context of the submitting call. */
  readonly traceparent: string | null;
  /** The job this is a resubmission of. */
  readonly originJobId?: JobId;
}

export interface Submitted {
  readonly job: Job;
  /** false: the job was there already, under the same client and request id. */
  readonly created: boolean;
  /** It was there, and its request is another than this one. */
  readonly differs: boolean;
}

/** One answer an item, in order. All are stored, or none. */
export async function submit(deps: JobsDeps, items: readonly NewJob[]): Promise<Submitted[]> {
  const rows = items.map(rowOf);
  const inserted = await storeAll(deps, items, rows);
  const jobs = await getJobs(
    deps,
    inserted.map(({ jobId }) => jobId),
  );
  return inserted.map(({ jobId, created, differs }) => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new Error(`job ${jobId} was deleted while it was submitted`);
    return { job, created, differs };
  });
}

async function storeAll(deps: JobsDeps, items: readonly NewJob[], rows: readonly NewJobRow[]): Promise<InsertedJob[]> {
  try {
    return await transact(deps, 'submit', (em) => store(em, deps, items, rows));
  } catch (error) {
    // Retention deleted an old job under one of these keys in this very instant, so that now the key is free.
    if (error instanceof RowVanished) return storeAll(deps, items, rows);
    throw error;
  }
}

async function store(em: EntityManager, deps: JobsDeps, items: readonly NewJob[], rows: readonly NewJobRow[]): Promise<InsertedJob[]> {
  const inserted = await insertPending(em, rows);
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
  await deps.queue.publishJobs(
    em,
    inserted.filter(({ created }) => created).map(({ jobId }) => jobId),
  );
  return inserted;
}

const keyOf = ({ clientId, fileId }: NewFile): string => `${clientId} ${fileId}`;

const fileIdsOf = (request: RequestIX): FileId[] => request.context.files.flatMap((file) => ('file_id' in file ? [file.file_id] : []));

function rowOf({ submission, traceparent, originJobId }: NewJob): NewJobRow {
  const { callback_url, priority, ...given } = submission;
  const jobId = newJobId();
  const request = { ...given, request_id: given.request_id ?? jobId };
  return {
    jobId,
    ixId: newIxId(),
    clientId: request.ix_client_id,
    requestId: request.request_id,
    request: jsonbText(request),
    requestHash: hashOf(request),
    useCase: request.use_case_inline?.name ?? request.use_case,
    displayName: displayNameOf(request),
    callbackUrl: callback_url,
    priority,
    originJobId: originJobId ?? null,
    traceparent,
  };
}

/** The order of keys is the schema's, so equal requests have equal text. Free-form parts keep the caller's order: see sorted. */
const hashOf = (request: RequestIX): Buffer => createHash('sha256').update(JSON.stringify(request, sorted)).digest();

/** JSON.stringify replacer: object keys in one order, whatever order the caller sent them in. */
function sorted(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
