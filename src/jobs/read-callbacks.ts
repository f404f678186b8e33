/** Reading callbacks as callers see them, with the log of their attempts. */
import { type Callback, CallbackIdSchema, type CallbackList, type CallbackSummary } from '../contracts/callback.ts';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import { LIST_LIMIT_MAX } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { shownUrl } from '../contracts/shown-url.ts';
import { listAttempts } from '../store/callback-attempts.ts';
import { type CallbackCursor, type CallbackFilter, findCallbacks, listCallbacks as listRows } from '../store/callback-list.ts';
import type { JobsDeps } from './deps.ts';
import { BadCursor } from './read.ts';

type Deps = Pick<JobsDeps, 'orm'>;

export interface CallbackQuery extends CallbackFilter {
  /** 1–200; more is cut down. */
  readonly limit: number;
  /** `next_cursor` of an earlier answer. */
  readonly cursor?: string | undefined;
}

/** Those of a job: none while it is not finished, and without a callback URL. */
export const getJobCallbacks = async (deps: Deps, scope: Scope, jobId: JobId): Promise<Callback[]> =>
  withLogs(deps, scope, await findCallbacks(deps.orm.em.fork(), scope, { jobId }));

export async function getCallback(deps: Deps, scope: Scope, callbackId: CallbackId): Promise<Callback | null> {
  const [callback] = await withLogs(deps, scope, await findCallbacks(deps.orm.em.fork(), scope, { callbackId }));
  return callback ?? null;
}

/** Newest first. @throws BadCursor */
export async function listCallbacks(deps: Deps, scope: Scope, query: CallbackQuery): Promise<CallbackList> {
  const limit = Math.min(query.limit, LIST_LIMIT_MAX);
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  // One more than is shown tells whether there is a next page.
  const rows = await listRows(deps.orm.em.fork(), scope, query, { limit: limit + 1, cursor });
  const callbacks = rows.slice(0, limit).map(shown);
  const last = callbacks.at(-1);
  return { callbacks, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}

async function withLogs(deps: Deps, scope: Scope, callbacks: readonly CallbackSummary[]): Promise<Callback[]> {
  const ids = callbacks.map(({ callback_id }) => CallbackIdSchema.parse(callback_id));
  const logs = ids.length === 0 ? new Map() : await listAttempts(deps.orm.em.fork(), scope, ids);
  return callbacks.map((callback) => ({ ...shown(callback), log: logs.get(CallbackIdSchema.parse(callback.callback_id)) ?? [] }));
}

const shown = <C extends CallbackSummary>(callback: C): C => ({ ...callback, url: shownUrl(callback.url) });

const encodeCursor = ({ created_at, callback_id }: CallbackSummary): string =>
  Buffer.from(`${created_at} ${callback_id}`).toString('base64url');

function decodeCursor(cursor: string): CallbackCursor {
  const text = Buffer.from(cursor, 'base64url').toString();
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  const [, createdAt, callbackId] = match ?? [];
  if (createdAt === undefined || callbackId === undefined || Number.isNaN(Date.parse(createdAt)) || createdAt < '0001') {
    throw new BadCursor('cursor: expected next_cursor of an earlier answer');
  }
  return { createdAt, callbackId };
}
