/** history: how many jobs there are, how many ended in the last hour and day, and how long those had waited: all of one moment. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobStatus } from '../contracts/job.ts';
import { UNFOLDED, UNFOLDED_COUNTS } from './counts.ts';
import { BUCKET, endsIn, spanOf, waitOf } from './ends.ts';
import { isoTime } from './row.ts';

/** Jobs that ended in a span of time. */
export interface Ends {
  readonly done: number;
  readonly error: number;
  /**
   * Seconds from submission to start that half of them, 95 of 100, and all of them waited at most; null when none was ever started.
   * Never less than it was; more by at most 19 % (or up to a millisecond).
   */
  readonly wait_median: number | null;
  readonly wait_p95: number | null;
  readonly wait_longest: number | null;
}

export interface Span extends Ends {
  /** Its start, ISO 8601. */
  readonly at: string;
}

/** Spans one after the other, the last one being the present one, and all of them together. */
export interface Period {
  readonly all: Ends;
  readonly spans: readonly Span[];
}

export interface History {
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** 60 minutes. */
  readonly hour: Period;
  /** 48 half hours. */
  readonly day: Period;
}

const MINUTE = { seconds: 60, spans: 60 } as const;
const HALF_HOUR = { seconds: 1800, spans: 48 } as const;

interface Row {
  readonly seconds: number;
  /** null: of all spans of so many seconds. */
  readonly at: string | null;
  readonly done: number;
  readonly error: number;
  readonly median: number | null;
  readonly p95: number | null;
  readonly longest: number | null;
}

/**
 * One statement, so one snapshot: no span has more than the counts, nor the hour more than the day. The clock is read within it: what it
 * sees has ended before. Its price does not grow with jobs or clients: a span has a row for each bucket of waits.
 * Indexes: ix_job_ends_pkey, ix_job_counts_pkey, ix_job_deltas_xid.
 */
export async function history(em: EntityManager): Promise<History> {
  const { rows } = await sql<{ counts: Partial<Record<JobStatus, number>>; ends: Row[] }>`
    WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
    period AS MATERIALIZED (
      SELECT seconds::smallint, spans, ${spanOf(sql`now`)} - make_interval(secs => seconds * (spans - 1)) AS since, now
      FROM clock, (VALUES (${sql.lit(MINUTE.seconds)}, ${sql.lit(MINUTE.spans)}), (${sql.lit(HALF_HOUR.seconds)}, ${sql.lit(HALF_HOUR.spans)}))
        AS shown (seconds, spans)
    ),
    found AS (
      SELECT seconds, since + make_interval(secs => seconds * n) AS at, 1 AS bucket, 0 AS done, 0 AS error FROM period, generate_series(0, spans - 1) AS n
      UNION ALL
      SELECT seconds, at, bucket, done, error FROM period JOIN ix_job_ends USING (seconds) WHERE client_id = '' AND at BETWEEN since AND now
      UNION ALL
      SELECT seconds, ${spanOf(sql`ended_at`)}, ${BUCKET}, CASE status WHEN 'done' THEN n ELSE 0 END, CASE status WHEN 'error' THEN n ELSE 0 END
      FROM period, ${endsIn(sql`(SELECT client_id, status, n, ended_at, waits FROM ${UNFOLDED}) AS unfolded`)} WHERE ended_at BETWEEN since AND now
    ),
    counted AS (
      SELECT seconds, at, bucket, sum(done) AS done, sum(error) AS error, CASE WHEN bucket > 1 THEN sum(done + error) ELSE 0 END AS started
      FROM found GROUP BY GROUPING SETS ((seconds, at, bucket), (seconds, bucket))
    ),
    ranked AS (
      SELECT *, sum(started) OVER (PARTITION BY seconds, at ORDER BY bucket) / nullif(sum(started) OVER (PARTITION BY seconds, at), 0) AS share
      FROM counted
    ),
    told AS (
      SELECT seconds, ${isoTime('at')} AS at, sum(done)::bigint AS done, sum(error)::bigint AS error,
        min(bucket) FILTER (WHERE started > 0 AND share >= 0.5) AS median, min(bucket) FILTER (WHERE started > 0 AND share >= 0.95) AS p95,
        max(bucket) FILTER (WHERE started > 0) AS longest
      FROM ranked GROUP BY seconds, at
    )
    SELECT
      (SELECT json_agg(told ORDER BY at) FROM told) AS ends,
      (SELECT json_object_agg(status, n) FROM (
        SELECT status, sum(n) AS n FROM (
          SELECT status, n FROM ix_job_counts WHERE client_id = '' UNION ALL SELECT status, n FROM ${UNFOLDED_COUNTS}
        ) AS change GROUP BY status) AS total) AS counts`.execute(em.getKysely());
  const [row] = rows;
  if (row === undefined) throw new Error('the database answered nothing');
  return {
    counts: { pending: 0, running: 0, done: 0, error: 0, ...row.counts },
    hour: periodOf(row.ends, MINUTE.seconds),
    day: periodOf(row.ends, HALF_HOUR.seconds),
  };
}

function periodOf(rows: readonly Row[], seconds: number): Period {
  const spans: Span[] = [];
  let all: Ends = { done: 0, error: 0, wait_median: null, wait_p95: null, wait_longest: null };
  for (const row of rows.filter((row) => row.seconds === seconds)) {
    const ends = {
      done: row.done,
      error: row.error,
      wait_median: wait(row.median),
      wait_p95: wait(row.p95),
      wait_longest: wait(row.longest),
    };
    if (row.at === null) all = ends;
    else spans.push({ at: row.at, ...ends });
  }
  return { all, spans };
}

const wait = (bucket: number | null): number | null => (bucket === null ? null : waitOf(bucket));
