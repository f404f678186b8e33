/** The audit: who did what to which. Written in the transaction of the act, never changed; the database refuses it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { AuditEntry } from '../contracts/audit.ts';
import type { Scope, ScopeOfAll } from '../contracts/scope.ts';
import { isoTime } from './row.ts';
import { execute } from './statement.ts';
import { tables } from './tables.ts';

/** Something that was done, and to what: `job 0193…`, `key 2f6k…`. */
export interface Audited {
  readonly act: string;
  readonly target: string;
  /** Whose it is; null: no client's. */
  readonly clientId: string | null;
}

/** What ix does by itself is no entry. Index: none is read. */
export async function insertAudit(em: EntityManager, scope: Scope, entries: readonly Audited[]): Promise<void> {
  if (entries.length === 0) return;
  await execute(em)`
    INSERT INTO ix_audit (entry_id, who, role, act, target, client_id)
    SELECT entry_id, ${scope.by}, ${scope.role}, act, target, client_id
    FROM unnest(${entries.map(() => v7())}::uuid[], ${entries.map(({ act }) => act)}::text[], ${entries.map(({ target }) => target)}::text[],
                ${entries.map(({ clientId }) => clientId)}::text[]) AS entry (entry_id, act, target, client_id)`;
}

export interface AuditFilter {
  readonly who?: string | undefined;
  readonly act?: string | undefined;
  readonly target?: string | undefined;
  readonly after?: Date | undefined;
  readonly before?: Date | undefined;
}

/** The row a page goes on after. */
export interface AuditCursor {
  readonly at: string;
  readonly entryId: string;
}

/** Newest first. Index: ix_audit_recent; with a target ix_audit_target. */
export async function listAudit(
  em: EntityManager,
  _scope: ScopeOfAll,
  filter: AuditFilter,
  page: { readonly limit: number; readonly cursor: AuditCursor | null },
): Promise<AuditEntry[]> {
  let rows = tables(em)
    .selectFrom('ix_audit')
    .select(['entry_id', 'who', 'role', 'act', 'target', 'client_id'])
    .select(({ ref }) => isoTime(ref('at')).as('at'));
  if (filter.who !== undefined) rows = rows.where('who', '=', filter.who);
  if (filter.act !== undefined) rows = rows.where('act', '=', filter.act);
  if (filter.target !== undefined) rows = rows.where('target', '=', filter.target);
  if (filter.after !== undefined) rows = rows.where(sql<boolean>`ix_audit.at > ${filter.after.toISOString()}::timestamptz`);
  if (filter.before !== undefined) rows = rows.where(sql<boolean>`ix_audit.at < ${filter.before.toISOString()}::timestamptz`);
  if (page.cursor !== null) {
    rows = rows.where(sql<boolean>`(ix_audit.at, entry_id) < (${page.cursor.at}::timestamptz, ${page.cursor.entryId}::uuid)`);
  }
  return await rows.orderBy('ix_audit.at', 'desc').orderBy('entry_id', 'desc').limit(page.limit).execute();
}
