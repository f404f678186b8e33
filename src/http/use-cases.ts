/** The use cases this ix knows by name. */
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import type { AppDeps } from './deps.ts';
import { exampleUseCase } from './examples.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export function useCaseRoutes({ useCases }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/use-cases',
      operationId: 'listUseCases',
      needs: 'read',
      tag: 'Use cases',
      summary: 'What ix can extract by name',
      answers: { 200: { description: 'Every registered use case.', schema: 'UseCaseList', example: { use_cases: [exampleUseCase] } } },
      handler: (c) => c.json({ use_cases: useCases.list() }, 200),
    },
    {
      method: 'get',
      path: '/use-cases/{name}',
      operationId: 'getUseCase',
      needs: 'read',
      tag: 'Use cases',
      summary: 'One use case with its fields',
      params: z.strictObject({ name: NameSchema.describe('The name, as in `use_case` of a request.') }),
      answers: { 200: { description: 'The use case.', schema: 'UseCase', example: exampleUseCase } },
      problems: ['not-found'],
      handler: (c) => {
        const name = c.req.param('name') ?? '';
        const useCase = useCases.get(name);
        if (useCase === null) throw new Problem('not-found', `there is no use case ${JSON.stringify(name)}; GET /use-cases lists them`);
        return c.json(useCase, 200);
      },
    },
  ];
}
