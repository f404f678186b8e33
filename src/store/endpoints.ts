/** Endpoints: what one client has at one origin, how its last attempts went, and whether it is paused. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Endpoint, EndpointName } from '../contracts/callback.ts';
import type { Scope } from '../contracts/scope.ts';
import { EndpointEntity } from './entities/callbacks.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, integer, jsonb, query, text } from './statement.ts';
import { tables } from './tables.ts';

/** What an attempt is judged by, and changes. */
export interface EndpointState {
  /** The last attempts, the newest last, `1` for a failure and `0` for a success. */
  readonly outcomes: string;
  /** Callbacks that may be under way at a time. */
  readonly slots: number;
  /** The last attempt was slow, or failed. */
  readonly slow: boolean;
  readonly pausedBy: 'breaker' | 'operator' | null;
  /** Probes that failed since the breaker paused it. */
  readonly probes: number;
}

export interface StoredEndpoint extends EndpointState {
  readonly clientId: string;
  readonly origin: string;
}

export interface EndpointChange extends StoredEndpoint {
  /** The last attempt that was recorded: null when it was delivered. */
  readonly lastError: string | null;
  /** Seconds until an endpoint that the breaker holds is tried again; null: as it was. */
  readonly probeDelaySeconds: number | null;
}

const ENDPOINT: Columns<StoredEndpoint> = {
  clientId: text(),
  origin: text(),
  outcomes: text(),
  slots: integer(),
  slow: boolean(),
  pausedBy: text(),
  probes: integer(),
};

/** The endpoints of these names, made where they are not there yet, and locked until the transaction ends. */
// Index: ix_endpoints_pkey.
export async function lockEndpoints(
  em: EntityManager,
  names: readonly { readonly clientId: string; readonly origin: string }[],
): Promise<StoredEndpoint[]> {
  const given = sql`unnest(${names.map(({ clientId }) => clientId)}::text[], ${names.map(({ origin }) => origin)}::text[]) AS given (client_id, origin)`;
  const select = () =>
    query(em, ENDPOINT)`
    SELECT e.client_id AS "clientId", e.origin, e.outcomes, e.slots, e.slow, e.paused_by AS "pausedBy", e.probes
    FROM ix_endpoints AS e WHERE (e.client_id, e.origin) IN (SELECT client_id, origin FROM ${given})
    ORDER BY e.client_id, e.origin FOR UPDATE`;
  const rows = await select();
  if (rows.length === new Set(names.map(({ clientId, origin }) => JSON.stringify([clientId, origin]))).size) return rows;
  await execute(em)`
    INSERT INTO ix_endpoints (client_id, origin) SELECT DISTINCT client_id, origin FROM ${given} ORDER BY 1, 2
    ON CONFLICT DO NOTHING`;
  return await select();
}

/** Keeps what attempts made of endpoints that this transaction has locked. */
// Index: ix_endpoints_pkey.
export async function saveEndpoints(em: EntityManager, changes: readonly EndpointChange[]): Promise<void> {
  if (changes.length === 0) return;
  await execute(em)`
    UPDATE ix_endpoints AS e
    SET outcomes = new.outcomes, slots = new.slots, slow = new.slow, probes = new.probes, paused_by = new.paused_by,
        paused_at = CASE WHEN new.paused_by IS NOT NULL THEN coalesce(e.paused_at, statement_timestamp()) END,
        probe_at = CASE WHEN new.paused_by = 'breaker' THEN coalesce(statement_timestamp() + make_interval(secs => new.probe_delay), e.probe_at) END,
        last_error = coalesce(new.error, e.last_error),
        last_success_at = CASE WHEN new.error IS NULL THEN statement_timestamp() ELSE e.last_success_at END,
        last_failure_at = CASE WHEN new.error IS NOT NULL THEN statement_timestamp() ELSE e.last_failure_at END
    FROM unnest(
      ${changes.map((c) => c.clientId)}::text[], ${changes.map((c) => c.origin)}::text[], ${changes.map((c) => c.outcomes)}::text[],
      ${changes.map((c) => c.slots)}::integer[], ${changes.map((c) => c.slow)}::boolean[], ${changes.map((c) => c.probes)}::integer[],
      ${changes.map((c) => c.pausedBy)}::text[], ${changes.map((c) => c.probeDelaySeconds)}::float8[], ${changes.map((c) => c.lastError)}::text[]
    ) AS new (client_id, origin, outcomes, slots, slow, probes, paused_by, probe_delay, error)
    WHERE e.client_id = new.client_id AND e.origin = new.origin`;
}

/** Paused by hand, until resumed; also one that the breaker had paused, and one that nothing was sent to yet. */
// Index: ix_endpoints_pkey.
export async function pauseEndpoint(em: EntityManager, { client_id, origin }: EndpointName): Promise<void> {
  await tables(em)
    .insertInto('ix_endpoints')
    .values({ client_id, origin, paused_at: sql`statement_timestamp()`, paused_by: 'operator' })
    .onConflict((row) =>
      row.columns(['client_id', 'origin']).doUpdateSet((eb) => ({
        paused_at: eb.fn.coalesce('ix_endpoints.paused_at', 'excluded.paused_at'),
        paused_by: 'operator',
        probe_at: null,
      })),
    )
    .execute();
}

/** Whatever paused it. What is known of its failures is forgotten. @returns false: it was not paused. */
// Index: ix_endpoints_pkey.
export async function resumeEndpoint(em: EntityManager, { client_id, origin }: EndpointName): Promise<boolean> {
  const forgotten = { pausedAt: null, pausedBy: null, probeAt: null, probes: 0, outcomes: '', slow: false };
  return (await em.nativeUpdate(EndpointEntity, { clientId: client_id, origin, pausedAt: { $ne: null } }, forgotten)) === 1;
}

/** How many are shown at most. */
export const ENDPOINTS_MAX = 1000;

const SHOWN: Columns<Endpoint> = {
  client_id: text(),
  origin: text(),
  paused_at: text(),
  paused_by: text(),
  probe_at: text(),
  pending: integer(),
  recent: jsonb(),
  last_error: text(),
  last_success_at: text(),
  last_failure_at: text(),
};

/** Paused ones first, the longest first, then those that failed last. */
// Index: ix_endpoints_pkey for one client or one endpoint, else all are read; ix_callbacks_due.
export async function listEndpoints(
  em: EntityManager,
  scope: Scope,
  filter: { readonly clientId?: string | undefined; readonly origin?: string | undefined; readonly paused?: boolean | undefined },
): Promise<Endpoint[]> {
  const where: RawBuilder<unknown>[] = [inScope(scope)];
  if (filter.clientId !== undefined) where.push(sql`client_id = ${filter.clientId}`);
  if (filter.origin !== undefined) where.push(sql`origin = ${filter.origin}`);
  if (filter.paused !== undefined) where.push(sql`(paused_at IS NOT NULL) = ${filter.paused}`);
  return await query(em, SHOWN)`
    SELECT client_id, origin, ${isoTime('paused_at')} AS paused_at, paused_by, ${isoTime('probe_at')} AS probe_at,
           (SELECT count(*)::int FROM ix_callbacks AS c WHERE c.status = 'pending' AND c.origin = e.origin AND c.client_id = e.client_id) AS pending,
           jsonb_build_object('attempts', length(outcomes), 'failures', length(replace(outcomes, '0', ''))) AS recent,
           last_error, ${isoTime('last_success_at')} AS last_success_at, ${isoTime('last_failure_at')} AS last_failure_at
    FROM (
      SELECT * FROM ix_endpoints WHERE ${sql.join(where, sql` AND `)}
      ORDER BY ix_endpoints.paused_at, ix_endpoints.last_failure_at DESC NULLS LAST, client_id, origin LIMIT ${ENDPOINTS_MAX}
    ) AS e
    ORDER BY e.paused_at, e.last_failure_at DESC NULLS LAST, client_id, origin`;
}
