/** claimCallbacks: takes what is due, endpoint by endpoint, so that none keeps the others waiting. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CallbackType } from '../contracts/callback.ts';
import type { CallbackId, JobId } from '../contracts/ids.ts';
import type { SubscriptionId } from '../contracts/subscription.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, integer, query, text, uuid } from './statement.ts';

/** A callback that one deliverer is sending. */
export interface ClaimedCallback {
  readonly callbackId: CallbackId;
  /** Null: it tries a subscription. */
  readonly jobId: JobId | null;
  readonly clientId: string;
  /** What it tells of; null: an earlier ix wrote it, of the job's end, or its review if `reviewed`. */
  readonly event: CallbackType | null;
  /** Where it goes; null: to the job's own URL. */
  readonly subscriptionId: SubscriptionId | null;
  /** As it may be shown; with `secretUrls` of its job, see job-secrets.ts, or `sealed` of its subscription, see subscriptions.ts, where it goes. */
  readonly url: string;
  readonly secretUrls: string | null;
  readonly sealed: string | null;
  readonly origin: string;
  /** Number of the attempt this claim is for, 1 for the first of all. */
  readonly attempt: number;
  /** Attempts that were in the log when the present schedule began. */
  readonly scheduleStart: number;
  /** The fence: whoever holds a later claim is the one who writes. */
  readonly claim: number;
  /** Its endpoint was slow or failing the last time: see `slow` of ClaimLimits. */
  readonly slow: boolean;
  /** Its endpoint is paused: this attempt shows whether it works again. */
  readonly probe: boolean;
  /** It tells of the job's review up to the decision of this number; null: of the job's end. */
  readonly reviewed: number | null;
  /** W3C trace context of the submission. */
  readonly traceparent: string | null;
  /** When what it tells of has happened, as far as its job does not say: it started, or somebody tries the subscription. */
  readonly createdAt: string;
}

const CLAIMED: Columns<ClaimedCallback> = {
  callbackId: uuid(),
  jobId: uuid(),
  clientId: text(),
  event: text(),
  subscriptionId: uuid(),
  url: text(),
  secretUrls: text(),
  sealed: text(),
  origin: text(),
  attempt: integer(),
  scheduleStart: integer(),
  claim: integer(),
  slow: boolean(),
  probe: boolean(),
  reviewed: integer(),
  traceparent: text(),
  createdAt: text(),
};

export interface ClaimLimits {
  /** Most callbacks taken. */
  readonly free: number;
  /** Most of them for endpoints that were slow or failing the last time, so that such endpoints never take all slots of a process. */
  readonly slow: number;
  /** Most callbacks under way to one origin, over all hosts. */
  readonly perOrigin: number;
  /** A claim lapses after this; its process is dead then. */
  readonly leaseSeconds: number;
}

/** Any one number: whoever holds this lock claims. */
const CLAIM_LOCK = 7_294_303;

/**
 * Those that wait longest first; of each endpoint in the order in which they fall due. Claims that have lapsed are due again. A paused
 * endpoint gets none; once its probe is due it gets one, and no other while the claim of that lasts.
 *
 * Claimers take turns, for a few milliseconds each: how many are under way to an origin is counted, not kept.
 * The endpoints that have callbacks pending are found by stepping through ix_callbacks_due, a look-up each, whatever waits behind them.
 * Conditions are put so that no other index serves: before its table is analyzed for the first time the planner would rather read all
 * that waits, again and again.
 * The commit does not wait for the disk: a claim that a crash of the server takes back is as if it had never been, and of two who send the
 * same attempt then one is recorded.
 */
// Index: ix_callbacks_due, ix_callbacks_claimed, ix_endpoints_pkey, ix_jobs_pkey, ix_subscriptions_pkey.
export async function claimCallbacks(em: EntityManager, limits: ClaimLimits): Promise<ClaimedCallback[]> {
  if (limits.free <= 0) return [];
  await execute(em)`SELECT pg_advisory_xact_lock(${CLAIM_LOCK}), set_config('synchronous_commit', 'off', true)`;
  const next = (after: ReturnType<typeof sql>) => sql`
    (SELECT origin, client_id FROM ix_callbacks WHERE status = 'pending' ${after} ORDER BY origin, client_id LIMIT 1)`;
  return await query(em, CLAIMED)`
    WITH RECURSIVE waiting AS (
      ${next(sql``)}
      UNION ALL
      SELECT following.* FROM waiting, LATERAL ${next(sql`AND (origin, client_id) > (waiting.origin, waiting.client_id)`)} AS following
    ), due AS (
      SELECT one.*, waiting.client_id, waiting.origin, coalesce(e.slow, false) OR e.paused_at IS NOT NULL AS slow, e.paused_at IS NOT NULL AS probe,
             busy.in_all, row_number() OVER (PARTITION BY waiting.origin ORDER BY one.next_attempt_at, one.callback_id) AS nth
      FROM waiting
      LEFT JOIN ix_endpoints AS e USING (origin, client_id)
      CROSS JOIN LATERAL (
        SELECT count(*) AS in_all, count(*) FILTER (WHERE c.client_id = waiting.client_id) AS own
        FROM ix_callbacks AS c WHERE c.origin = waiting.origin AND c.claimed_until > statement_timestamp()
      ) AS busy
      CROSS JOIN LATERAL (
        SELECT c.callback_id, c.job_id, c.subscription_id, c.next_attempt_at FROM ix_callbacks AS c
        WHERE c.status = 'pending' AND (c.claimed_until IS NULL OR c.claimed_until <= statement_timestamp())
          AND (c.origin, c.client_id, c.next_attempt_at) >= (waiting.origin, waiting.client_id, '-infinity')
          AND (c.origin, c.client_id, c.next_attempt_at) <= (waiting.origin, waiting.client_id, statement_timestamp())
        ORDER BY c.origin, c.client_id, c.next_attempt_at, c.callback_id
        LIMIT greatest(0, CASE WHEN e.paused_at IS NULL THEN least(coalesce(e.slots, 1), ${limits.perOrigin}::int) ELSE 1 END - busy.own)
      ) AS one
      WHERE e.paused_at IS NULL OR e.probe_at <= statement_timestamp()
    ), allowed AS (
      SELECT * FROM due WHERE nth <= ${limits.perOrigin}::int - in_all
    ), chosen AS (
      SELECT * FROM (
        (SELECT * FROM allowed WHERE NOT slow ORDER BY next_attempt_at, callback_id LIMIT ${limits.free})
        UNION ALL
        (SELECT * FROM allowed WHERE slow ORDER BY next_attempt_at, callback_id LIMIT ${Math.max(0, limits.slow)})
      ) AS either ORDER BY next_attempt_at, callback_id LIMIT ${limits.free}
    ), probing AS (
      UPDATE ix_endpoints AS e SET probe_at = statement_timestamp() + make_interval(secs => ${limits.leaseSeconds})
      FROM chosen WHERE chosen.probe AND e.origin = chosen.origin AND e.client_id = chosen.client_id
    ), claimed AS (
      UPDATE ix_callbacks AS c
      SET claims = c.claims + 1, claimed_until = statement_timestamp() + make_interval(secs => ${limits.leaseSeconds})
      FROM chosen LEFT JOIN ix_jobs AS j USING (job_id) LEFT JOIN ix_subscriptions AS s USING (subscription_id)
      WHERE c.callback_id = chosen.callback_id AND c.status NOT IN ('delivered', 'failed')
      RETURNING c.callback_id AS "callbackId", c.job_id AS "jobId", c.client_id AS "clientId", c.url, c.origin, c.attempts + 1 AS attempt,
                c.schedule_start AS "scheduleStart", c.claims AS claim, chosen.slow, chosen.probe, c.reviewed, j.traceparent, j.secret_urls AS "secretUrls",
                c.event, c.subscription_id AS "subscriptionId", s.sealed, ${isoTime('c.created_at')} AS "createdAt"
    )
    SELECT * FROM claimed`;
}

/** Gives claims back, so that others need not wait until they lapse. Fenced. */
// Index: ix_callbacks_pkey.
export async function releaseCallbacks(
  em: EntityManager,
  claims: readonly Pick<ClaimedCallback, 'callbackId' | 'claim'>[],
): Promise<CallbackId[]> {
  const rows = await query(em, { callbackId: uuid<CallbackId>() })`
    UPDATE ix_callbacks AS c SET claimed_until = NULL
    FROM unnest(${claims.map(({ callbackId }) => callbackId)}::uuid[], ${claims.map(({ claim }) => claim)}::integer[]) AS held (callback_id, claim)
    WHERE c.callback_id = held.callback_id AND c.claims = held.claim AND c.claimed_until IS NOT NULL
    RETURNING c.callback_id AS "callbackId"`;
  return rows.map(({ callbackId }) => callbackId);
}
