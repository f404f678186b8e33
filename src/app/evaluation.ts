/** What an evaluation works with: a pipeline as a worker has it, over the files of this machine and without a database, and a drawer of pages. */
import type { Config } from '../config.ts';
import type { FileSource, Pipeline } from '../pipeline/pipeline.ts';
import { createPageRenderer, type PageRenderer } from '../pipeline/reading/render.ts';
import { createPipeline, type UseCases } from '../pipeline/run.ts';
import { ThreadPool } from '../pipeline/threads/pool.ts';
import { openModelServer } from './model-server.ts';

export function openLocalPipeline(config: Config, useCases: UseCases, files: FileSource): Pipeline {
  const { IX_PIPELINE_THREADS, IX_PIPELINE_THREAD_MB: maxHeapMb, IX_OCR_CONCURRENCY, IX_OCR_LANGUAGES: languages } = config;
  return createPipeline({
    files,
    useCases,
    threads: new ThreadPool({ threads: IX_PIPELINE_THREADS, kept: 1, maxHeapMb }),
    pdfMaxPages: config.IX_PDF_MAX_PAGES,
    ocr: IX_OCR_CONCURRENCY === 0 ? null : { threads: new ThreadPool({ threads: IX_OCR_CONCURRENCY, kept: 0, maxHeapMb }), languages },
    rules: null,
    llm: openModelServer(config, () => []),
    now: () => performance.now(),
  });
}

const IMAGES_BYTES = 16 * 2 ** 20;
const PAGE_SECONDS = 20;

export function openLocalRenderer({ IX_PIPELINE_THREADS: threads, IX_PIPELINE_THREAD_MB: maxHeapMb }: Config): PageRenderer {
  return createPageRenderer({
    threads: new ThreadPool({ threads, kept: 0, maxHeapMb }),
    cacheBytes: IMAGES_BYTES,
    timeoutSeconds: PAGE_SECONDS,
  });
}
