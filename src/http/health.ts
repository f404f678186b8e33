/** Is ix alive, can it take requests, and is every part of it well. */
import type { AppDeps, Health } from './deps.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

const well = { ok: true, state: 'well' as const, detail: null };
const exampleHealth: Health = {
  postgres: well,
  queue: well,
  worker: well,
  ocr: well,
  llm: { ok: true, state: 'well', detail: 'llama3.1:8b, window of 16384 tokens' },
};

export function healthRoutes(deps: Pick<AppDeps, 'ready' | 'health'>): Route[] {
  return [
    {
      method: 'get',
      path: '/livez',
      operationId: 'live',
      needs: 'public',
      tag: 'Service',
      summary: 'The process answers',
      answers: { 200: { description: 'It does.', schema: 'Status', example: { status: 'ok' } } },
      handler: (c) => c.json({ status: 'ok' }, 200),
    },
    {
      method: 'get',
      path: '/readyz',
      operationId: 'ready',
      needs: 'public',
      tag: 'Service',
      summary: 'This process can take requests',
      answers: { 200: { description: 'It can.', schema: 'Status', example: { status: 'ok' } } },
      handler: async (c) => {
        if (!(await deps.ready())) throw new Problem('unavailable', 'not ready: see /healthz for what is missing');
        return c.json({ status: 'ok' }, 200);
      },
    },
    {
      method: 'get',
      path: '/healthz',
      operationId: 'health',
      needs: 'public',
      tag: 'Service',
      summary: 'Every part of ix is well',
      answers: {
        200: { description: 'All of them are.', schema: 'Health', example: exampleHealth },
        503: {
          description: 'At least one is not: its `ok` is false and its `detail` says why.',
          schema: 'Health',
          example: { ...exampleHealth, worker: { ok: false, state: 'ill', detail: 'no worker has been seen' } },
          alternatives: { 'application/problem+json': { schema: 'Problem' } },
        },
      },
      handler: async (c) => {
        const health = await deps.health();
        return c.json(health, Object.values(health).every(({ ok }) => ok) ? 200 : 503);
      },
    },
  ];
}
