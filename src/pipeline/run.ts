/** The runner: takes a request through the steps and answers, whatever happens on the way. */
import { tracingChannel } from 'node:diagnostics_channel';
import { IxError, toIxError } from '../contracts/errors.ts';
import type { RequestIX } from '../contracts/request.ts';
import { emptyResponse, type ResponseIX } from '../contracts/response.ts';
import type { Engine } from './engines/engine.ts';
import { createRulesEngine } from './engines/rules/rules.ts';
import type { Pipeline, Run } from './pipeline.ts';
import type { ReadingLimits } from './reading/readers/reader.ts';
import { conform } from './steps/conform.ts';
import { consult } from './steps/consult.ts';
import type { Work } from './steps/document-task.ts';
import { extract } from './steps/extract.ts';
import { ground } from './steps/ground.ts';
import { inThread } from './steps/in-thread.ts';
import { picturesOf } from './steps/pictures.ts';
import { read } from './steps/read.ts';
import { type Ocr, recognise } from './steps/recognise.ts';
import { respond } from './steps/respond.ts';
import { runSteps } from './steps/run-steps.ts';
import { type SetupDeps, setupWith } from './steps/setup.ts';
import { inSlice } from './steps/slice.ts';
import { hasSmallDocuments, isSmall } from './steps/small.ts';
import { type Context, newContext, type SniffedFile, type Step, type Told, type Tools } from './steps/step.ts';
import type { ThreadPool } from './threads/pool.ts';

export type { UseCases } from './steps/setup.ts';

/** What a pipeline works with. It owns the threads and the engines: closing it closes them. */
export interface PipelineDeps extends SetupDeps {
  readonly threads: Pick<ThreadPool, 'run' | 'close' | 'maxHeapMb'>;
  readonly pdfMaxPages: number;
  /** Null: it is switched off. */
  readonly ocr: Ocr | null;
  /** An engine in place of the embedded rules; it is asked on the main thread. */
  readonly rules: Engine | null;
  /** Null: no model server is configured. */
  readonly llm: Engine | null;
  /** Monotonic milliseconds; timings are counted by it. */
  readonly now: () => number;
  /** Told of what no document or request is to blame for: the job ends with IX_002_000. */
  readonly onBug?: (error: unknown) => void;
}

/** TracingChannel of every run, `{jobId, ixId}`: for tracers, and for tests that count runs. Costs nothing without subscribers. */
export const PIPELINE_CHANNEL = 'ix.pipeline';
const runs = tracingChannel(PIPELINE_CHANNEL);

/** A pipeline over these parts. Runs share nothing else, and may overlap. */
export function createPipeline(deps: PipelineDeps): Pipeline {
  const setup = setupWith(deps);
  return {
    run: (request, run) => runs.tracePromise(() => answer(deps, setup, request, run), { jobId: run.jobId, ixId: run.ixId }),
    close: async () => {
      await Promise.all([deps.threads.close(), deps.ocr?.threads.close(), deps.rules?.close?.(), deps.llm?.close?.()]);
    },
  };
}

async function answer(deps: PipelineDeps, setup: Step, request: RequestIX | null, run: Run): Promise<ResponseIX> {
  // Nothing is known of a null request but the id ix gave it; that id also stands in for a missing request_id.
  const response = emptyResponse({
    use_case: request?.use_case_inline?.name ?? request?.use_case ?? null,
    ix_client_id: request?.ix_client_id ?? 'default',
    request_id: request?.request_id ?? run.ixId,
    ix_id: run.ixId,
  });
  if (request === null) return failed(response, new IxError('IX_000_000'));
  const context = newContext(request);
  let fault: unknown = null;
  try {
    await runAll(deps, setup, context, run);
  } catch (error) {
    // Work that is told to stop fails in ways of its own; why it was told so is what counts.
    fault = run.signal.aborted ? run.signal.reason : error;
    if (!run.signal.aborted && !(error instanceof IxError)) deps.onBug?.(error);
  }
  const { useCase, warnings, timings, straightened } = context;
  const whole = { ...response, use_case_name: useCase?.title ?? null, warning: warnings, metadata: { timings, straightened } };
  return fault === null ? { ...whole, ...context.answer } : failed(whole, fault);
}

/** The embedded engine on the main thread, which it has to share. */
const embedded = createRulesEngine();
const sliced: Engine = { name: 'rules', extract: (...of) => inSlice(() => embedded.extract(...of)) };

/** Setup, and then the rest in one place: here when it is small, else in a thread. What an engine of another kind does is done here. */
async function runAll(deps: PipelineDeps, setup: Step, context: Context, run: Run): Promise<void> {
  const { signal } = run;
  const tell = ({ file, ...progress }: Told) => {
    // That the next file begins is no news for people.
    if (progress.page !== undefined || file === undefined) run.onProgress?.(progress);
  };
  const limits: ReadingLimits = { maxPages: deps.pdfMaxPages, maxMb: deps.threads.maxHeapMb };
  const { engine: asked } = context.request.options.gen_ai;
  const engine = asked === 'llm' ? deps.llm : (deps.rules ?? sliced);
  const model = asked === 'auto' ? deps.llm : null;
  const setting = { signal, tell, limits, engine, model, now: deps.now };
  await runSteps([setup], context, { ...setting, pictures: null });
  const seeing = context.request.options.gen_ai.images && (model !== null || engine?.name === 'llm');
  if (seeing) context.files = context.files.map(shared);
  const tools: Tools = { ...setting, pictures: seeing ? picturesOf(deps.threads, context.files, context, signal) : null };
  const small = isSmall(context);
  const inThreadsFor = (work: Work) => inThreads(deps, work, context, tools, run.onPace);
  const finish = () => (small ? runSteps([conform, ground, respond], context, tools) : inThreadsFor('finish'));
  if (engine !== sliced) {
    if (hasSmallDocuments(context)) await runSteps([read], context, tools);
    else await inThreadsFor('reading');
    await runSteps([extract], context, tools);
    return await finish();
  }
  if (small) await runSteps([read, extract, ground, respond], context, tools);
  else await inThreadsFor(model === null ? 'answer' : 'draft');
  if (model === null) return;
  await runSteps([consult], context, tools);
  if (context.answer === null) await finish();
}

/** Pages that are pictures interrupt the work: they are recognised first, and the document is then read anew with what they say. */
async function inThreads(deps: PipelineDeps, work: Work, context: Context, tools: Tools, onPace: Run['onPace'] = () => {}): Promise<void> {
  const { ocr, threads } = deps;
  context.files = context.files.map(shared);
  if (ocr !== null && context.request.options.ocr.use_ocr) context.recognised = new Map();
  await inThread(threads, work, context, tools);
  if (ocr !== null && context.wanted.length > 0) {
    await recognise(ocr, context, tools, onPace);
    // People have seen its pages go by.
    const tell = (told: Told) => told.step !== read.name && tools.tell(told);
    await inThread(threads, work, context, { ...tools, tell });
  }
  // The bytes have served: a job of many files should not hold them while its model thinks, unless it is to be shown their pages.
  context.files = [];
  context.recognised = null;
}

/** All threads see the same bytes: a document of many pages goes to many. */
function shared(file: SniffedFile): SniffedFile {
  if (file.bytes.buffer instanceof SharedArrayBuffer) return file;
  const bytes = new Uint8Array(new SharedArrayBuffer(file.bytes.length));
  bytes.set(file.bytes);
  return { ...file, bytes };
}

function failed(response: ResponseIX, thrown: unknown): ResponseIX {
  const error = toIxError(thrown);
  return { ...response, error: error.message, code: error.code };
}
