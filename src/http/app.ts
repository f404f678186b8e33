/** The API as a Hono app that listens nowhere: createApp(deps), and server.ts gives it a port. */
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { z } from 'zod';
import { isPassing } from '../store/database-fault.ts';
import { auditRoutes } from './audit.ts';
import { batchRoutes } from './batch.ts';
import { bulkRoutes } from './bulk.ts';
import { callbackRoutes } from './callbacks.ts';
import { cancelRoutes } from './cancel.ts';
import { clientSecretRoutes } from './client-secrets.ts';
import { deletionRoutes } from './deletion.ts';
import type { App, AppDeps, AppEnv } from './deps.ts';
import { documentRoutes } from './documents.ts';
import { etagOf, hasVersion } from './etag.ts';
import { eventRoutes } from './events.ts';
import { fileRoutes } from './files.ts';
import { filterRoutes } from './filters.ts';
import { guard } from './guard.ts';
import { healthRoutes } from './health.ts';
import { jobRoutes } from './job.ts';
import { jobsRoutes } from './jobs.ts';
import { keyRoutes } from './keys.ts';
import { metricsRoutes } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import { pageRoutes } from './page-images.ts';
import { VERSION } from './path.ts';
import { pauseRoutes } from './pauses.ts';
import { Problem, problemResponse } from './problem.ts';
import { parseQuery } from './query.ts';
import { problemOf } from './refusal.ts';
import { compressed, isVersioned, versioned } from './representation.ts';
import { requestLog } from './request-log.ts';
import { resubmitRoutes } from './resubmit.ts';
import { reviewRoutes } from './reviews.ts';
import type { Route } from './route.ts';
import { spans } from './spans.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { useCaseRoutes } from './use-cases.ts';
import { admit } from './who-may.ts';
import { workerRoutes } from './workers.ts';

export type { App, AppDeps, AppEnv, Health } from './deps.ts';

const NoQuerySchema = z.strictObject({});

export function createApp(deps: AppDeps): App {
  const app: App = new Hono<AppEnv>();
  app.use(async (_, next) => {
    deps.intake.traffic.arrived();
    await next();
  });
  app.use(requestId());
  app.use(requestLog(deps));
  app.use(spans);
  app.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
      xFrameOptions: 'DENY',
      // ix speaks http on this machine: there is nothing to be strict about.
      strictTransportSecurity: false,
      overwrite: false,
    }),
  );
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('Cache-Control', 'no-store');
  });
  app.use(compressed());
  app.use(guard(deps));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const Allow = [...new Set([...methods, 'OPTIONS'])].join(', ');
        if (c.req.method === 'OPTIONS') return c.body(null, 204, { Allow });
        const problem = new Problem('method-not-allowed', `${c.req.method}: expected ${Allow}`, { headers: { Allow } });
        return problemResponse(c, problem, c.get('requestId'));
      },
    }),
  );

  for (const route of routesOf(deps)) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on(route.method, path.startsWith(`${VERSION}/`) ? [path] : [path, VERSION + path], async (c) => {
      const scope = await admit(c, deps, route.needs);
      if (route.query === undefined) parseQuery(c, NoQuerySchema);
      const answer = await route.handler(c, scope);
      return isVersioned(route) ? versioned(c, answer) : answer;
    });
  }

  app.notFound((c) => problemResponse(c, new Problem('not-found', `there is nothing at ${c.req.path}`), c.get('requestId')));
  app.onError((error, c) => {
    const refused = problemOf(error);
    if (refused !== null) return problemResponse(c, refused, c.get('requestId'));
    const away = isPassing(error);
    deps.log.error({ err: error, request_id: c.get('requestId') }, away ? 'the database is not available' : 'a request failed');
    const problem = away
      ? new Problem('unavailable', 'the database does not answer; sending the same request again is safe', {
          headers: { 'Retry-After': '5' },
        })
      : new Problem('internal', 'an unexpected failure; the log has the details under this request_id');
    return problemResponse(c, problem, c.get('requestId'));
  });
  return app;
}

/** Every route there is, with what it needs. */
export function routesOf(deps: AppDeps): readonly Route[] {
  const routes: Route[] = [
    ...jobsRoutes(deps),
    ...batchRoutes(deps),
    ...bulkRoutes(deps),
    ...jobRoutes(deps),
    ...reviewRoutes(deps),
    ...cancelRoutes(deps),
    ...resubmitRoutes(deps),
    ...deletionRoutes(deps),
    ...fileRoutes(deps),
    ...eventRoutes(deps),
    ...pageRoutes(deps),
    ...documentRoutes(deps),
    ...callbackRoutes(deps),
    ...subscriptionRoutes(deps),
    ...clientSecretRoutes(deps),
    ...useCaseRoutes(deps),
    ...keyRoutes(deps),
    ...pauseRoutes(deps),
    ...workerRoutes(deps),
    ...filterRoutes(deps),
    ...auditRoutes(deps),
    ...healthRoutes(deps),
    ...metricsRoutes(deps),
  ];
  routes.push(openApiRoute(routes));
  return routes;
}

/** The document tells of itself too: `routes` has this route by the time it is asked for. */
function openApiRoute(routes: readonly Route[]): Route {
  let document: string | null = null;
  return {
    method: 'get',
    path: '/openapi.json',
    operationId: 'openApi',
    needs: 'public',
    tag: 'Service',
    summary: 'This API as an OpenAPI 3.1 document',
    requestHeaders: { 'If-None-Match': 'The ETag of an earlier answer: 304 when it is still the same.' },
    answers: {
      200: { description: 'The document.', schema: 'OpenApi', headers: { ETag: 'The version of the document.' } },
      304: { description: 'It is still the one named by `If-None-Match`.' },
    },
    handler: (c) => {
      document ??= JSON.stringify(openApiDocument(routes));
      const headers = { ETag: etagOf(document), 'Cache-Control': 'no-cache' };
      if (hasVersion(c, headers.ETag)) return c.body(null, 304, headers);
      return c.body(document, 200, { ...headers, 'Content-Type': 'application/json' });
    },
  };
}
