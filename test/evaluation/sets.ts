/** What is evaluated again and again: the samples, and documents made of families that nothing was trained on. */
import { fileURLToPath } from 'node:url';
import { openLocalPipeline } from '../../src/app/evaluation.ts';
import { loadConfig } from '../../src/config.ts';
import type { UseCase } from '../../src/contracts/use-case.ts';
import { evaluate, filesOf, type TestDocument } from '../../src/evaluation/evaluate.ts';
import { openFolder } from '../../src/evaluation/folder.ts';
import type { Run } from '../../src/evaluation/run.ts';
import { truthOf } from '../../src/evaluation/truth.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { LEFT_OUT } from '../maker/left-out.ts';
import { FAMILIES, KINDS, makeDocument, useCaseOf } from '../maker/maker.ts';

export interface DocumentSet {
  readonly name: string;
  readonly useCase: UseCase;
  readonly documents: readonly TestDocument[];
}

const SAMPLES = fileURLToPath(new URL('../../samples', import.meta.url));

export async function sampleSets(): Promise<DocumentSet[]> {
  const sets = SHIPPED.map(async (useCase) => ({
    name: `sample ${useCase.name}`,
    useCase,
    documents: (await openFolder(SAMPLES, useCase)).documents,
  }));
  return (await Promise.all(sets)).filter(({ documents }) => documents.length > 0);
}

/** Documents of each of the five kinds; `npm test` evaluates the short form. */
export const LONG = 100;
export const SHORT = 12;
/** Far from the seeds of training. */
const SEED = 500_000;

/** @param count documents of each kind, the left-out families of the kind in turn. */
export function madeSets(count: number): DocumentSet[] {
  return KINDS.map((kind) => {
    const useCase = useCaseOf(kind);
    const families = FAMILIES.filter((family) => family.kind === kind && LEFT_OUT.has(family.id));
    const documents = Array.from({ length: count }, (_, n): TestDocument => {
      const family = families[n % families.length]?.id;
      if (family === undefined) throw new Error(`no family of ${kind} is left out of training`);
      const { bytes, format, name, ...about } = makeDocument(kind, SEED + n, { family });
      return { name: `${name}.${format === 'pdf' ? 'pdf' : 'txt'}`, truth: truthOf(about, useCase), bytes: async () => bytes };
    });
    return { name: `${count} ${kind}`, useCase, documents };
  });
}

/** Evaluates all with the default settings, in one pipeline. */
export async function evaluateSets(sets: readonly DocumentSet[]): Promise<Map<string, Run>> {
  const config = loadConfig({});
  const useCases = sets.map(({ useCase }) => useCase);
  const pipeline = openLocalPipeline(
    config,
    { list: () => useCases, get: (name) => useCases.find((useCase) => useCase.name === name) ?? null },
    filesOf(sets.flatMap(({ documents }) => documents)),
  );
  const runs = new Map<string, Run>();
  try {
    for (const { name, useCase, documents } of sets) {
      const { IX_PIPELINE_THREADS: atOnce, IX_PIPELINE_REQUEST_TIMEOUT_SECONDS: timeoutSeconds } = config;
      runs.set(name, await evaluate(documents, { useCase, engine: 'rules', pipeline, atOnce, timeoutSeconds }));
    }
  } finally {
    await pipeline.close();
  }
  return runs;
}
