/** Recognise: pages that are pictures are read by OCR, each as a task of its own, so that a long scan makes nobody wait for more than a page. */
import { IxError } from '../../contracts/errors.ts';
import { languageCodes } from '../../contracts/languages.ts';
import type { Pace } from '../pipeline.ts';
import type { RecognisedPage } from '../reading/ocr/recognise-page.ts';
import type { Picture } from '../reading/ocr/recognised.ts';
import { ThreadError, type ThreadPool } from '../threads/pool.ts';
import type { Context, Tools } from './step.ts';
import { together } from './together.ts';

/** OCR as a pipeline has it. */
export interface Ocr {
  readonly threads: Pick<ThreadPool, 'run' | 'close' | 'maxHeapMb'>;
  /** Codes of Tesseract, for requests that name no languages. */
  readonly languages: readonly string[];
}

/** The name in timings and progress. */
export const RECOGNISE = 'ocr';

type Outcome = RecognisedPage | { readonly failed: string };

/** Reads `context.wanted`. @throws the signal's reason: then the threads at work are killed. */
export async function recognise(ocr: Ocr, context: Context, { signal, tell, now }: Tools, onPace: (pace: Pace) => void): Promise<void> {
  const { request, wanted } = context;
  const started = now();
  const asked = languageCodes(request.options.ocr.languages);
  if (asked.unknown.length > 0) context.warnings.push(`options.ocr.languages: ${asked.unknown.join(', ')} cannot be read by OCR`);
  const languages = asked.codes.length > 0 ? asked.codes : ocr.languages;
  const recognised = new Map<number, Map<number, Outcome>>(wanted.map(({ file }) => [file, new Map()]));
  let [done, running] = [0, 0];
  onPace('waits');
  tell({ step: RECOGNISE });
  try {
    await together(wanted, signal, async ({ file, page_no, straighten, within }, _, either) => {
      const input = { ...(within ?? pictureOf(context, file, page_no)), languages, straighten, maxMb: ocr.threads.maxHeapMb };
      const onBegin = () => {
        running++;
        onPace('moves');
      };
      const options = { client: request.ix_client_id, signal: either, onBegin };
      const outcome = await outcomeOf(ocr.threads.run('recognition', input, options));
      onPace(--running > 0 || done + 1 === wanted.length ? 'moves' : 'waits');
      recognised.get(file)?.set(page_no, outcome);
      tell({ step: RECOGNISE, page: ++done, pages: wanted.length });
    });
  } finally {
    context.timings.push({ step: RECOGNISE, elapsed_seconds: (now() - started) / 1000 });
  }
  context.recognised = recognised;
}

function pictureOf({ request, files }: Context, file: number, page: number): Picture {
  const { bytes, type: { kind } = {} } = files[file] ?? {};
  if (bytes === undefined || (kind !== 'pdf' && kind !== 'image')) throw new Error('a page of no document is to be recognised');
  return { bytes, kind, password: request.context.files[file]?.password ?? null, page };
}

/** One page that cannot be read leaves the others readable. */
async function outcomeOf(reading: Promise<RecognisedPage>): Promise<Outcome> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof IxError && error.code.startsWith('IX_000')) return { failed: error.detail ?? error.message };
    if (error instanceof ThreadError) return { failed: `the thread ${error.message}` };
    throw error;
  }
}
