/** ix's own pipeline with the default settings, for those that run it without ix. */
import { loadConfig } from '../src/config.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { createPipeline } from '../src/pipeline/run.ts';
import { ThreadPool } from '../src/pipeline/threads/pool.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';

export async function openPipeline(): Promise<Pipeline> {
  const { IX_PIPELINE_THREADS: threads, IX_PIPELINE_THREAD_MB: maxHeapMb, IX_PDF_MAX_PAGES: pdfMaxPages } = loadConfig({});
  return createPipeline({
    files: { fetch: noFile, upload: noFile },
    useCases: await loadUseCases(null),
    threads: new ThreadPool({ threads, kept: 1, maxHeapMb }),
    pdfMaxPages,
    ocr: null,
    rules: null,
    llm: null,
    now: () => performance.now(),
  });
}

async function noFile(): Promise<never> {
  throw new Error('the jobs of the bench are texts');
}
