/** The FILE arguments: paths on this machine and `-` for standard input, which are uploaded, and URLs, which ix fetches itself. */
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { shownUrl } from '../contracts/shown-url.ts';
import { CliError, EXIT } from './failure.ts';

export interface LocalFile {
  /** As it was given on the command line. */
  readonly given: string;
  /** Without folders. */
  readonly name: string;
  /** Read from disk only while it is sent. */
  readonly content: Blob;
}

export interface RemoteFile {
  readonly given: string;
  readonly url: string;
}

export type Input = LocalFile | RemoteFile;

/** What FILE arguments may be, as help says it. */
export const FILES_ARGUMENT = ['<file...>', 'documents: files, URLs that ix fetches, or - for standard input'] as const;

const STDIN = '-';

/** @throws CliError naming the first argument that is neither a readable file nor a URL. */
export async function openInputs(given: readonly string[]): Promise<Input[]> {
  if (given.filter((argument) => argument === STDIN).length > 1) throw new CliError('-: standard input can be read only once', EXIT.usage);
  const inputs: Input[] = [];
  for (const argument of given) {
    if (/^(https?|file):\/\//i.test(argument)) inputs.push({ given: shownUrl(argument), url: argument });
    else inputs.push(argument === STDIN ? await readStdin() : await openLocal(argument));
  }
  return inputs;
}

async function readStdin(): Promise<LocalFile> {
  if (process.stdin.isTTY) process.stderr.write('ix: reading the document from standard input; Ctrl-D ends it\n');
  const bytes = await buffer(process.stdin);
  if (bytes.length === 0) throw new CliError('-: standard input is empty', EXIT.usage);
  return { given: STDIN, name: 'stdin', content: new Blob([bytes]) };
}

async function openLocal(path: string): Promise<LocalFile> {
  const wrong = (why: string, cause?: unknown): CliError => new CliError(`${path}: ${why}`, EXIT.usage, { cause });
  try {
    if (!(await stat(path)).isFile()) throw wrong('not a file');
    return { given: path, name: basename(path), content: await openAsBlob(path) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw wrong('no such file', error);
    throw wrong(code === 'EACCES' || code === 'EPERM' ? 'may not be read' : error instanceof Error ? error.message : String(error), error);
  }
}

/** What a person calls the input. */
export const nameOf = (input: Input): string => ('url' in input ? shownUrl(input.url) : input.name);
