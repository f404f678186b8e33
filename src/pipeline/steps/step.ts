/** What a step is, and what the steps of one run hand on to each other. */
import type { Options, RequestIX } from '../../contracts/request.ts';
import type { ResponseIX } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Engine, Extraction } from '../engines/engine.ts';
import type { FileSource, LoadedFile, Run } from '../pipeline.ts';
import type { DocumentReader } from '../reading/reader.ts';
import type { Reading } from '../reading/reading.ts';

/** The use cases that requests may name. */
export interface UseCases {
  list(): readonly UseCase[];
  get(name: string): UseCase | null;
}

/** What a pipeline works with. It owns the reader and the engines: closing it closes them. */
export interface PipelineDeps {
  readonly files: FileSource;
  readonly reader: DocumentReader;
  readonly useCases: UseCases;
  readonly rules: Engine;
  /** Null: no model server is configured. */
  readonly llm: Engine | null;
  /** Monotonic milliseconds; timings are counted by it. */
  readonly now: () => number;
}

/** The state of one run. Each of the nullable parts is left by the step named beside it. */
export interface Context {
  readonly deps: PipelineDeps;
  readonly request: RequestIX;
  readonly run: Run;
  /** Aborts all work of this run; the reason is what it ends with. */
  readonly signal: AbortSignal;
  /** Told to the caller whether the run ends well or not. */
  readonly warnings: string[];
  /** Setup: the files of the request, in its order. */
  files: readonly LoadedFile[];
  /** Setup; null as well when nothing is to be extracted and none was named. */
  useCase: UseCase | null;
  /** Read. */
  reading: Reading | null;
  /** Extract. */
  extraction: Extraction | null;
  /** Ground. */
  provenance: ResponseIX['provenance'];
  /** Respond. */
  answer: Pick<ResponseIX, 'ix_result' | 'ocr_result' | 'provenance'> | null;
}

export interface Step {
  readonly name: string;
  /**
   * `skip` leaves the step out, timings included.
   * @throws IxError when the request cannot get past this step.
   */
  validate(context: Context): 'run' | 'skip';
  process(context: Context): Promise<void>;
}

/** A reading was asked for as a result of its own. */
export function wantsReading({ ocr }: Options): boolean {
  return ocr.include_ocr_text || ocr.include_geometries || ocr.ocr_only;
}
