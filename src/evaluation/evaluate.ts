/** Runs documents with truth beside them through a pipeline, and judges what it answers. */
import ix from '../../package.json' with { type: 'json' };
import { IxError } from '../contracts/errors.ts';
import { newIxId } from '../contracts/ids.ts';
import { RequestIXSchema } from '../contracts/request.ts';
import type { ResponseIX } from '../contracts/response.ts';
import type { UseCase } from '../contracts/use-case.ts';
import type { FileSource, Pace, Pipeline } from '../pipeline/pipeline.ts';
import { judge } from './judge.ts';
import type { Run, RunDocument } from './run.ts';
import type { Truth } from './truth.ts';

export interface TestDocument {
  /** Tells it from the others. */
  readonly name: string;
  readonly truth: Truth;
  bytes(): Promise<Uint8Array>;
}

export interface EvaluateOptions {
  readonly useCase: UseCase;
  readonly engine: Run['engine'];
  /** Over the files of {@link filesOf} these documents. */
  readonly pipeline: Pipeline;
  /** Documents under way at a time. */
  readonly atOnce: number;
  /** Of one document; each page that is recognised has them anew. */
  readonly timeoutSeconds: number;
  readonly onDocument?: (done: number) => void;
}

/** The documents as a pipeline asks for them, by their names. */
export function filesOf(documents: readonly TestDocument[]): FileSource {
  const byUrl = new Map(documents.map((document) => [urlOf(document), document]));
  return {
    async fetch({ url, display_name }) {
      const document = byUrl.get(url);
      if (document === undefined) throw new Error(`no document ${url}`);
      return { bytes: await document.bytes(), displayName: display_name };
    },
    upload: () => Promise.reject(new Error('nothing is uploaded to an evaluation')),
  };
}

const urlOf = ({ name }: TestDocument): string => `file:///${encodeURIComponent(name)}`;

/** What goes wrong with a document is told in its `error`. */
export async function evaluate(documents: readonly TestDocument[], options: EvaluateOptions): Promise<Run> {
  const done: RunDocument[] = [];
  let [next, count] = [0, 0];
  const work = async (): Promise<void> => {
    for (let n = next++; n < documents.length; n = next++) {
      const document = documents[n];
      if (document !== undefined) done[n] = await evaluateOne(document, options);
      options.onDocument?.(++count);
    }
  };
  await Promise.all(Array.from({ length: options.atOnce }, work));
  return { ix: ix.version, use_case: options.useCase.name, engine: options.engine, made_at: new Date().toISOString(), documents: done };
}

async function evaluateOne(document: TestDocument, options: EvaluateOptions): Promise<RunDocument> {
  const { name, truth } = document;
  const { useCase, engine, pipeline } = options;
  const request = RequestIXSchema.parse({
    use_case: useCase.name,
    context: { files: [{ url: urlOf(document), display_name: name }] },
    // The pages' sizes say where the boxes of the truth are.
    options: { gen_ai: { engine }, ocr: { include_geometries: true } },
  });
  const deadline = new Deadline(options.timeoutSeconds);
  try {
    const response = await pipeline.run(request, {
      jobId: null,
      ixId: newIxId(),
      signal: deadline.signal,
      onPace: (pace) => deadline.pace(pace),
    });
    const values = judge(useCase, truth, response);
    return {
      name,
      groups: { ...truth.groups },
      ...costOf(response),
      error: response.error,
      straightened: response.metadata.straightened,
      values,
    };
  } finally {
    deadline.stop();
  }
}

function costOf({ metadata, ocr_result, ix_result }: ResponseIX): Pick<RunDocument, 'pages' | 'seconds' | 'tokens'> {
  const usage = ix_result?.meta_data.token_usage ?? null;
  return {
    pages: ocr_result?.meta_data.page_count ?? 0,
    seconds: metadata.timings.reduce((sum, { elapsed_seconds }) => sum + elapsed_seconds, 0),
    tokens: usage === null ? null : usage.prompt_tokens + usage.completion_tokens,
  };
}

/** As a worker keeps it: it counts anew from each page that is recognised, and not at all while pages wait for threads. */
class Deadline {
  readonly #late = new AbortController();
  readonly #seconds: number;
  #timer: NodeJS.Timeout;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#timer = this.#start();
  }

  get signal(): AbortSignal {
    return this.#late.signal;
  }

  pace(pace: Pace): void {
    this.stop();
    if (pace === 'moves') this.#timer = this.#start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#late.abort(new IxError('IX_003_002', `${this.#seconds} s`)), this.#seconds * 1000);
  }
}
