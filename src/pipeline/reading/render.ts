/** Pages of PDFs as PNG images, and the text of files without pages of their own; drawn in threads that can be killed, and kept in a bounded cache. */
import { IxError } from '../../contracts/errors.ts';
import { ThreadError, type ThreadPool } from '../threads/pool.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { DrawingInput, PageImage, Showing } from './draw-page.ts';
import type { FileToRead } from './readers/reader.ts';

export interface PageRendererOptions {
  /** Its own from now on. */
  readonly threads: ThreadPool;
  /** Bytes of images kept. */
  readonly cacheBytes: number;
  /** One page's deadline; the thread that is past it is killed. */
  readonly timeoutSeconds: number;
}

export interface PageRenderer {
  /**
   * @param key names the bytes in the cache; `bytes` is asked only when they are needed.
   * @param page 1-based. @param dpi pixels per inch; null: the page's size alone.
   * @param showing of what document, and how it is turned; not said: a PDF, as it is.
   * @returns null: the document has no such page.
   * @throws IxError IX_000_008 when it cannot be drawn; what `bytes` throws.
   */
  render(key: string, bytes: () => Promise<Uint8Array>, page: number, dpi: number | null, showing?: Showing): Promise<PageImage | null>;
  /** The text of a file that has no picture. @param maxPages as it was read with. @throws IxError as reading does, and IX_000_008 when it takes too long. */
  text(key: string, file: FileToRead, maxPages: number): Promise<string>;
  close(): Promise<void>;
}

/** What an entry takes beside its image, and what each word of its text does. */
const ENTRY_BYTES = 500;
const WORD_BYTES = 300;
const wordsIn = (image: PageImage | null): number => (image?.lines ?? []).reduce((sum, { words }) => sum + words.length, 0);

export function createPageRenderer({ threads, cacheBytes, timeoutSeconds }: PageRendererOptions): PageRenderer {
  const cache = new BoundedCache<PageImage | null>(
    cacheBytes,
    (image) => ENTRY_BYTES + (image?.png?.length ?? 0) + WORD_BYTES * wordsIn(image),
  );

  // Who looks at one document from end to end does not keep those waiting who look at another.
  const draw = (key: string, input: DrawingInput): Promise<PageImage | null> =>
    within(`page ${input.page} could not be drawn`, (signal) => threads.run('drawing', input, { client: key, signal }));

  async function within<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    try {
      return await work(signal);
    } catch (cause) {
      if (cause instanceof IxError) throw cause;
      const why = signal.aborted
        ? `took longer than ${timeoutSeconds} s`
        : cause instanceof ThreadError
          ? `the thread ${cause.message}`
          : 'the thread failed';
      throw new IxError('IX_000_008', `${what}: ${why}`, { cause });
    }
  }

  return {
    render(key, bytes, page, dpi, showing) {
      const name = [key, page, dpi, showing?.turn, showing?.angle].join(' ');
      const draws = async () => draw(key, { bytes: await bytes(), page, dpi, maxMb: threads.maxHeapMb, ...(showing && { showing }) });
      return cache.get(name, draws);
    },
    text: (key, file, maxPages) => {
      const input = { ...file, limits: { maxPages, maxMb: threads.maxHeapMb } };
      return within('the text could not be read', (signal) => threads.run('file text', input, { client: key, signal }));
    },
    close: () => threads.close(),
  };
}
