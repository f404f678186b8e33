/** The steps after setup, done in a thread: what goes there, what comes back, and what it means when the thread does not survive. */
import { IxError } from '../../contracts/errors.ts';
import type { UseCase } from '../../contracts/use-case.ts';
import { unpack } from '../threads/carried.ts';
import { ThreadError, type ThreadPool } from '../threads/pool.ts';
import type { DocumentInput, Work } from './document-task.ts';
import { fileName } from './of-file.ts';
import { read } from './read.ts';
import type { Context, Told, Tools } from './step.ts';

/** @throws what a step throws there; IxError for a thread that died of it; the signal's reason: then the thread is killed. */
export async function inThread(
  threads: Pick<ThreadPool, 'run'>,
  work: Work,
  context: Context,
  { signal, tell, limits, now }: Tools,
): Promise<void> {
  const { request, files, useCase, recognised, reading, extraction } = context;
  const names = files.map(({ displayName }) => displayName);
  const steps: Begun[] = [];
  let file = 0;
  const onNote = (told: Told) => {
    if (told.step !== steps.at(-1)?.step) steps.push({ step: told.step, at: now() });
    file = told.file ?? file;
    tell(told);
  };
  try {
    const input: DocumentInput = { request, files, useCase: jsonOf(useCase), limits, recognised, work, reading, extraction };
    const output = await threads.run('document', input, { client: request.ix_client_id, signal, onNote });
    context.warnings.push(...output.warnings);
    steps.length = 0;
    for (const timing of output.timings) addTiming(context.timings, timing);
    context.reading = output.reading;
    context.extraction = output.extraction;
    context.answer = output.answer;
    context.wanted = output.wanted;
    context.straightened = [...context.straightened, ...output.straightened];
    if (output.fault !== null) throw unpack(output.fault);
  } catch (error) {
    // Killed: nothing came back, but when each step began was told.
    context.timings.push(...timingsOf(steps, now()));
    if (!(error instanceof ThreadError)) throw error;
    throw asIxError(error, steps.at(-1)?.step ?? read.name, fileName(file, names[file] ?? null));
  }
}

/** A document that waited for OCR is read twice: that is one step all the same. */
function addTiming(timings: Context['timings'], { step, elapsed_seconds }: Context['timings'][number]): void {
  const known = timings.find((timing) => timing.step === step);
  if (known === undefined) timings.push({ step, elapsed_seconds });
  else known.elapsed_seconds += elapsed_seconds;
}

interface Begun {
  readonly step: string;
  readonly at: number;
}

function timingsOf(steps: readonly Begun[], end: number): Context['timings'] {
  return steps.map(({ step, at }, index) => ({ step, elapsed_seconds: ((steps[index + 1]?.at ?? end) - at) / 1000 }));
}

/** A file that cannot be read within the limits is that file's fault. */
function asIxError(ended: ThreadError, step: string, file: string): IxError {
  const words = `the thread ${ended.message}`;
  if (ended.why === 'slow') return new IxError('IX_003_002', `${step}: ${words}`, { cause: ended });
  if (step === read.name) return new IxError('IX_000_008', `${file}: ${words}`, { cause: ended });
  return new IxError('IX_002_000', `${step}: ${words}`, { cause: ended });
}

const jsons = new WeakMap<UseCase, string>();

/** Made once for each use case: they come with job after job. */
function jsonOf(useCase: UseCase | null): string {
  if (useCase === null) return 'null';
  let json = jsons.get(useCase);
  if (json === undefined) {
    json = JSON.stringify(useCase);
    jsons.set(useCase, json);
  }
  return json;
}
