/** history: how many jobs there are, how many ended in the last hour and day, and how long those had waited: all of one moment. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { JobStatus } from '../contracts/job.ts';
import type { ScopeOfAll } from '../contracts/scope.ts';
import { UNFOLDED, UNFOLDED_COUNTS } from './counts.ts';
import { bySpan, endsIn, SPANS, waitOf } from './ends.ts';
import { float8, json, query } from './statement.ts';

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

/** Of a span, all its jobs or some of them. Times are seconds since 1970. */
interface Part {
  readonly seconds: number;
  readonly at: number;
  readonly done: number;
  readonly error: number;
  /** How many waited how long, by bucket. */
  readonly waits: Readonly<Record<string, number>> | null;
}

/**
 * One statement, so one snapshot: no span has more than the counts, nor the hour more than the day. The clock is read within it: what it
 * sees has ended before. It reads a row for each span. Indexes: ix_job_ends_pkey, ix_job_counts_pkey, ix_job_deltas_pkey.
 */
export async function history(em: EntityManager, _scope: ScopeOfAll): Promise<History> {
  const answer = { now: float8(), counts: json<Partial<Record<JobStatus, number>> | null>(), parts: json<Part[] | null>() };
  const [row] = await query(em, answer)`
    WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now),
    part AS (
      SELECT seconds, at, done, error, waits FROM clock, ${SPANS} JOIN ix_job_ends USING (seconds) WHERE client_id = '' AND at > now - shown
      UNION ALL
      SELECT seconds, at, done, error, waits
      FROM (${bySpan(endsIn(sql`(SELECT * FROM ${UNFOLDED}) AS delta`))}) AS unfolded WHERE client_id = ''
    ),
    total AS (
      SELECT status, sum(n) AS n
      FROM (SELECT status, n FROM ix_job_counts WHERE client_id = '' UNION ALL SELECT status, n FROM ${UNFOLDED_COUNTS}) AS change GROUP BY status
    )
    SELECT extract(epoch FROM now)::float8 AS now, (SELECT json_object_agg(status, n) FROM total) AS counts,
      (SELECT json_agg(json_build_object(
         'seconds', seconds, 'at', extract(epoch FROM at), 'done', done, 'error', error, 'waits', waits)) FROM part) AS parts
    FROM clock`;
  if (row === undefined) throw new Error('the database answered nothing');
  const parts = row.parts ?? [];
  return {
    counts: { pending: 0, running: 0, done: 0, error: 0, ...row.counts },
    hour: periodOf(parts, row.now, 60, 60),
    day: periodOf(parts, row.now, 1800, 48),
  };
}

/** The last `count` spans of `seconds` up to `now`. */
function periodOf(parts: readonly Part[], now: number, seconds: number, count: number): Period {
  const last = Math.floor(now / seconds) * seconds;
  const starts = Array.from({ length: count }, (_, i) => last - (count - 1 - i) * seconds);
  const shown = Map.groupBy(
    parts.filter((part) => part.seconds === seconds && starts.includes(part.at)),
    (part) => part.at,
  );
  return {
    all: endsOf([...shown.values()].flat()),
    spans: starts.map((at) => ({ at: new Date(at * 1000).toISOString(), ...endsOf(shown.get(at) ?? []) })),
  };
}

function endsOf(parts: readonly Part[]): Ends {
  /** How many waited how long, by bucket. */
  const waits: number[] = [];
  for (const part of parts) {
    for (const bucket in part.waits) waits[Number(bucket)] = (waits[Number(bucket)] ?? 0) + (part.waits[bucket] ?? 0);
  }
  const started = waits.reduce((sum, n) => sum + n, 0);
  /** What this share of them waited at most. */
  const wait = (share: number): number | null => {
    let upTo = 0;
    const found = waits.findIndex((n = 0) => {
      upTo += n;
      return n > 0 && upTo >= share * started;
    });
    return found === -1 ? null : waitOf(found);
  };
  const sum = (of: 'done' | 'error') => parts.reduce((total, part) => total + part[of], 0);
  return { done: sum('done'), error: sum('error'), wait_median: wait(0.5), wait_p95: wait(0.95), wait_longest: wait(1) };
}
