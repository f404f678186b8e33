/** One line a request, when it has been answered. Never a body, a header or a query: those may hold secrets and documents. */
import type { MiddlewareHandler } from 'hono';
import type { AppDeps, AppEnv } from './deps.ts';
import { VERSION } from './path.ts';

/** Probes and scrapes come every few seconds; their lines are for `debug`. */
const PROBES = new Set(['/livez', '/readyz', '/healthz', '/metrics']);

export const requestLog =
  ({ log, front }: Pick<AppDeps, 'log' | 'front'>): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const started = performance.now();
    await next();
    const line = {
      request_id: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      caller: front.callerOf(c),
      status: c.res.status,
      elapsed_ms: Math.round(performance.now() - started),
    };
    if (PROBES.has(c.req.path.replace(VERSION, '')) && c.res.status < 500) log.debug(line, 'request');
    else log.info(line, 'request');
  };
