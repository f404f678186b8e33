/** Subscriptions: what is registered for a client's events. URLs that hold secrets, and the values of headers, are kept sealed; see keyring.ts. */
import { type EntityManager, raw } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Scope } from '../contracts/scope.ts';
import { shownUrl } from '../contracts/shown-url.ts';
import type { JobEventType, Subscription, SubscriptionId } from '../contracts/subscription.ts';
import { originOf } from './callbacks.ts';
import { SubscriptionEntity } from './entities/subscriptions.ts';
import { clientsOf, inScope, ofClients } from './in-scope.ts';
import type { Keyring } from './keyring.ts';
import { isoTime } from './row.ts';
import { type Columns, execute, query, text, texts, uuid } from './statement.ts';

/** Where events are sent, and with what. */
export interface Destination {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const DestinationSchema = z.strictObject({ url: z.string(), headers: z.record(z.string(), z.string()) });

const placeOf = (id: SubscriptionId): string => `ix_subscriptions ${id}`;

/** What is given → what is stored. */
function hidden(keyring: Keyring, id: SubscriptionId, { url, headers }: Destination) {
  const headerNames = Object.keys(headers);
  const whole = headerNames.length === 0 && shownUrl(url) === url;
  const sealed = whole ? null : keyring.seal(JSON.stringify({ url, headers }), placeOf(id));
  return { url: shownUrl(url), origin: originOf(url), headerNames, sealed };
}

/** What is stored → what was given. @param shown the URL as it may be shown. @throws Unopenable */
export function openDestination(keyring: Keyring, id: SubscriptionId, shown: string, sealed: string | null): Destination {
  if (sealed === null) return { url: shown, headers: {} };
  return DestinationSchema.parse(JSON.parse(keyring.open(sealed, placeOf(id))));
}

export interface NewSubscriptionRow extends Destination {
  readonly subscriptionId: SubscriptionId;
  readonly clientId: string;
  readonly events: readonly JobEventType[];
}

/** Not where the client has `max` already. @returns whether it is kept. Index: ix_subscriptions_client. */
export async function insertSubscription(em: EntityManager, keyring: Keyring, row: NewSubscriptionRow, max: number): Promise<boolean> {
  const { subscriptionId, clientId, events } = row;
  // One new subscription of a client at a time, or two would each not count the other.
  await execute(em)`SELECT pg_advisory_xact_lock(hashtextextended(${`ix.subscriptions ${clientId}`}, 0))`;
  if ((await em.count(SubscriptionEntity, { clientId })) >= max) return false;
  await em.insert(SubscriptionEntity, { subscriptionId, clientId, events: [...events], ...hidden(keyring, subscriptionId, row) });
  return true;
}

export interface LockedSubscription extends Destination {
  readonly clientId: string;
}

/** Nobody else changes it until the transaction ends. Null: there is none. Index: primary key. @throws Unopenable */
export async function lockSubscription(
  em: EntityManager,
  scope: Scope,
  keyring: Keyring,
  id: SubscriptionId,
): Promise<LockedSubscription | null> {
  const [row] = await query(em, { clientId: text(), url: text(), sealed: text<string | null>() })`
    SELECT client_id AS "clientId", url, sealed FROM ix_subscriptions WHERE subscription_id = ${id} AND ${inScope(scope)} FOR UPDATE`;
  return row === undefined ? null : { clientId: row.clientId, ...openDestination(keyring, id, row.url, row.sealed) };
}

/** One that is locked. What waits for its old URL, or was sent there, goes to the new one from now on. Indexes: primary key, ix_callbacks_subscription. */
export async function changeSubscription(
  em: EntityManager,
  keyring: Keyring,
  id: SubscriptionId,
  destination: Destination,
  events: readonly JobEventType[] | undefined,
): Promise<void> {
  const row = hidden(keyring, id, destination);
  const change = { ...row, ...(events === undefined ? {} : { events: [...events] }), updatedAt: raw('clock_timestamp()') };
  await em.nativeUpdate(SubscriptionEntity, { subscriptionId: id }, change);
  await execute(em)`
    UPDATE ix_callbacks SET url = ${row.url}, origin = ${row.origin} WHERE subscription_id = ${id} AND (url, origin) <> (${row.url}, ${row.origin})`;
}

/** With all that was or is to be sent there. Indexes: primary key, ix_callbacks_subscription. */
export async function deleteSubscriptionRow(em: EntityManager, id: SubscriptionId): Promise<void> {
  await em.nativeDelete(SubscriptionEntity, { subscriptionId: id });
}

const SHOWN: Columns<Omit<Subscription, 'headers'> & { readonly header_names: readonly string[] }> = {
  subscription_id: uuid(),
  client_id: text(),
  url: text(),
  origin: text(),
  events: texts<JobEventType[]>(),
  header_names: texts(),
  created_at: text(),
  updated_at: text(),
};

export interface SubscriptionFilter {
  readonly clientId?: string | undefined;
  readonly subscriptionId?: SubscriptionId | undefined;
}

/** Those of a client together, the oldest first. Index: ix_subscriptions_client, primary key; of all clients they are read whole. */
export async function listSubscriptions(
  em: EntityManager,
  scope: Scope,
  { clientId, subscriptionId }: SubscriptionFilter,
): Promise<Subscription[]> {
  const rows = await query(em, SHOWN)`
    SELECT subscription_id, client_id, url, origin, events, header_names, ${isoTime('created_at')} AS created_at, ${isoTime('updated_at')} AS updated_at
    FROM ix_subscriptions WHERE ${ofClients(clientsOf(scope, clientId))} AND ${subscriptionId === undefined ? sql`true` : sql`subscription_id = ${subscriptionId}`}
    ORDER BY ix_subscriptions.client_id, ix_subscriptions.created_at, subscription_id`;
  return rows.map(({ header_names, ...row }) => ({ ...row, headers: Object.fromEntries(header_names.map((name) => [name, '***'])) }));
}

/** Opens each, and seals by the first key what another key has sealed, or none. @throws Unopenable */
export async function resealSubscriptions(em: EntityManager, keyring: Keyring): Promise<void> {
  const rows = await query(em, { id: uuid<SubscriptionId>(), url: text(), sealed: text() })`
    SELECT subscription_id AS id, url, sealed FROM ix_subscriptions WHERE sealed IS NOT NULL`;
  for (const { id, url, sealed } of rows) {
    const destination = openDestination(keyring, id, url, sealed);
    if (!keyring.isCurrent(sealed)) {
      await em.nativeUpdate(SubscriptionEntity, { subscriptionId: id }, { sealed: hidden(keyring, id, destination).sealed });
    }
  }
}
