/** What runs inside a reading thread: one document in, its pages or its fault out. */
import type { MessagePort } from 'node:worker_threads';
import { IxError, type IxErrorCode } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import { readPdf } from './pdf.ts';
import type { Unread } from './reading.ts';
import type { TextEncoding } from './sniff.ts';
import { readText } from './text.ts';

export interface ReadingTask {
  readonly bytes: Uint8Array;
  /** The encoding of a text; null: a PDF. */
  readonly encoding: TextEncoding | null;
  readonly maxPages: number;
  /** The thread's limit on memory, MiB: of its heap, and of PDFium beside it. */
  readonly maxMb: number;
  /** Gets a PageRead after each page. */
  readonly progress: MessagePort | null;
}

export interface PageRead {
  readonly page: number;
  readonly pages: number;
}

/** Errors lose their class between threads; so a fault travels as its parts. `bug`: the stack of a fault that is not the document's. */
export type ReadingResult =
  | { readonly pages: Page[]; readonly unread: Unread[] }
  | { readonly bug: string }
  | { readonly code: IxErrorCode; readonly detail: string | null };

/** Decoded, cleaned and cut up, a text takes up to 16 times its bytes; its lines and words about 300 bytes each. See also pdf.ts. */
const TEXT_BYTES_PER_MB = 65_536;
const TEXT_PARTS_PER_MB = 2000;

function readBytes(bytes: Uint8Array, encoding: TextEncoding, maxMb: number): Page[] {
  if (bytes.length > maxMb * TEXT_BYTES_PER_MB) {
    const words = `a text of ${bytes.length} bytes is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`;
    throw new IxError('IX_000_008', words);
  }
  return readText(new TextDecoder(encoding).decode(bytes), maxMb * TEXT_PARTS_PER_MB);
}

export default async function read(task: ReadingTask): Promise<ReadingResult> {
  try {
    if (task.encoding !== null) return { pages: readBytes(task.bytes, task.encoding, task.maxMb), unread: [] };
    const onPage = (page: number, pages: number) => task.progress?.postMessage({ page, pages } satisfies PageRead);
    const { pages, unread } = await readPdf(task.bytes, { maxPages: task.maxPages, maxMb: task.maxMb, onPage });
    return { pages, unread };
  } catch (error) {
    if (error instanceof IxError) return { code: error.code, detail: error.detail };
    return { bug: error instanceof Error && error.stack !== undefined ? error.stack : String(error) };
  } finally {
    task.progress?.close();
  }
}
