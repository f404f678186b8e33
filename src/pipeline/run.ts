/** The runner: takes a request through the steps and answers, whatever happens on the way. */
import { tracingChannel } from 'node:diagnostics_channel';
import { IxError, toIxError } from '../contracts/errors.ts';
import type { RequestIX } from '../contracts/request.ts';
import { emptyResponse, type ResponseIX } from '../contracts/response.ts';
import type { Pipeline, Run } from './pipeline.ts';
import { extract } from './steps/extract.ts';
import { ground } from './steps/ground.ts';
import { read } from './steps/read.ts';
import { respond } from './steps/respond.ts';
import { setup } from './steps/setup.ts';
import type { Context, PipelineDeps, Step } from './steps/step.ts';

export type { PipelineDeps, UseCases } from './steps/step.ts';

/** TracingChannel of every run, `{jobId, ixId}`: for tracers, and for tests that count runs. Costs nothing without subscribers. */
export const PIPELINE_CHANNEL = 'ix.pipeline';
const runs = tracingChannel(PIPELINE_CHANNEL);

const STEPS: readonly Step[] = [setup, read, extract, ground, respond];

/** A pipeline over these parts; it owns the reader and the engines. Runs share nothing else, and may overlap. */
export function createPipeline(deps: PipelineDeps): Pipeline {
  return {
    run: (request, run) => runs.tracePromise(() => runSteps(deps, request, run), { jobId: run.jobId, ixId: run.ixId }),
    close: async () => {
      await Promise.all([deps.reader.close(), deps.rules.close?.(), deps.llm?.close?.()]);
    },
  };
}

async function runSteps(deps: PipelineDeps, request: RequestIX | null, run: Run): Promise<ResponseIX> {
  // Nothing is known of a null request but the id ix gave it; that id also stands in for a missing request_id.
  const response = emptyResponse({
    use_case: request?.use_case_inline?.name ?? request?.use_case ?? null,
    ix_client_id: request?.ix_client_id ?? 'default',
    request_id: request?.request_id ?? run.ixId,
    ix_id: run.ixId,
  });
  if (request === null) return failed(response, new IxError('IX_000_000'));
  const context: Context = {
    deps,
    request,
    run,
    signal: run.signal,
    warnings: response.warning,
    files: [],
    useCase: null,
    reading: null,
    extraction: null,
    provenance: null,
    answer: null,
  };
  try {
    for (const step of STEPS) await runStep(step, context, response);
  } catch (error) {
    // Work that is told to stop fails in ways of its own; why it was told so is what counts.
    return failed(response, run.signal.aborted ? run.signal.reason : error);
  }
  return { ...response, ...context.answer };
}

/** One step with its timing, which stands there also when the step fails or its validation refuses the request. */
async function runStep(step: Step, context: Context, response: ResponseIX): Promise<void> {
  const { signal, run, deps } = context;
  signal.throwIfAborted();
  const started = deps.now();
  let executed = true;
  try {
    executed = step.validate(context) === 'run';
    if (!executed) return;
    run.onProgress?.({ step: step.name });
    await abortable(() => step.process(context), signal);
  } finally {
    if (executed) response.metadata.timings.push({ step: step.name, elapsed_seconds: (deps.now() - started) / 1000 });
    response.use_case_name = context.useCase?.title ?? null;
  }
}

/** The work's outcome, or the signal's reason as soon as it aborts: work that does not listen is left behind. */
async function abortable(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  // Before the work begins: it may be what brings the abort about.
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function failed(response: ResponseIX, thrown: unknown): ResponseIX {
  const error = toIxError(thrown);
  return { ...response, error: error.message, code: error.code };
}
