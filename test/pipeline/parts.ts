/** A pipeline for tests: the real reader, fetcher and use cases; a small engine whose answers a test can foresee. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newIxId } from '../../src/contracts/ids.ts';
import { RequestIXSchema } from '../../src/contracts/request.ts';
import { type ResponseIX, ResponseIXSchema } from '../../src/contracts/response.ts';
import { createEgress } from '../../src/egress/egress.ts';
import type { Engine, Evidence } from '../../src/pipeline/engines/engine.ts';
import type { Progress } from '../../src/pipeline/pipeline.ts';
import { createFileFetcher } from '../../src/pipeline/reading/fetch.ts';
import { segmentsOf } from '../../src/pipeline/reading/reading.ts';
import { createPipeline, type PipelineDeps } from '../../src/pipeline/run.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { loadUseCases } from '../../src/pipeline/use-cases/registry.ts';

/** Finds `name: value` lines: the value of a field is what stands behind its name. Strings only. */
export const colonEngine: Engine = {
  name: 'rules',
  async extract(reading, useCase) {
    const evidence = new Map<string, Evidence[]>();
    const entries = useCase.fields.map(({ name }): [string, string | null] => {
      for (const { id, line } of segmentsOf(reading)) {
        const start = `${name}: `.length;
        if (!line.text.startsWith(`${name}: `)) continue;
        evidence.set(name, [
          { segment_id: id, start, end: line.text.length, role: 'value' },
          { segment_id: id, start: 0, end: name.length, role: 'label' },
        ]);
        return [name, line.text.slice(start)];
      }
      return [name, null];
    });
    return {
      result: Object.fromEntries(entries),
      evidence,
      reasons: new Map(),
      warnings: [],
      engine: 'rules',
      model_name: null,
      token_usage: null,
    };
  },
};

export const COLON_USE_CASE = {
  name: 'colon',
  fields: [
    { name: 'number', type: 'string' },
    { name: 'name', type: 'string' },
  ],
};

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface TestPipeline {
  readonly ixId: string;
  /** Writes a file below the pipeline's file root and gives its file:// URL. */
  file(name: string, content: string | Uint8Array): Promise<string>;
  /** Runs a request as it comes over the wire (null: as null); the answer is checked against the contract. */
  run(request: unknown, options?: RunOptions): Promise<ResponseIX>;
  close(): Promise<void>;
}

export async function testPipeline(parts: Partial<PipelineDeps> = {}): Promise<TestPipeline> {
  const folder = await mkdtemp(join(tmpdir(), 'ix-pipeline-'));
  const egress = createEgress({ allow: [] });
  const fetch = createFileFetcher({ egress, fileRoots: [folder], maxBytes: 20_000_000, timeoutSeconds: 60 });
  const pipeline = createPipeline({
    files: { fetch, upload: () => Promise.reject(new Error('nothing is uploaded here')) },
    useCases: await loadUseCases(null),
    threads: new ThreadPool({ threads: 1, kept: 1, maxHeapMb: 256 }),
    pdfMaxPages: 10,
    ocr: null,
    rules: colonEngine,
    llm: null,
    now: () => performance.now(),
    ...parts,
  });
  const ixId = newIxId();
  return {
    ixId,
    async file(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return pathToFileURL(path).href;
    },
    async run(request, { signal = new AbortController().signal, onProgress = () => {} } = {}) {
      const parsed = request === null ? null : RequestIXSchema.parse(request);
      return ResponseIXSchema.parse(await pipeline.run(parsed, { jobId: null, ixId, signal, onProgress }));
    },
    async close() {
      await pipeline.close();
      await egress.close();
      await rm(folder, { recursive: true });
    },
  };
}
