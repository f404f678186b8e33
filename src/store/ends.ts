/** Counts of ended jobs by when they ended, and of their waits, in spans of time. How they come about: migrations/…_counts.ts. */
import { type RawBuilder, sql } from 'kysely';

/** Spans that ends are counted in, by their seconds, and for how long each kind is kept. */
export const SPANS = sql`(VALUES (60::smallint, interval '2 hours'), (1800::smallint, interval '2 days')) AS span (seconds, kept)`;

/** When the span of `seconds` begins that a time is in. */
export const spanOf = (time: RawBuilder<unknown>): RawBuilder<unknown> => sql`date_bin(make_interval(secs => seconds), ${time}, 'epoch')`;

/** What deltas say of ends: a row for each job (client_id, status, ended_at, wait, n), `n` being -1 when it went. */
export const endsIn = (deltas: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  SELECT client_id, status, ended_at, wait, sign(n)::integer AS n FROM ${deltas}, unnest(waits) AS wait) AS ended`;

/**
 * The bucket of the wait of such a row. 1: the job never started; 2: up to a millisecond; then four to each doubling; the last begins at
 * 83 days.
 */
export const BUCKET = sql`
  CASE WHEN wait IS NULL THEN 1 ELSE 2 + least(ceil(4 * ln(greatest(1000 * date_part('epoch', wait), 1)) / ln(2::float8)), 132) END::smallint`;

/** Seconds: the upper end of a bucket, which is at most 19 % more than any wait in it above a millisecond. */
export const waitOf = (bucket: number): number => 2 ** ((bucket - 2) / 4) / 1000;

/** The statement that adds such rows to ix_job_ends. */
export const addingEnds = (ends: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  INSERT INTO ix_job_ends AS e (seconds, client_id, at, bucket, done, error)
  SELECT seconds, coalesce(client_id, ''), at, coalesce(bucket, 0),
    coalesce(sum(n) FILTER (WHERE status = 'done'), 0), coalesce(sum(n) FILTER (WHERE status = 'error'), 0)
  FROM ${ends}, ${SPANS}, LATERAL (SELECT ${spanOf(sql`ended_at`)} AS at, ${BUCKET} AS bucket) AS place
  WHERE ended_at > statement_timestamp() - kept
  GROUP BY GROUPING SETS ((seconds, at, bucket), (seconds, at, client_id))
  ON CONFLICT (seconds, client_id, at, bucket) DO UPDATE SET done = e.done + excluded.done, error = e.error + excluded.error`;
