/** ix's own pipeline with the default settings, for those that run it without ix. */
import { loadConfig } from '../src/config.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { createPipeline } from '../src/pipeline/run.ts';
import { ThreadPool } from '../src/pipeline/threads/pool.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';

/** @param files what its requests name, by URL; @param ocrThreads pages recognised at a time, 0: none. */
export async function openPipeline(files?: ReadonlyMap<string, Uint8Array>, ocrThreads = 0): Promise<Pipeline> {
  const {
    IX_PIPELINE_THREADS: threads,
    IX_PIPELINE_THREAD_MB: maxHeapMb,
    IX_PDF_MAX_PAGES: pdfMaxPages,
    IX_OCR_LANGUAGES,
  } = loadConfig({});
  return createPipeline({
    files: {
      fetch: async ({ url }) => ({ bytes: files?.get(url) ?? (await noFile()), displayName: null }),
      upload: noFile,
    },
    useCases: await loadUseCases(null),
    threads: new ThreadPool({ threads, kept: 1, maxHeapMb }),
    pdfMaxPages,
    // Kept: on a busy machine they would end between two rounds, and load their languages anew in the next.
    ocr:
      ocrThreads === 0
        ? null
        : { threads: new ThreadPool({ threads: ocrThreads, kept: ocrThreads, maxHeapMb }), languages: IX_OCR_LANGUAGES },
    rules: null,
    llm: null,
    now: () => performance.now(),
  });
}

async function noFile(): Promise<never> {
  throw new Error('the jobs of the bench are texts');
}
