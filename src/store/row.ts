/** How a row of ix_jobs is read: the listing's columns, the whole job, and times as text. */
import { type Expression, type RawBuilder, sql } from 'kysely';
import type { HeldBy, JobSummary, LostRun } from '../contracts/job.ts';
import type { RequestIX } from '../contracts/request.ts';
import type { ResponseIX } from '../contracts/response.ts';
import type { Decision } from '../contracts/review.ts';
import { boolean, type Columns, integer, json, jsonb, smallint, text, uuid } from './statement.ts';

/** A timestamptz as ISO 8601 in UTC with microseconds, the database's own precision. */
export const isoTime = <T extends string | null = string>(column: string | Expression<T>): RawBuilder<T> =>
  sql`to_char(${typeof column === 'string' ? sql.ref(column) : column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Why a pending job is held back; null: it is not. */
export const HELD = sql<HeldBy | null>`CASE WHEN held_until = 'infinity' THEN 'paused' WHEN held_until IS NOT NULL THEN 'not_before' END`;

/** What the listing shows; never `request` or `response`. */
export const SUMMARY_COLUMNS = sql`
  job_id, ix_id, client_id, request_id, status, use_case, use_case_version, display_name, priority, attempts, callback_url, callback_status, worker_id, origin_job_id, batch_id, needs_review,
  ${isoTime('not_before')} AS not_before, ${isoTime('deadline_at')} AS deadline_at,
  CASE WHEN status = 'pending' THEN ${HELD} END AS held,
  error_code AS code, error_message AS error,
  ${isoTime('created_at')} AS created_at, ${isoTime('started_at')} AS started_at, ${isoTime('finished_at')} AS finished_at`;

export const SUMMARY: Columns<JobSummary> = {
  job_id: uuid(),
  ix_id: text(),
  client_id: text(),
  request_id: text(),
  status: text(),
  use_case: text(),
  use_case_version: integer(),
  display_name: text(),
  priority: smallint(),
  attempts: integer(),
  callback_url: text(),
  callback_status: text(),
  worker_id: text(),
  origin_job_id: uuid(),
  batch_id: uuid(),
  needs_review: boolean(),
  not_before: text(),
  deadline_at: text(),
  held: text<HeldBy | null>(),
  code: text(),
  error: text(),
  created_at: text(),
  started_at: text(),
  finished_at: text(),
};

/** A row without what was asked and answered, which may be megabytes. */
export interface StoredState extends JobSummary {
  readonly strikes: number;
  readonly lost_runs: LostRun[];
  readonly cancel_requested_at: string | null;
  readonly callback_error: string | null;
}

export const STORED_STATE: Columns<StoredState> = {
  ...SUMMARY,
  strikes: integer(),
  lost_runs: jsonb(),
  cancel_requested_at: text(),
  callback_error: text(),
};

export const STATE_COLUMNS = sql`
  ${SUMMARY_COLUMNS}, strikes, lost_runs, ${isoTime('cancel_requested_at')} AS cancel_requested_at, callback_error`;

/** The whole row as it is stored: the request is not redacted. */
export interface StoredJob extends StoredState {
  readonly request: RequestIX;
  readonly response: ResponseIX | null;
  /** What people decided about the answer, the first decision first; null: nothing. */
  readonly decisions: readonly Decision[] | null;
  readonly traceparent: string | null;
}

export const STORED_JOB: Columns<StoredJob> = {
  ...STORED_STATE,
  request: json(),
  response: json(),
  decisions: json(),
  traceparent: text(),
};

/** Index, of the decisions: ix_reviews_pkey. */
export const JOB_COLUMNS = sql`${STATE_COLUMNS}, request, response, traceparent, (
  SELECT json_agg(json_build_object('number', number, 'path', path, 'kind', kind, 'value', value, 'by', who, 'at', ${isoTime('at')}) ORDER BY number)
  FROM ix_reviews WHERE ix_reviews.job_id = ix_jobs.job_id) AS decisions`;

/**
 * Of a `job` found by its id: `status = 'running'` in other words (a CHECK ties the two). `status` leads an index; few jobs run at a
 * time, so with it the planner reads all that run instead of the primary key, and under an old snapshot all that ever ran.
 */
export const IS_RUNNING = sql`job.heartbeat_at IS NOT NULL`;
