/** Filters that are kept under a name. Each asker has its own, as the audit names it: a key, a person, this machine. */
import { SAVED_FILTERS_MAX, type SavedFilter } from '../contracts/saved-filter.ts';
import type { Scope } from '../contracts/scope.ts';
import { dropFilter, keepFilter, listFilters as listRows } from '../store/filters.ts';
import type { JobsDeps } from './deps.ts';

type Deps = Pick<JobsDeps, 'orm'>;

/** Whoever asks keeps as many as one may. */
export class FiltersFull extends Error {
  override readonly name = 'FiltersFull';
}

/** By name. */
export const listFilters = (deps: Deps, scope: Scope): Promise<SavedFilter[]> => listRows(deps.orm.em.fork(), scope);

/** In place of one of that name. @throws FiltersFull */
export async function saveFilter(deps: Deps, scope: Scope, name: string, filter: SavedFilter['filter']): Promise<SavedFilter> {
  const em = deps.orm.em.fork();
  if (!(await keepFilter(em, scope, name, filter, SAVED_FILTERS_MAX)))
    throw new FiltersFull(`there are ${SAVED_FILTERS_MAX} filters, expected fewer: delete one first`);
  const saved = (await listRows(em, scope)).find((one) => one.name === name);
  return saved ?? { name, filter, created_at: new Date().toISOString() };
}

/** @returns false: there is none of that name. */
export const deleteFilter = (deps: Deps, scope: Scope, name: string): Promise<boolean> => dropFilter(deps.orm.em.fork(), scope, name);
