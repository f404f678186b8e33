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
  const { request, files, useCase, reading, extraction } = context;
  const names = files.map(({ displayName }) => displayName);
  // The thread has the bytes from here on.
  context.files = [];
  const transfer = [...new Set(files.flatMap(({ bytes }) => ownBuffer(bytes) ?? []))];
  const steps: Begun[] = [];
  let file = 0;
  const onNote = (told: Told) => {
    if (told.step !== steps.at(-1)?.step) steps.push({ step: told.step, at: now() });
    file = told.file ?? file;
    tell(told);
  };
  try {
    const input: DocumentInput = { request, files, useCase: jsonOf(useCase), limits, work, reading, extraction };
    const output = await threads.run('document', input, { client: request.ix_client_id, signal, onNote, transfer });
    context.warnings.push(...output.warnings);
    steps.length = 0;
    context.timings.push(...output.timings);
    context.reading = output.reading;
    context.extraction = output.extraction;
    context.answer = output.answer;
    if (output.fault !== null) throw unpack(output.fault);
  } catch (error) {
    // Killed: nothing came back, but when each step began was told.
    context.timings.push(...timingsOf(steps, now()));
    if (!(error instanceof ThreadError)) throw error;
    throw asIxError(error, steps.at(-1)?.step ?? read.name, fileName(file, names[file] ?? null));
  }
}

/** Null where the bytes are a part of a buffer that others have parts of, too. */
function ownBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer | null {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? buffer : null;
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
