/** /metrics: what one process counts of itself, as Prometheus reads it or as JSON; and the app that a process without the API serves it by. */
import { Hono } from 'hono';
import { accepts } from 'hono/accepts';
import { requestId } from 'hono/request-id';
import { z } from 'zod';
import { EVERYTHING, requireAll } from '../contracts/scope.ts';
import type { App, AppDeps, AppEnv } from './deps.ts';
import { healthRoutes } from './health.ts';
import { Problem, problemResponse } from './problem.ts';
import { problemOf } from './refusal.ts';
import type { Route } from './route.ts';

const MetricFamilySchema = z.strictObject({
  name: z.string().describe('The name of the metric.'),
  help: z.string().describe('What it counts.'),
  type: z.string().describe('counter, gauge, histogram or summary.'),
  values: z
    .array(
      z.strictObject({
        name: z.string().describe('That of the family, or with `_bucket`, `_sum`, `_count` behind it.'),
        labels: z.record(z.string(), z.string()).describe('Label → value.'),
        value: z.number().nullable().describe('Times are in seconds, sizes in bytes. Null: nothing was measured since the last look.'),
      }),
    )
    .describe('Its values, one for each set of labels.'),
});
export const MetricsSchema = z.strictObject({ metrics: z.array(MetricFamilySchema).describe('The metrics.') });
export type MetricFamily = z.output<typeof MetricFamilySchema>;

export interface MetricsSource {
  /** Prometheus text format 0.0.4. */
  text(): Promise<string>;
  families(): Promise<readonly MetricFamily[]>;
}

/** Of the text format (prometheus.io/docs/instrumenting/exposition_formats). */
const TEXT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function metricsRoutes({ metrics }: Pick<AppDeps, 'metrics'>): Route[] {
  return [
    {
      method: 'get',
      path: '/metrics',
      operationId: 'metrics',
      needs: 'read',
      tag: 'Service',
      summary: 'Numbers of this process and of the queue',
      description:
        'Prometheus text format, or the schema `Metrics` with `Accept: application/json`. They tell of all clients together, so a key of role `client` may not read them.',
      requestHeaders: { Accept: '`application/json` for JSON; the text format otherwise.' },
      answers: {
        200: {
          description: 'The numbers.',
          media: 'text/plain',
          schema: 'MetricsText',
          alternatives: { 'application/json': { schema: 'Metrics' } },
        },
      },
      handler: async (c, scope) => {
        requireAll(scope);
        const wanted = accepts(c, { header: 'Accept', supports: ['text/plain', 'application/json'], default: 'text/plain' });
        c.header('Vary', 'Accept');
        if (wanted === 'application/json') return c.json({ metrics: await metrics.families() }, 200);
        return c.body(await metrics.text(), 200, { 'Content-Type': TEXT_TYPE });
      },
    },
  ];
}

/** What a process answers on its own port for monitoring, with an API or without: /metrics, /livez, /readyz and /healthz. It asks nobody for a key. */
export function createMetricsApp(deps: Pick<AppDeps, 'metrics' | 'ready' | 'health' | 'log'>): App {
  const app: App = new Hono<AppEnv>();
  app.use(requestId());
  for (const route of [...metricsRoutes(deps), ...healthRoutes(deps)]) {
    app.on(route.method, [route.path], (c) => route.handler(c, EVERYTHING));
  }
  app.notFound((c) => problemResponse(c, new Problem('not-found', `there is nothing at ${c.req.path}`), c.get('requestId')));
  app.onError((error, c) => {
    const refused = problemOf(error);
    if (refused === null) deps.log.error({ err: error, request_id: c.get('requestId') }, 'a request failed');
    return problemResponse(c, refused ?? new Problem('internal', 'an unexpected failure; the log has the details'), c.get('requestId'));
  });
  return app;
}
