/** Workers that there are, or were within the last hour. */
import type { Worker } from '../contracts/worker.ts';
import type { AppDeps } from './deps.ts';
import type { Route } from './route.ts';

const exampleWorker: Worker = {
  worker_id: 'host-7:4211:9f3c21ab',
  host: 'host-7',
  pid: 4211,
  version: '0.1.0',
  state: 'live',
  quiet: false,
  started_at: '2026-03-20T06:00:00.000000Z',
  seen_at: '2026-03-20T09:30:04.000000Z',
  stopped_at: null,
  slots: 8,
  running: 3,
  busy: 0.42,
  memory_bytes: 412_000_000,
  use_cases: null,
  engines: ['rules'],
};

export function workerRoutes({ listWorkers }: Pick<AppDeps, 'listWorkers'>): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/workers',
      operationId: 'listWorkers',
      needs: 'read',
      tag: 'Service',
      summary: 'Workers: slots, how busy, memory, version, last seen',
      description:
        'Those that live, and those of the last hour. Each tells of itself every five seconds; whether any is connected at this moment is in `/healthz`. They work for all clients, so a key of role `client` may not read them.',
      answers: { 200: { description: 'Those there are.', schema: 'WorkerList', example: { workers: [exampleWorker] } } },
      handler: async (c, scope) => c.json({ workers: await listWorkers(scope) }),
    },
  ];
}
