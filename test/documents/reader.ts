/** Documents read in threads as jobs are, without the steps around it. */
import { RequestIXSchema } from '../../src/contracts/request.ts';
import type { Reading } from '../../src/pipeline/reading/reading.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { inThread } from '../../src/pipeline/steps/in-thread.ts';
import { newContext } from '../../src/pipeline/steps/step.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';

interface Options {
  readonly threads: number;
  readonly maxHeapMb: number;
  readonly pdfMaxPages: number;
}

export function createReader({ threads, maxHeapMb, pdfMaxPages: maxPages }: Options) {
  const pool = new ThreadPool({ threads, kept: 1, maxHeapMb });
  return {
    async read(bytes: Uint8Array, signal: AbortSignal, onPage: (page: number, pages: number) => void = () => {}): Promise<Reading> {
      const context = newContext(RequestIXSchema.parse({ use_case: 'invoice', context: { texts: [] } }));
      context.files = [{ bytes, displayName: null, type: await sniff(bytes) }];
      const limits = { maxPages, maxMb: maxHeapMb };
      await inThread(pool, 'reading', context, {
        signal,
        tell: ({ page, pages }) => page !== undefined && pages !== undefined && onPage(page, pages),
        limits,
        engine: null,
        model: null,
        pictures: null,
        now: () => performance.now(),
      });
      if (context.reading === null) throw new Error('nothing was read');
      return context.reading;
    },
    close: () => pool.close(),
  };
}
