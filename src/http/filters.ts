/** Filters of the list of jobs that are kept under a name. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { NewSavedFilterSchema, SAVED_FILTERS_MAX } from '../contracts/saved-filter.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { nameIn, nameToBe } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const FilterPath = z.strictObject({ name: NameSchema.describe('What the filter is called.') });

export function filterRoutes({ filters }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/filters',
      operationId: 'listFilters',
      needs: 'read',
      tag: 'Jobs',
      summary: 'The filters that whoever asks has kept',
      answers: { 200: { description: 'By name.', schema: 'SavedFilterList' } },
      handler: async (c, scope) => c.json({ filters: await filters.list(scope) }),
    },
    {
      method: 'put',
      path: '/v1/filters/{name}',
      operationId: 'saveFilter',
      needs: 'read',
      tag: 'Jobs',
      summary: 'Keep a filter under a name',
      description: `In place of the one of that name, if there is one. Each key and each person keeps its own, up to ${SAVED_FILTERS_MAX}; nobody else sees them.`,
      params: FilterPath,
      body: { 'application/json': { schema: 'NewSavedFilter', example: { filter: { client_id: 'accounting', status: ['error'] } } } },
      answers: { 200: { description: 'The filter, kept.', schema: 'SavedFilter' } },
      problems: ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'filters-full'],
      handler: async (c, scope) => {
        const name = nameToBe(c, 'name');
        return c.json(await filters.save(scope, name, (await readJson(c, NewSavedFilterSchema)).filter));
      },
    },
    {
      method: 'delete',
      path: '/v1/filters/{name}',
      operationId: 'deleteFilter',
      needs: 'read',
      tag: 'Jobs',
      summary: 'Forget a filter',
      params: FilterPath,
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        if (!(await filters.delete(scope, nameOf(c)))) throw noFilter(c);
        return c.body(null, 204);
      },
    },
  ];
}

/** @throws Problem 404 */
function nameOf(c: Context<AppEnv>): string {
  const name = nameIn(c, 'name');
  if (name === null) throw noFilter(c);
  return name;
}

const noFilter = (c: Context<AppEnv>): Problem => new Problem('not-found', `there is no filter ${JSON.stringify(c.req.param('name'))}`);
