/** Pages of PDFs as PNG images, rendered by PDFium in threads that have limits and can be killed, and kept in a bounded cache. */
import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { IxError } from '../../contracts/errors.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { RenderResult, RenderTask } from './render-thread.ts';

export interface PageRendererOptions {
  readonly threads: number;
  /** Limit of a thread's JavaScript heap, and of PDFium's memory beside it, MiB. */
  readonly maxHeapMb: number;
  /** Bytes of images kept. */
  readonly cacheBytes: number;
  /** One page's deadline; the thread that is past it is killed. */
  readonly timeoutSeconds: number;
}

export interface PageImage {
  /** Pages of the document. */
  readonly pages: number;
  /** Of the page as displayed, in points. */
  readonly width: number;
  readonly height: number;
  /** Null where no image was asked for. */
  readonly png: Uint8Array | null;
}

export interface PageRenderer {
  /**
   * @param key names the bytes in the cache; `bytes` is asked only when they are needed.
   * @param page 1-based. @param dpi pixels per inch; null: the page's size alone.
   * @returns null: the document has no such page.
   * @throws IxError IX_000_008 when it cannot be drawn; what `bytes` throws.
   */
  render(key: string, bytes: () => Promise<Uint8Array>, page: number, dpi: number | null): Promise<PageImage | null>;
  close(): Promise<void>;
}

/** Threads end after this long without work. */
const IDLE_MS = 30_000;
/** What an entry takes beside its image. */
const ENTRY_BYTES = 500;

export function createPageRenderer({ threads, maxHeapMb, cacheBytes, timeoutSeconds }: PageRendererOptions): PageRenderer {
  const pool = new Piscina<RenderTask, RenderResult>({
    filename: new URL(`./render-thread${extname(import.meta.url)}`, import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    atomics: 'disabled',
  });
  // A thread that dies between two pages takes none with it, and the pool replaces it.
  pool.on('error', () => {});
  const cache = new BoundedCache<PageImage | null>(cacheBytes, (image) => ENTRY_BYTES + (image?.png?.length ?? 0));

  async function draw(task: RenderTask): Promise<PageImage | null> {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    let result: RenderResult;
    try {
      result = await pool.run(task, { signal });
    } catch (cause) {
      const why = signal.aborted ? `took longer than ${timeoutSeconds} s` : 'the thread that drew it failed';
      throw new IxError('IX_000_008', `page ${task.page} could not be drawn: ${why}`, { cause });
    }
    if (result === 'missing') return null;
    if ('code' in result) throw new IxError(result.code, result.detail);
    return result;
  }

  return {
    render: (key, bytes, page, dpi) =>
      cache.get(`${key} ${page} ${dpi}`, async () => draw({ bytes: await bytes(), page, dpi, maxMb: maxHeapMb })),
    close: () => pool.destroy(),
  };
}
