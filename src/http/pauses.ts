/** Pauses by hand: of a client, a use case, a worker. */
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { PAUSE_KINDS } from '../contracts/pause.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const PausePath = z.strictObject({
  kind: z.enum(PAUSE_KINDS).describe('`client`, `use_case` or `worker`.'),
  name: NameSchema.describe('Which one: its client id, its name, or a `worker_id`.'),
});

export function pauseRoutes({ pauses }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/pauses',
      operationId: 'listPauses',
      needs: 'read',
      tag: 'Service',
      summary: 'What is paused by hand: clients, use cases, workers',
      answers: { 200: { description: 'Those there are, the newest first.', schema: 'PauseList' } },
      handler: async (c, scope) => c.json({ pauses: await pauses.list(scope) }),
    },
    {
      method: 'put',
      path: '/v1/pauses/{kind}/{name}',
      operationId: 'pause',
      needs: 'operate',
      tag: 'Service',
      summary: 'Pause a client or a use case, or quiet a worker',
      description:
        'No worker claims jobs of a paused client or use case: they wait, with `held: "paused"`, and are taken in as before. A quiet worker claims nothing new. What runs goes on. Paused again it stays as it is.',
      params: PausePath,
      answers: { 200: { description: 'The pause.', schema: 'Pause' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        const { kind, name } = pathOf(c);
        return c.json(await pauses.pause(scope, kind, name));
      },
    },
    {
      method: 'delete',
      path: '/v1/pauses/{kind}/{name}',
      operationId: 'resume',
      needs: 'operate',
      tag: 'Service',
      summary: 'End a pause',
      params: PausePath,
      answers: { 204: { description: 'It is over: its jobs may be claimed within a second or two.' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        const { kind, name } = pathOf(c);
        if (!(await pauses.resume(scope, kind, name))) throw new Problem('not-found', `${kind} ${JSON.stringify(name)} is not paused`);
        return c.body(null, 204);
      },
    },
  ];
}

/** @throws Problem 404 */
function pathOf(c: Context<AppEnv>): z.output<typeof PausePath> {
  const path = PausePath.safeParse({ kind: c.req.param('kind'), name: c.req.param('name') });
  if (!path.success) throw new Problem('not-found', 'expected /v1/pauses/client/…, /v1/pauses/use_case/… or /v1/pauses/worker/…');
  return path.data;
}
