/** Scopes in SQL: the rows that exist for the one who asks. */
import { type RawBuilder, sql } from 'kysely';
import type { ClientId, Scope } from '../contracts/scope.ts';

/** Its condition on a row, by the column that holds the client. Of a single client it is an equality, so that its indexes serve. */
export const inScope = (scope: Scope, column = 'client_id'): RawBuilder<boolean> => ofClients(scope.clients, column);

/** Of the clients of a scope, or (where a caller names one) of that one as far as it is among them. */
export function clientsOf({ clients }: Scope, named: ClientId | null | undefined): Scope['clients'] {
  if (named === undefined || named === null) return clients;
  return clients === 'all' || clients.includes(named) ? [named] : [];
}

export function ofClients(clients: Scope['clients'], column = 'client_id'): RawBuilder<boolean> {
  if (clients === 'all') return sql`true`;
  const [only, ...others] = clients;
  return only !== undefined && others.length === 0 ? sql`${sql.ref(column)} = ${only}` : sql`${sql.ref(column)} = ANY(${clients}::text[])`;
}
