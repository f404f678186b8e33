/** What runs inside a reading thread: one document in, its pages or its fault out. */
import type { MessagePort } from 'node:worker_threads';
import { IxError, type IxErrorCode } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import { readPdf } from './pdf.ts';
import type { TextEncoding } from './sniff.ts';
import { readText } from './text.ts';

export interface ReadingTask {
  readonly bytes: Uint8Array;
  /** The encoding of a text; null: a PDF. */
  readonly encoding: TextEncoding | null;
  readonly maxPages: number;
  readonly maxMb: number;
  /** Gets a PageRead after each page. */
  readonly progress: MessagePort | null;
}

export interface PageRead {
  readonly page: number;
  readonly pages: number;
}

/** Errors lose their class between threads; so a fault travels as its parts. */
export type ReadingResult =
  | { readonly pages: Page[]; readonly warnings: string[] }
  | { readonly code: IxErrorCode; readonly detail: string | null };

export default async function read(task: ReadingTask): Promise<ReadingResult> {
  try {
    if (task.encoding !== null) return { pages: readText(new TextDecoder(task.encoding).decode(task.bytes)), warnings: [] };
    const onPage = (page: number, pages: number) => task.progress?.postMessage({ page, pages } satisfies PageRead);
    return await readPdf(task.bytes, { maxPages: task.maxPages, maxMb: task.maxMb, onPage });
  } catch (error) {
    if (error instanceof IxError) return { code: error.code, detail: error.detail };
    throw error;
  } finally {
    task.progress?.close();
  }
}
