/** The use cases this ix knows by name: its own, and those that are kept in the database in versions, saved and retired here. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { type UseCaseDefinition, UseCaseDefinitionSchema } from '../contracts/use-case.ts';
import { faultsOfInline } from '../pipeline/use-cases/inline.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { exampleShownUseCase } from './examples.ts';
import { nameIn } from './path.ts';
import { type Fault, invalid, Problem } from './problem.ts';
import type { Route } from './route.ts';

const UseCasePath = z.strictObject({ name: NameSchema.describe('The name, as in `use_case` of a request.') });
const VersionPath = UseCasePath.extend({ version: z.coerce.number<string>().int().min(1).describe('The number of the version.') });

const EXAMPLE = {
  title: 'Meter reading',
  fields: [{ name: 'meter_number', type: 'string', required: true, labels: ['Meter no.'] }],
};

export function useCaseRoutes({ useCases }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/use-cases',
      operationId: 'listUseCases',
      needs: 'read',
      tag: 'Use cases',
      summary: 'What ix can extract by name',
      answers: {
        200: {
          description: 'Every use case that a new job may name, in its latest version.',
          schema: 'UseCaseList',
          example: { use_cases: [exampleShownUseCase] },
        },
      },
      handler: async (c) => {
        await useCases.refresh();
        return c.json({ use_cases: useCases.list() }, 200);
      },
    },
    {
      method: 'get',
      path: '/use-cases/{name}',
      operationId: 'getUseCase',
      needs: 'read',
      tag: 'Use cases',
      summary: 'One use case with its fields',
      params: UseCasePath,
      answers: { 200: { description: 'The use case, in its latest version.', schema: 'UseCase', example: exampleShownUseCase } },
      problems: ['not-found'],
      handler: async (c) => {
        await useCases.refresh();
        return c.json(useCases.get(nameOf(c)) ?? refuse(c), 200);
      },
    },
    {
      method: 'put',
      path: '/v1/use-cases/{name}',
      operationId: 'saveUseCase',
      needs: 'operate',
      tag: 'Use cases',
      summary: 'Make a use case, or another version of one',
      description:
        'New jobs of every process get it at once; those there are keep the version they were submitted with. What says the same as the latest version makes none. One that was retired is so no more. A name that comes with ix, or is in the folder of `IX_USE_CASES_DIR`, cannot be taken.',
      params: UseCasePath,
      body: { 'application/json': { schema: 'UseCaseDefinition', example: EXAMPLE } },
      answers: {
        200: { description: 'The latest version says the same.', schema: 'UseCase' },
        201: { description: 'The new version.', schema: 'UseCase', headers: { Location: 'Where it is.' } },
      },
      problems: [
        ...(['unreadable', 'cross-site', 'not-found', 'too-large', 'unsupported-media-type', 'invalid'] as const),
        ...(['name-taken', 'use-cases-full'] as const),
      ],
      handler: async (c, scope) => {
        const name = nameOf(c);
        const { useCase, created } = await useCases.save(scope, name, checked(name, await readJson(c, UseCaseDefinitionSchema)));
        if (!created) return c.json(useCase, 200);
        return c.json(useCase, 201, { Location: `/v1/use-cases/${encodeURIComponent(name)}/versions/${useCase.version}` });
      },
    },
    {
      method: 'get',
      path: '/v1/use-cases/{name}/versions',
      operationId: 'listUseCaseVersions',
      needs: 'read',
      tag: 'Use cases',
      summary: 'The versions of a use case',
      params: UseCasePath,
      answers: {
        200: { description: 'Those that were saved, the newest first; none of one that comes with ix.', schema: 'UseCaseHistory' },
      },
      problems: ['not-found'],
      handler: async (c) => {
        const name = nameOf(c);
        await useCases.refresh();
        if (useCases.get(name) === null) refuse(c);
        return c.json({ versions: await useCases.history(name) });
      },
    },
    {
      method: 'get',
      path: '/v1/use-cases/{name}/versions/{version}',
      operationId: 'getUseCaseVersion',
      needs: 'read',
      tag: 'Use cases',
      summary: 'One version of a use case',
      params: VersionPath,
      answers: { 200: { description: 'The use case as it was then.', schema: 'UseCase' } },
      problems: ['not-found'],
      handler: async (c) => {
        const path = VersionPath.safeParse({ name: c.req.param('name'), version: c.req.param('version') });
        await useCases.refresh();
        const found = path.success ? useCases.get(path.data.name, path.data.version) : null;
        return c.json(found ?? refuse(c, ` in version ${c.req.param('version')}`));
      },
    },
    {
      method: 'post',
      path: '/v1/use-cases/{name}/retire',
      operationId: 'retireUseCase',
      needs: 'operate',
      tag: 'Use cases',
      summary: 'Let no new job name a use case',
      description: 'Jobs that wait are run all the same, by the version they have. Saving it again ends that.',
      params: UseCasePath,
      answers: { 200: { description: 'The use case, retired.', schema: 'UseCase' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => c.json((await useCases.retire(scope, nameOf(c))) ?? refuse(c, ' in the database')),
    },
  ];
}

/** @throws Problem 422 naming every fault. */
export function checked(name: string, definition: UseCaseDefinition): UseCaseDefinition {
  const { title: _, description: __, ...inline } = definition;
  const faults = faultsOfInline({ ...inline, name }).map(({ pointer, detail }): Fault => ({ pointer, detail }));
  if (definition.name !== undefined && definition.name !== name)
    faults.unshift({ pointer: '/name', detail: `expected the name of the path, ${JSON.stringify(name)}, or none` });
  if (faults.length > 0) throw invalid(faults);
  return definition;
}

/** @throws Problem 404 */
const nameOf = (c: Context<AppEnv>): string => nameIn(c, 'name') ?? refuse(c);

/** @throws Problem 404 */
function refuse(c: Context<AppEnv>, how = ''): never {
  throw new Problem('not-found', `there is no use case ${JSON.stringify(c.req.param('name'))}${how}; GET /use-cases lists them`);
}
