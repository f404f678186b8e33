/** Filters that are kept under a name, each by whoever asks: nobody sees another's. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { SavedFilter } from '../contracts/saved-filter.ts';
import type { Scope } from '../contracts/scope.ts';
import { isoTime } from './row.ts';
import { type Columns, execute, json, query, text } from './statement.ts';

const FILTER: Columns<SavedFilter> = { name: text(), filter: json(), created_at: text() };

/** By name. Index: ix_saved_filters_pkey. */
export async function listFilters(em: EntityManager, scope: Scope): Promise<SavedFilter[]> {
  return await query(em, FILTER)`
    SELECT name, filter, ${isoTime('created_at')} AS created_at FROM ix_saved_filters WHERE who = ${scope.by} ORDER BY name`;
}

/** A filter of that name is replaced. Not, where there are `max` others. Index: ix_saved_filters_pkey. @returns whether it is kept. */
export async function keepFilter(
  em: EntityManager,
  scope: Scope,
  name: string,
  filter: SavedFilter['filter'],
  max: number,
): Promise<boolean> {
  const written = await execute(em)`
    INSERT INTO ix_saved_filters (who, name, filter)
    SELECT ${scope.by}, ${name}, ${JSON.stringify(filter)}::json
    WHERE (SELECT count(*) FROM ix_saved_filters WHERE who = ${scope.by} AND name <> ${name}) < ${max}::integer
    ON CONFLICT (who, name) DO UPDATE SET filter = excluded.filter`;
  return written === 1;
}

/** @returns false: there is none of that name. Index: ix_saved_filters_pkey. */
export async function dropFilter(em: EntityManager, scope: Scope, name: string): Promise<boolean> {
  return (await execute(em)`DELETE FROM ix_saved_filters WHERE who = ${scope.by} AND name = ${name}`) === 1;
}
