/** What a step is, and what the steps of one run hand on to each other. */
import type { Options, RequestIX } from '../../contracts/request.ts';
import type { ResponseIX } from '../../contracts/response.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import type { Engine, Extraction, Pictures } from '../engines/engine.ts';
import type { LoadedFile, Progress } from '../pipeline.ts';
import type { Recognised, WantedPage } from '../reading/ocr/recognised.ts';
import type { ReadingLimits } from '../reading/readers/reader.ts';
import type { Reading } from '../reading/reading.ts';
import type { Sniffed } from '../reading/sniff.ts';

export interface SniffedFile extends LoadedFile {
  readonly type: Sniffed;
}

/** What a step tells while it works. */
export interface Told extends Progress {
  /** Which file of the request is being read; not said of the first before its pages are. */
  readonly file?: number;
}

/** What a step works with where it runs: on the main thread, or in one that can be killed. */
export interface Tools {
  /** Aborts all work of this run; the reason is what it ends with. */
  readonly signal: AbortSignal;
  readonly tell: (told: Told) => void;
  readonly limits: ReadingLimits;
  /** Null: the engine that the request asks for is not there. */
  readonly engine: Engine | null;
  /** Asked for what the engine leaves open; null: nobody is. */
  readonly model: Engine | null;
  /** For the model; null: it is to be shown none. */
  readonly pictures: Pictures | null;
  /** Monotonic milliseconds; timings are counted by it. */
  readonly now: () => number;
}

/** The state of one run: data alone. Each of the nullable parts is left by the step named beside it. */
export interface Context {
  readonly request: RequestIX;
  /** Told to the caller whether the run ends well or not. */
  readonly warnings: string[];
  /** One for each step that ran. */
  readonly timings: ResponseIX['metadata']['timings'];
  /** Setup: the files of the request, in its order. */
  files: readonly SniffedFile[];
  /** Setup; null as well when nothing is to be extracted and none was named. */
  useCase: UseCase | null;
  /** By file, what OCR has given for it; null: OCR is not to be had, or not wanted. Brought to a second reading. */
  recognised: ReadonlyMap<number, NonNullable<Recognised>> | null;
  /** Read: pages that wait for OCR. While there are any, the other steps wait too. */
  wanted: readonly (WantedPage & { readonly file: number })[];
  /** Read. */
  reading: Reading | null;
  /** Read. */
  straightened: ResponseIX['metadata']['straightened'];
  /** Extract. */
  extraction: Extraction | null;
  /** Ground. */
  provenance: ResponseIX['provenance'];
  /** Respond. */
  answer: Answer | null;
}

export type Answer = Pick<ResponseIX, 'ix_result' | 'ocr_result' | 'provenance' | 'trust' | 'needs_review' | 'explanations'>;

export function newContext(request: RequestIX): Context {
  return {
    request,
    warnings: [],
    timings: [],
    files: [],
    useCase: null,
    recognised: null,
    wanted: [],
    reading: null,
    straightened: [],
    extraction: null,
    provenance: null,
    answer: null,
  };
}

export interface Step {
  readonly name: string;
  /**
   * `skip` leaves the step out, timings included.
   * @throws IxError when the request cannot get past this step.
   */
  validate(context: Context): 'run' | 'skip';
  process(context: Context, tools: Tools): Promise<void>;
}

/** A reading was asked for as a result of its own. */
export function wantsReading({ ocr }: Options): boolean {
  return ocr.include_ocr_text || ocr.include_geometries || ocr.ocr_only;
}
