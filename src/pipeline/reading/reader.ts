/** Bytes → pages, whatever the type: documents are untrusted, so they are parsed in threads that have limits and can be killed. */
import { once } from 'node:events';
import { extname } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { IxError } from '../../contracts/errors.ts';
import type { Page } from '../../contracts/response.ts';
import type { Unread } from './reading.ts';
import type { PageRead, ReadingResult, ReadingTask } from './reading-thread.ts';
import { sniff } from './sniff.ts';
import { readText } from './text.ts';

export interface DocumentReaderOptions {
  /** Most documents parsed at a time. */
  readonly threads: number;
  /** Limit of one thread's JavaScript heap, and of the PDF parser's memory beside it, MiB. */
  readonly maxHeapMb: number;
  readonly pdfMaxPages: number;
  /** Told of a fault that is ix's own, not the document's: the stack. */
  readonly onBug?: (stack: string) => void;
}

export interface DocumentReading {
  /** `file_index` is 0, here and in `unread`: the caller knows the file's place. */
  readonly pages: Page[];
  readonly unread: Unread[];
}

export interface DocumentReader {
  /**
   * @param onPage called while a PDF is read: pages read so far, pages in all.
   * @throws IxError IX_000_005 type not supported, IX_000_006 too many pages, IX_000_008 unreadable or too costly to read,
   * IX_000_009 password needed, IX_002_000 when it is ix that fails; `signal.reason` once `signal` aborts: the thread that was reading is killed.
   */
  read(bytes: Uint8Array, signal: AbortSignal, onPage?: (page: number, pages: number) => void): Promise<DocumentReading>;
  /** Kills what is being read. */
  close(): Promise<void>;
}

/** Texts up to this size are read at once where they are: a hop to a thread would cost more than the reading. */
const SMALL_TEXT_BYTES = 65_536;
/** Threads beyond the first end after this long without work. */
const IDLE_MS = 60_000;

export function createDocumentReader({ threads, maxHeapMb, pdfMaxPages, onBug }: DocumentReaderOptions): DocumentReader {
  const pool = new Piscina<ReadingTask, ReadingResult>({
    // Beside this file, and like it: `.ts` as it is, `.js` once built.
    filename: new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    // Documents take tens of milliseconds: spinning for the next one would burn a core for nothing.
    atomics: 'disabled',
  });

  // A thread that dies between two documents takes none with it, and the pool replaces it.
  pool.on('error', () => {});

  async function parse(bytes: Uint8Array, kind: Pick<ReadingTask, 'encoding'>, signal: AbortSignal, onPage?: PageListener) {
    const channel = onPage === undefined ? null : new MessageChannel();
    const closed = channel === null ? null : once(channel.port1, 'close');
    channel?.port1.on('message', ({ page, pages }: PageRead) => onPage?.(page, pages));
    const task = { ...kind, bytes, maxPages: pdfMaxPages, maxMb: maxHeapMb, progress: channel?.port2 ?? null };
    try {
      const result = await pool.run(task, { signal, transferList: channel === null ? [] : [channel.port2] });
      // The thread closes its end last: then every page it read has been told.
      await closed;
      if ('bug' in result) {
        onBug?.(result.bug);
        throw new IxError('IX_002_000', `ix failed at reading: ${result.bug.split('\n', 1)[0]}`);
      }
      if ('code' in result) throw new IxError(result.code, result.detail);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof IxError) throw error;
      throw new IxError('IX_000_008', crashWords(error, maxHeapMb), { cause: error });
    } finally {
      channel?.port1.close();
    }
  }

  return {
    async read(bytes, signal, onPage) {
      signal.throwIfAborted();
      const type = await sniff(bytes);
      if (type.kind === 'pdf') return await parse(bytes, { encoding: null }, signal, onPage);
      if (bytes.length <= SMALL_TEXT_BYTES) return { pages: readText(new TextDecoder(type.encoding).decode(bytes)), unread: [] };
      return await parse(bytes, type, signal);
    },
    close: () => pool.destroy(),
  };
}

type PageListener = (page: number, pages: number) => void;

function crashWords(error: unknown, maxHeapMb: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `reading the file takes more than the ${maxHeapMb} MiB a parsing thread may use (IX_PIPELINE_THREAD_MB)`;
  return `the thread that read the file failed: ${error instanceof Error ? error.message : String(error)}`;
}
