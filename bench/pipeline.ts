/** ix's own pipeline with the default settings, for those that run it without ix. */
import { loadConfig } from '../src/config.ts';
import type { Pipeline } from '../src/pipeline/pipeline.ts';
import { createDocumentReader } from '../src/pipeline/reading/reader.ts';
import { createPipeline } from '../src/pipeline/run.ts';
import { createKillableRules } from '../src/pipeline/steps/killable-rules.ts';
import { loadUseCases } from '../src/pipeline/use-cases/registry.ts';

export async function openPipeline(): Promise<Pipeline> {
  const { IX_PIPELINE_THREADS: threads, IX_PIPELINE_THREAD_MB: maxHeapMb, IX_PDF_MAX_PAGES: pdfMaxPages } = loadConfig({});
  return createPipeline({
    files: { fetch: noFile, upload: noFile },
    reader: createDocumentReader({ threads, maxHeapMb, pdfMaxPages }),
    useCases: await loadUseCases(null),
    rules: createKillableRules({ threads, maxHeapMb }),
    llm: null,
    now: () => performance.now(),
  });
}

async function noFile(): Promise<never> {
  throw new Error('the jobs of the bench are texts');
}
