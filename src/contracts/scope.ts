/** Scope: who asks, whose jobs that one may see, and what it may do. Every act and every read of the store is given one. */
import type { z } from 'zod';
import type { NameSchema } from './bounds.ts';
import type { KeyLimits } from './key.ts';

/** The `ix_client_id` of requests. */
export type ClientId = z.output<typeof NameSchema>;

/**
 * `submit`: hand jobs in, and cancel, resubmit and redeliver them. `read`: look. `operate`: what concerns more than one job: many callbacks,
 * endpoints, signing secrets. `review`: decide about the values of answers. `admin`: keys and the audit.
 */
export const PERMISSIONS = ['submit', 'read', 'review', 'operate', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** `client`: a program of one client, confined to its jobs. The others see those of every client. */
export const ROLES = ['client', 'reader', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  client: ['submit', 'read', 'review'],
  reader: ['read'],
  operator: ['submit', 'read', 'review', 'operate'],
  admin: PERMISSIONS,
};

export interface Scope {
  /** Whose jobs, callbacks and endpoints exist for the one who asks. */
  readonly clients: 'all' | readonly ClientId[];
  readonly may: readonly Permission[];
  /** Who asks, as the audit and the pages name it: `key 2f6k…`, `person 2482 (jane@…)`, `token 77a1`, `IX_ADMIN_KEY`, `this machine`. */
  readonly by: string;
  /** Null: nobody signed in, on an ix without keys; or one to whom the issuer gives no role. */
  readonly role: Role | null;
  /** Of its key; absent: none. */
  readonly limits?: KeyLimits;
}

/** What a role allows. @param clientId of role client, which is confined to it. */
export function scopeOf(by: string, role: Role | null, clientId: ClientId | null): Scope {
  if (role === null) return { clients: [], may: [], by, role };
  if (role !== 'client') return { clients: 'all', may: MAY[role], by, role };
  return clientId === null ? scopeOf(by, null, null) : { clients: [clientId], may: MAY.client, by, role };
}

/** A scope that no client bounds: for what tells of all of them together. */
export type ScopeOfAll = Scope & { readonly clients: 'all' };

/** ix itself: workers, sweeps, deliveries. */
export const EVERYTHING: ScopeOfAll = { clients: 'all', may: PERMISSIONS, by: 'ix', role: null };
/** Everybody on this machine, as long as there is no key. */
export const THIS_MACHINE: ScopeOfAll = { clients: 'all', may: PERMISSIONS, by: 'this machine', role: null };
/** Whoever asks for what is public. */
export const NOBODY: Scope = { clients: [], may: [], by: 'nobody', role: null };

/** What was asked for is not within the scope of who asked. */
export class OutOfScope extends Error {
  override readonly name = 'OutOfScope';
}

export const reaches = ({ clients }: Scope, clientId: ClientId): boolean => clients === 'all' || clients.includes(clientId);

/** Of whom a submission is that names no client: the only one of the scope. Null: the contract's default holds. */
export function onlyClientOf({ clients }: Scope): ClientId | null {
  const [only, ...others] = clients === 'all' ? [] : clients;
  return others.length === 0 ? (only ?? null) : null;
}

/** @throws OutOfScope naming `place`, where the client was given. */
export function requireClient(scope: Scope, clientId: ClientId, place: string): void {
  if (reaches(scope, clientId)) return;
  const own = scope.clients === 'all' ? '' : scope.clients.map((client) => JSON.stringify(client)).join(', ');
  throw new OutOfScope(`${place}: expected the client of this key, ${own}, got ${JSON.stringify(clientId)}`);
}

/** @throws OutOfScope */
export function requireAll(scope: Scope): asserts scope is ScopeOfAll {
  if (scope.clients !== 'all') throw new OutOfScope('this tells of all clients together: expected a key that is not confined to one');
}
