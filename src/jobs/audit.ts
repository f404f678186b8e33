/** The audit as admins read it. */
import { z } from 'zod';
import type { AuditEntry, AuditList } from '../contracts/audit.ts';
import { LIST_LIMIT_MAX } from '../contracts/job.ts';
import { requireAll, type Scope } from '../contracts/scope.ts';
import { type AuditCursor, type AuditFilter, listAudit as listRows } from '../store/audit.ts';
import type { JobsDeps } from './deps.ts';
import { BadCursor } from './read.ts';

export interface AuditQuery extends AuditFilter {
  /** 1–200; more is cut down. */
  readonly limit: number;
  /** `next_cursor` of an earlier answer. */
  readonly cursor?: string | undefined;
}

/** Newest first. @throws BadCursor, OutOfScope */
export async function listAudit(deps: Pick<JobsDeps, 'orm'>, scope: Scope, query: AuditQuery): Promise<AuditList> {
  requireAll(scope);
  const limit = Math.min(query.limit, LIST_LIMIT_MAX);
  const cursor = query.cursor === undefined ? null : decode(query.cursor);
  // One more than is shown tells whether there is a next page.
  const rows = await listRows(deps.orm.em.fork(), scope, query, { limit: limit + 1, cursor });
  const entries = rows.slice(0, limit);
  const last = entries.at(-1);
  return { entries, next_cursor: rows.length > limit && last !== undefined ? encode(last) : null };
}

const encode = ({ at, entry_id }: AuditEntry): string => Buffer.from(`${at} ${entry_id}`).toString('base64url');

const PlaceSchema = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]);

function decode(cursor: string): AuditCursor {
  const parsed = PlaceSchema.safeParse(Buffer.from(cursor, 'base64url').toString().split(' '));
  if (!parsed.success) throw new BadCursor('cursor: expected next_cursor of an earlier answer');
  const [at, entryId] = parsed.data;
  return { at, entryId };
}
