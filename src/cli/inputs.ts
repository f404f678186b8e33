/** The FILE arguments: paths on this machine, which are uploaded, and URLs, which ix fetches itself. */
import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { shownUrl } from '../contracts/shown-url.ts';
import { CliError, EXIT } from './failure.ts';

export interface LocalFile {
  /** Without folders. */
  readonly name: string;
  /** Read from disk only while it is sent. */
  readonly content: Blob;
}

export interface RemoteFile {
  readonly url: string;
}

export type Input = LocalFile | RemoteFile;

/** @throws CliError naming the first argument that is neither a readable file nor a URL. */
export async function openInputs(given: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const argument of given) inputs.push(/^(https?|file):\/\//i.test(argument) ? { url: argument } : await openLocal(argument));
  return inputs;
}

async function openLocal(path: string): Promise<LocalFile> {
  const wrong = (why: string, cause?: unknown): CliError => new CliError(`${path}: ${why}`, EXIT.usage, { cause });
  try {
    if (!(await stat(path)).isFile()) throw wrong('not a file');
    return { name: basename(path), content: await openAsBlob(path) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw wrong('no such file', error);
    throw wrong(code === 'EACCES' || code === 'EPERM' ? 'may not be read' : error instanceof Error ? error.message : String(error), error);
  }
}

/** What a person calls the input. */
export const nameOf = (input: Input): string => ('url' in input ? shownUrl(input.url) : input.name);
