/** getStates: jobs without what they were asked and what they answered, which may be megabytes. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { STATE_COLUMNS, STORED_STATE, type StoredState } from './row.ts';
import { query } from './statement.ts';

/** Those of the ids that exist, in any order. Index: primary key. */
export function getStates(em: EntityManager, scope: Scope, jobIds: readonly JobId[]): Promise<StoredState[]> {
  return query(em, STORED_STATE)`SELECT ${STATE_COLUMNS} FROM ix_jobs WHERE job_id = ANY(${jobIds}::uuid[]) AND ${inScope(scope)}`;
}
