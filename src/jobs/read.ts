/** Reading jobs as callers see them: header values and what may be secret in URLs masked, the queue position added while a job is active. */
import { z } from 'zod';
import type { JobId } from '../contracts/ids.ts';
import { isTerminal, type Job, type JobList, type JobSummary, LIST_LIMIT_MAX } from '../contracts/job.ts';
import { redactRequest } from '../contracts/request.ts';
import { reviewOf } from '../contracts/review.ts';
import type { Scope } from '../contracts/scope.ts';
import { shownUrl } from '../contracts/shown-url.ts';
import { get, getByCorrelation, getMany } from '../store/get.ts';
import type { JobCursor, JobFilter } from '../store/job-filter.ts';
import { countRecent, listRecent } from '../store/list-recent.ts';
import { NOWHERE, type QueuePosition, queuePositions } from '../store/queue-position.ts';
import type { StoredJob, StoredState } from '../store/row.ts';
import type { JobsDeps } from './deps.ts';

export interface JobQuery extends JobFilter {
  /** 1–200; more is cut down. */
  readonly limit: number;
  readonly offset: number;
  /** `next_cursor` or `prev_cursor` of an earlier answer. */
  readonly cursor?: string | undefined;
}

export type JobListPage = Omit<JobList, 'total' | 'total_relation'>;

/** The cursor is not one of ours. */
export class BadCursor extends Error {}

export async function getJob(deps: JobsDeps, scope: Scope, jobId: JobId): Promise<Job | null> {
  return only(deps, scope, await get(deps.orm.em.fork(), scope, jobId));
}

export async function getJobByCorrelation(deps: JobsDeps, scope: Scope, clientId: string, requestId: string): Promise<Job | null> {
  return only(deps, scope, await getByCorrelation(deps.orm.em.fork(), scope, clientId, requestId));
}

async function only(deps: JobsDeps, scope: Scope, stored: StoredJob | null): Promise<Job | null> {
  const [job] = stored === null ? [] : (await presentJobs(deps, scope, [stored])).values();
  return job ?? null;
}

/** Those that exist, by id. */
export async function getJobs(deps: JobsDeps, scope: Scope, jobIds: readonly JobId[]): Promise<Map<JobId, Job>> {
  return presentJobs(deps, scope, await getMany(deps.orm.em.fork(), scope, jobIds));
}

/** @throws as `listPage` */
export async function listJobs(deps: JobsDeps, scope: Scope, query: JobQuery): Promise<JobList> {
  const asked = [listPage(deps, scope, query), countRecent(deps.orm.em.fork(), scope, query)] as const;
  // A page that is refused leaves no count under way, on a connection that nobody waits for.
  await Promise.allSettled(asked);
  const [page, { total, relation }] = await Promise.all(asked);
  return { ...page, total, total_relation: relation };
}

/** Without how many there are in all. @throws BadCursor; RangeError for an offset or limit out of range, or a text that is too short. */
export async function listPage(deps: JobsDeps, scope: Scope, query: JobQuery): Promise<JobListPage> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const limit = Math.min(query.limit, LIST_LIMIT_MAX);
  const found = await listRecent(deps.orm.em.fork(), scope, query, { limit, offset: query.offset, cursor });
  const jobs = found.map((job) => ({ ...job, callback_url: shownCallbackUrl(job) }));
  const [first, last] = [jobs[0], jobs.at(-1)];
  const full = jobs.length === limit;
  // Going back, there is always the page one came from; going on, a full page may be followed by another.
  const older = cursor?.direction === 'newer' || full;
  const newer = cursor?.direction === 'newer' ? full : cursor !== undefined || query.offset > 0;
  return {
    jobs,
    limit,
    offset: query.offset,
    next_cursor: last !== undefined && older ? encodeCursor('older', last) : null,
    prev_cursor: first !== undefined && newer ? encodeCursor('newer', first) : null,
  };
}

/** Longer than a short job on an idle ix takes, so that looking does not hold it up. */
const FIRST_LOOK_MS = 30;
const LOOK_MS = 5000;

/**
 * Waits for the job to become terminal.
 * @returns the job as it is then, or as it is after `timeoutMs`; null: there is no such job, or `signal` aborted.
 */
export async function waitForJob(deps: JobsDeps, scope: Scope, jobId: JobId, timeoutMs: number, signal: AbortSignal): Promise<Job | null> {
  if (signal.aborted) return null;
  const end = performance.now() + timeoutMs;
  let told = Promise.withResolvers<void>();
  const wake = () => told.resolve();
  const off = deps.queue.signals.on('finished', (ids) => {
    if (ids === null || ids.includes(jobId)) wake();
  });
  signal.addEventListener('abort', wake);
  try {
    // A signal can be lost, or have come before anybody listened: look soon, and then every few seconds, all the same.
    for (let patience = FIRST_LOOK_MS; ; patience = LOOK_MS) {
      const timer = setTimeout(wake, Math.min(patience, end - performance.now()));
      await told.promise;
      clearTimeout(timer);
      told = Promise.withResolvers();
      // The database may be closed by then.
      if (signal.aborted) return null;
      const job = await getJob(deps, scope, jobId);
      if (job === null || isTerminal(job.status) || performance.now() >= end) return job;
    }
  } finally {
    off();
    signal.removeEventListener('abort', wake);
  }
}

/**
 * Jobs as they are stored → as callers see them, with the queue positions of those that are active.
 * @param places those that are known.
 */
export async function presentJobs(
  deps: JobsDeps,
  scope: Scope,
  stored: readonly StoredJob[],
  places: ReadonlyMap<string, QueuePosition> = new Map(),
): Promise<Map<JobId, Job>> {
  const states = await presentStates(
    deps,
    scope,
    stored.map(({ traceparent: _, decisions, ...job }) => ({
      ...job,
      review: job.response === null ? null : reviewOf(job.response, decisions ?? []),
    })),
    places,
  );
  return new Map([...states].map(([id, job]) => [id, { ...job, request: redactRequest(job.request) }]));
}

/** As `presentJobs`, of jobs with or without their request and answer. */
export async function presentStates<S extends StoredState>(
  deps: JobsDeps,
  scope: Scope,
  stored: readonly S[],
  places: ReadonlyMap<string, QueuePosition> = new Map(),
): Promise<Map<JobId, S & Pick<Job, 'queue'>>> {
  const active = stored
    .filter((job) => !isTerminal(job.status) && job.held === null && !places.has(job.job_id))
    .map((job) => job.job_id as JobId);
  const found = active.length === 0 ? new Map<string, QueuePosition>() : await queuePositions(deps.orm.em.fork(), scope, active);
  return new Map(
    stored.map((job) => {
      const position = places.get(job.job_id) ?? found.get(job.job_id) ?? NOWHERE;
      // Ended since it was read: the caller sees it as it was read, and first in line.
      const queue =
        isTerminal(job.status) || job.held !== null
          ? null
          : { ahead: position.ahead, ahead_is_minimum: position.aheadIsMinimum, total_active: position.totalActive };
      return [job.job_id as JobId, { ...job, callback_url: shownCallbackUrl(job), queue }];
    }),
  );
}

const shownCallbackUrl = ({ callback_url: url }: Pick<JobSummary, 'callback_url'>): string | null => (url === null ? null : shownUrl(url));

/** A place in a listing, as callers are given it. */
export const encodeCursor = (direction: JobCursor['direction'], at: { created_at: string; job_id: string }): string =>
  Buffer.from(`${direction} ${at.created_at} ${at.job_id}`).toString('base64url');

const CursorSchema = z.tuple([z.enum(['older', 'newer']), z.iso.datetime({ precision: 6 }), z.uuid()]);

/** @throws BadCursor */
export function decodeCursor(cursor: string): JobCursor {
  const parsed = CursorSchema.safeParse(Buffer.from(cursor, 'base64url').toString().split(' '));
  if (!parsed.success) throw new BadCursor('cursor: expected next_cursor or prev_cursor of an earlier answer');
  const [direction, createdAt, jobId] = parsed.data;
  return { direction, createdAt, jobId };
}
