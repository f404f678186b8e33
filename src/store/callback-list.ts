/** Callbacks as they are shown: the listing, those of a job, one. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { CallbackSummary } from '../contracts/callback.ts';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import { CALLBACK_STATUSES, type CallbackStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { SubscriptionId } from '../contracts/subscription.ts';
import { clientsOf, inScope, ofClients } from './in-scope.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, integer, query, text, uuid } from './statement.ts';

export interface CallbackFilter {
  /** Undefined: any; an empty list matches nothing. */
  readonly statuses?: readonly CallbackStatus[] | undefined;
  readonly clientId?: string | undefined;
  readonly origin?: string | undefined;
  readonly subscriptionId?: SubscriptionId | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** HTTP status of the last attempt, from and to; null: no answer came. Undefined: any, also where nothing was sent yet. */
  readonly lastStatus?: readonly [from: number, to: number] | null | undefined;
}

/** The row a page goes on after. */
export interface CallbackCursor {
  readonly createdAt: string;
  readonly callbackId: string;
}

const SUMMARY: Columns<CallbackSummary> = {
  callback_id: uuid(),
  job_id: uuid(),
  event: text(),
  subscription_id: uuid(),
  reviewed: integer(),
  client_id: text(),
  url: text(),
  origin: text(),
  status: text(),
  attempts: integer(),
  next_attempt_at: text(),
  paused: boolean(),
  last_status_code: integer(),
  last_error: text(),
  created_at: text(),
  finished_at: text(),
};

const shown = (from: RawBuilder<unknown>) => sql`
  SELECT c.callback_id, c.job_id,
         coalesce(c.event, CASE WHEN c.reviewed IS NOT NULL THEN 'job.reviewed' ELSE (SELECT 'job.' || status FROM ix_jobs WHERE ix_jobs.job_id = c.job_id) END) AS event,
         c.subscription_id, c.reviewed, c.client_id, c.url, c.origin, c.status, c.attempts, ${isoTime('c.next_attempt_at')} AS next_attempt_at,
         c.status = 'pending' AND e.paused_at IS NOT NULL AS paused, last.status_code AS last_status_code, last.error AS last_error,
         ${isoTime('c.created_at')} AS created_at, ${isoTime('c.finished_at')} AS finished_at
  FROM ${from} AS c
  LEFT JOIN ix_endpoints AS e ON e.client_id = c.client_id AND e.origin = c.origin
  LEFT JOIN ix_callback_attempts AS last ON last.callback_id = c.callback_id AND last.attempt = c.attempts
  ORDER BY c.created_at DESC, c.callback_id DESC`;

/** Newest first; each status in order from its index, merged. @param limit 1 or more. */
// Index: ix_callbacks_recent, ix_callbacks_recent_of_client; with an origin, a subscription or a status what they give is sifted, by
// ix_callback_attempts_pkey for a status. For old rows ix_jobs_pkey.
export async function listCallbacks(
  em: EntityManager,
  scope: Scope,
  filter: CallbackFilter,
  page: { readonly limit: number; readonly cursor?: CallbackCursor | undefined },
): Promise<CallbackSummary[]> {
  const statuses = CALLBACK_STATUSES.filter((status) => filter.statuses?.includes(status) ?? true);
  if (statuses.length === 0) return [];
  const where: RawBuilder<unknown>[] = [];
  const clients = clientsOf(scope, filter.clientId);
  if (clients !== 'all') where.push(ofClients(clients));
  if (filter.origin !== undefined) where.push(sql`origin = ${filter.origin}`);
  if (filter.subscriptionId !== undefined) where.push(sql`subscription_id = ${filter.subscriptionId}`);
  if (filter.createdAfter !== undefined) where.push(sql`created_at > ${filter.createdAfter.toISOString()}::timestamptz`);
  if (filter.createdBefore !== undefined) where.push(sql`created_at < ${filter.createdBefore.toISOString()}::timestamptz`);
  if (filter.lastStatus !== undefined) where.push(lastAnswered(filter.lastStatus));
  if (page.cursor !== undefined) {
    where.push(sql`(created_at, callback_id) < (${page.cursor.createdAt}::timestamptz, ${page.cursor.callbackId}::uuid)`);
  }
  const order = sql`ORDER BY created_at DESC, callback_id DESC LIMIT ${page.limit}`;
  const merged = sql.join(
    statuses.map(
      (status) => sql`(SELECT * FROM ix_callbacks WHERE ${sql.join([sql`status = ${sql.lit(status)}`, ...where], sql` AND `)} ${order})`,
    ),
    sql` UNION ALL `,
  );
  return await query(em, SUMMARY)`${shown(sql`(SELECT * FROM (${merged}) AS merged ${order})`)}`;
}

const lastAnswered = (status: readonly [from: number, to: number] | null): RawBuilder<unknown> => sql`
  EXISTS (SELECT FROM ix_callback_attempts AS last WHERE last.callback_id = ix_callbacks.callback_id AND last.attempt = ix_callbacks.attempts
          AND ${status === null ? sql`last.status_code IS NULL` : sql`last.status_code BETWEEN ${status[0]} AND ${status[1]}`})`;

/** Those of a job, or the one of this id, newest first. */
// Index: ix_callbacks_job, ix_callbacks_pkey.
export async function findCallbacks(
  em: EntityManager,
  scope: Scope,
  by: { readonly jobId: JobId } | { readonly callbackId: CallbackId },
): Promise<CallbackSummary[]> {
  const where = 'jobId' in by ? sql`job_id = ${by.jobId}` : sql`callback_id = ${by.callbackId}`;
  return await query(em, SUMMARY)`${shown(sql`(SELECT * FROM ix_callbacks WHERE ${where} AND ${inScope(scope)})`)}`;
}
