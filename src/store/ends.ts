/** Counts of ended jobs by when they ended, and of their waits, in spans of time. How they come about: migrations/…_counts.ts. */
import { type RawBuilder, sql } from 'kysely';

/** The spans that ends are counted in, by their seconds; how far back the pages show them, and for how long they are kept. */
export const SPANS = sql`
  (VALUES (60::smallint, interval '1 hour', interval '2 hours'), (1800::smallint, interval '1 day', interval '2 days')) AS span (seconds, shown, kept)`;

/** What deltas say of ends: a row for each job, `n` being -1 when it went, `wait` null when it never started. */
export const endsIn = (deltas: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (SELECT client_id, status, ended_at, unnest(waits) AS wait, sign(n)::integer AS n FROM ${deltas} WHERE waits IS NOT NULL) AS ended`;

/** Buckets of waits: 0 is up to a millisecond, then come four to each doubling; the last, 132, begins at 83 days. Null: it never started. */
const BUCKET = sql`
  CASE WHEN wait IS NOT NULL THEN least(ceil(4 * ln(greatest(1000 * date_part('epoch', wait), 1)) / ln(2::float8)), 132)::integer END`;

/** Seconds: the upper end of a bucket, which is at most 19 % more than any wait in it above a millisecond. */
export const waitOf = (bucket: number): number => 2 ** (bucket / 4) / 1000;

/** Rows of `endsIn` as rows of ix_job_ends. (Summed up by minute first: most of the work is a job's.) */
export const bySpan = (ends: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  SELECT coalesce(client_id, '') AS client_id, seconds, at, sum(done)::bigint AS done, sum(error)::bigint AS error,
    jsonb_object_agg(bucket, done + error) FILTER (WHERE bucket IS NOT NULL) AS waits
  FROM (
    SELECT seconds, client_id, at, bucket,
      coalesce(sum(n) FILTER (WHERE status = 'done'), 0) AS done, coalesce(sum(n) FILTER (WHERE status = 'error'), 0) AS error
    FROM (
      SELECT client_id, status, date_bin('1 minute', ended_at, 'epoch') AS minute, ${BUCKET} AS bucket, sum(n) AS n FROM ${ends}
      GROUP BY client_id, status, minute, bucket
    ) AS summed, ${SPANS}, LATERAL (SELECT date_bin(make_interval(secs => seconds), minute, 'epoch') AS at) AS place
    WHERE at > statement_timestamp() - kept
    GROUP BY GROUPING SETS ((seconds, at, bucket), (seconds, at, client_id))
  ) AS counted GROUP BY client_id, seconds, at`;

/** The statement that adds them. */
export const addingEnds = (ends: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  INSERT INTO ix_job_ends AS e (client_id, seconds, at, done, error, waits) ${bySpan(ends)}
  ON CONFLICT (client_id, seconds, at) DO UPDATE SET done = e.done + excluded.done, error = e.error + excluded.error,
    waits = (SELECT jsonb_object_agg(bucket, n) FROM (
      SELECT key AS bucket, sum(value::bigint) AS n FROM (SELECT * FROM jsonb_each(e.waits) UNION ALL SELECT * FROM jsonb_each(excluded.waits)) AS each
      GROUP BY key) AS merged)`;
