/** A span for each request that hands something in, below the caller's own; where no traces are recorded it costs nothing worth telling. */
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { AppEnv } from './deps.ts';
import { validTraceparent } from './trace.ts';

const tracer = trace.getTracer('ix');

export const spans: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.req.method !== 'POST') return await next();
  const given = validTraceparent(c.req.header('traceparent'));
  const parent = given === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent: given });
  const attributes = { 'http.request.method': c.req.method, 'url.path': c.req.path };
  await tracer.startActiveSpan('POST', { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
    try {
      await next();
      span.updateName(`POST ${routePath(c, -1)}`).setAttribute('http.response.status_code', c.res.status);
      if (c.res.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    } finally {
      span.end();
    }
  });
};

/** The trace context that is kept with a job: of this request's span where it is recorded, else as the caller sent it. */
export function traceparentFor(header: string | undefined): string | null {
  const span = trace.getActiveSpan();
  if (span === undefined || !span.isRecording()) return validTraceparent(header);
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent ?? null;
}
