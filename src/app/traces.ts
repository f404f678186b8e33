/**
 * Traces of jobs, by OpenTelemetry: what happens to a job becomes spans below the one of its submission, in whichever process it happens.
 *
 *   POST /jobs (src/http/spans.ts) ─▶ job ─▶ queue, setup, read, ocr, extract …, chat MODEL
 *                                  └▶ callback, one span an attempt
 *
 * Without an SDK (src/app/tracing.ts), the API does nothing.
 */
import { tracingChannel } from 'node:diagnostics_channel';
import { type Context, context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Outcome } from '../callbacks/deliver.ts';
import type { JobId } from '../contracts/ids.ts';
import type { ResponseIX } from '../contracts/response.ts';
import { MODEL_CHANNEL, type ModelCall } from '../pipeline/engines/llm/ask.ts';
import type { Pipeline, Progress } from '../pipeline/pipeline.ts';
import type { ClaimedCallback } from '../store/callback-claims.ts';
import type { Claim } from '../store/claim.ts';

const tracer = trace.getTracer('ix');

/** The submission, as its row tells of it; no parent where it came without. */
const submission = (traceparent: string | null): Context =>
  traceparent === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, { traceparent });

interface Traced {
  readonly span: Span;
  readonly within: Context;
  step: { readonly name: string; readonly span: Span } | null;
}

/** Spans of the jobs that this worker runs. */
export class JobTraces {
  readonly #jobs = new Map<JobId, Traced>();

  /** The pipeline, whose runs are within the spans of their jobs. */
  around(pipeline: Pipeline): Pipeline {
    return {
      run: (request, run) => {
        const traced = run.jobId === null ? undefined : this.#jobs.get(run.jobId);
        return context.with(traced?.within ?? context.active(), () => pipeline.run(request, run));
      },
      close: () => pipeline.close(),
    };
  }

  started({ jobId, useCase, attempt, workerId, waitedSeconds, traceparent }: Claim): void {
    const now = Date.now();
    const attributes = { 'ix.job_id': jobId, 'ix.use_case': useCase ?? '', 'ix.attempt': attempt, 'ix.worker_id': workerId };
    const startTime = now - waitedSeconds * 1000;
    const span = tracer.startSpan('job', { kind: SpanKind.CONSUMER, attributes, startTime }, submission(traceparent));
    const within = trace.setSpan(context.active(), span);
    tracer.startSpan('queue', { startTime }, within).end(now);
    this.#jobs.set(jobId, { span, within, step: null });
  }

  progress({ jobId }: Claim, { step, page, pages }: Progress): void {
    const traced = this.#jobs.get(jobId);
    if (traced === undefined) return;
    if (traced.step?.name !== step) {
      traced.step?.span.end();
      traced.step = { name: step, span: tracer.startSpan(step, {}, traced.within) };
    }
    if (page !== undefined) traced.step.span.addEvent('page', { page, pages: pages ?? page });
  }

  /** @param response null: the job was lost to another worker. */
  ended({ jobId }: Claim, response: ResponseIX | null): void {
    const traced = this.#jobs.get(jobId);
    this.#jobs.delete(jobId);
    if (traced === undefined) return;
    traced.step?.span.end();
    const { span } = traced;
    const error = response === null ? 'lost' : response.code;
    if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: error }).setAttribute('error.type', error);
    const engine = response?.ix_result?.meta_data.engine ?? null;
    if (engine !== null) span.setAttribute('ix.engine', engine);
    span.end();
  }
}

/** An attempt to deliver a callback, once it is over. */
export function traceCallback({ callbackId, jobId, origin, attempt, traceparent }: ClaimedCallback, outcome: Outcome): void {
  const { startedAt, finishedAt, statusCode, error } = outcome;
  const attributes = { 'ix.job_id': jobId, 'ix.callback_id': callbackId, 'ix.attempt': attempt, 'server.address': origin };
  const span = tracer.startSpan('callback', { kind: SpanKind.PRODUCER, attributes, startTime: startedAt }, submission(traceparent));
  if (statusCode !== null) span.setAttribute('http.response.status_code', statusCode);
  if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.end(finishedAt);
}

/** Each request to a model server, as a span of the run that sends it. @returns what ends that. */
export function traceModelCalls(): () => void {
  const channel = tracingChannel<ModelCall>(MODEL_CHANNEL);
  const spans = new WeakMap<ModelCall, Span>();
  const handlers = {
    start: (call: ModelCall) => {
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': call.model };
      spans.set(call, tracer.startSpan(`chat ${call.model}`, { kind: SpanKind.CLIENT, attributes }));
    },
    asyncEnd: (call: ModelCall) => {
      const span = spans.get(call);
      const { input, output } = call.tokens ?? {};
      if (input !== undefined) span?.setAttribute('gen_ai.usage.input_tokens', input);
      if (output !== undefined) span?.setAttribute('gen_ai.usage.output_tokens', output);
      if (call.failure !== null) span?.setStatus({ code: SpanStatusCode.ERROR, message: call.failure });
      span?.end();
    },
    end: () => {},
    asyncStart: () => {},
    error: () => {},
  };
  channel.subscribe(handlers);
  return () => channel.unsubscribe(handlers);
}
