/** Fetches the files a request names: over HTTP through the egress guard, or from folders the operator opened. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { IxError } from '../../contracts/errors.ts';
import type { FileRef } from '../../contracts/request.ts';
import { type Egress, EgressError, explainNetworkError } from '../../egress/egress.ts';
import type { LoadedFile } from '../pipeline.ts';

export interface FileFetcherOptions {
  readonly egress: Egress;
  /** file:// URLs are read only below these folders (IX_FILE_ROOTS); empty: none are. */
  readonly fileRoots: readonly string[];
  /** Largest file taken (IX_FILE_MAX_BYTES); a FileRef's `max_bytes` can only lower it. */
  readonly maxBytes: number;
  /** One deadline over look-up, connect, headers and body (IX_FETCH_TIMEOUT_SECONDS). */
  readonly timeoutSeconds: number;
}

export type FileFetcher = (ref: FileRef, signal: AbortSignal) => Promise<LoadedFile>;

/**
 * The fetcher fails with IX_000_007; its detail never holds a header's value, nor a user name, password or query of the URL
 * (queries carry access tokens). When `signal` aborts it fails with `signal.reason`.
 */
export function createFileFetcher(options: FileFetcherOptions): FileFetcher {
  return async (ref, signal) => {
    signal.throwIfAborted();
    if (!URL.canParse(ref.url)) throw new IxError('IX_000_007', 'the url of a file is not an absolute URL');
    const url = new URL(ref.url);
    const limit = limitOf(ref, options.maxBytes);
    switch (url.protocol) {
      case 'http:':
      case 'https:':
        return await fetchHttp(url, ref, limit, options, signal);
      case 'file:':
        return await readLocal(url, ref, limit, options.fileRoots, signal);
      default:
        throw new IxError('IX_000_007', `${url.protocol} URLs are not fetched; http:, https: and file: are`);
    }
  };
}

interface Limit {
  readonly bytes: number;
  /** "larger than 1000 bytes (max_bytes)": the number, and who set it. */
  readonly exceeded: string;
}

function limitOf(ref: FileRef, maxBytes: number): Limit {
  const own = ref.max_bytes !== null && ref.max_bytes < maxBytes ? ref.max_bytes : null;
  const bytes = own ?? maxBytes;
  return { bytes, exceeded: `larger than ${bytes} bytes (${own === null ? 'IX_FILE_MAX_BYTES' : 'max_bytes'})` };
}

async function fetchHttp(url: URL, ref: FileRef, limit: Limit, options: FileFetcherOptions, signal: AbortSignal): Promise<LoadedFile> {
  // What may be shown of it.
  const shown = `${url.origin}${url.pathname}`;
  const { egress, timeoutSeconds } = options;
  let answer: Awaited<ReturnType<Egress['request']>>;
  try {
    answer = await egress.request(url.href, {
      headers: { 'user-agent': 'ix', ...ref.headers },
      signal,
      timeoutSeconds,
      maxBytes: limit.bytes,
      overflow: 'error',
    });
  } catch (error) {
    signal.throwIfAborted();
    const tooLarge = error instanceof EgressError && error.failure === 'too_large';
    throw new IxError('IX_000_007', `${shown}: ${tooLarge ? limit.exceeded : explainNetworkError(error)}`, { cause: error });
  }
  if (answer.status < 200 || answer.status > 299) {
    const redirect = answer.status >= 300 && answer.status <= 399 ? '; redirects are not followed' : '';
    throw new IxError('IX_000_007', `${shown}: answered ${answer.status}${redirect}`);
  }
  const name = fileNameOf(answer.headers['content-disposition'] ?? '') ?? lastPart(url);
  return { bytes: answer.body, displayName: ref.display_name ?? name };
}

/** Nothing tells a file outside the roots from one that is not there. */
const notThere = (url: URL): IxError =>
  new IxError('IX_000_007', `file://${url.pathname}: there is no such file below the folders of IX_FILE_ROOTS`);

async function readLocal(url: URL, ref: FileRef, limit: Limit, roots: readonly string[], signal: AbortSignal): Promise<LoadedFile> {
  const path = await realPathBelow(url, roots);
  if (path === null) throw notThere(url);
  // The path has no symbolic links left, so none is followed now; a pipe must not make the opening wait.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (file === null) throw notThere(url);
  try {
    const { size } = await file.stat().then((stat) => (stat.isFile() ? stat : Promise.reject(notThere(url))));
    const tooLarge = new IxError('IX_000_007', `file://${url.pathname}: ${limit.exceeded}`);
    if (size > limit.bytes) throw tooLarge;
    // It may have grown since: no more than one byte too many is read.
    const bytes = await buffer(file.createReadStream({ end: limit.bytes, autoClose: false, signal }));
    if (bytes.length > limit.bytes) throw tooLarge;
    return { bytes, displayName: ref.display_name ?? lastPart(url) };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await file.close();
  }
}

/** The file's path without symbolic links, or null when it is not below a root. */
async function realPathBelow(url: URL, roots: readonly string[]): Promise<string | null> {
  try {
    const path = await realpath(fileURLToPath(url));
    for (const root of roots) {
      const folder = await realpath(root).catch(() => null);
      if (folder !== null && path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return path;
    }
    return null;
  } catch {
    // No such file, no permission, a host name in the URL: all of them not there.
    return null;
  }
}

/** The file name of a Content-Disposition header (RFC 6266; `filename*` of RFC 8187 wins). */
function fileNameOf(header: string): string | null {
  const extended = /;\s*filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(header)?.[1];
  const plain = /;\s*filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]+))/i.exec(header);
  return cleanName(decoded(extended) ?? plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? '');
}

function lastPart(url: URL): string | null {
  const part = url.pathname.split('/').findLast((each) => each !== '');
  return cleanName(decoded(part) ?? part ?? '');
}

function decoded(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}

const NAME_LENGTH = 255;

/** A name to show: no folders, no control or formatting characters (they could turn it around), not endless. */
function cleanName(name: string): string | null {
  const clean = basename(name.replaceAll('\\', '/'))
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .toWellFormed()
    .trim()
    .slice(0, NAME_LENGTH);
  return clean === '' || clean === '.' || clean === '..' ? null : clean;
}
