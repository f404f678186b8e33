/** The samples through the real pipeline: nothing wrong in any of them, nothing required missing; and they are what their script writes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { table } from '../../src/cli/table.ts';
import { newIxId } from '../../src/contracts/ids.ts';
import { RequestIXSchema } from '../../src/contracts/request.ts';
import type { ResponseIX } from '../../src/contracts/response.ts';
import type { UseCase } from '../../src/contracts/use-case.ts';
import { createEgress } from '../../src/egress/egress.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { createFileFetcher } from '../../src/pipeline/reading/fetch.ts';
import { createPipeline } from '../../src/pipeline/run.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';

const FOLDER = fileURLToPath(new URL('../../samples', import.meta.url));
const TruthSchema = z.strictObject({ use_case: z.string(), truth: z.record(z.string(), z.string().nullable()) });
const FILES = (await readdir(FOLDER)).filter((name) => /\.(pdf|txt|json)$/.test(name)).sort();
const DOCUMENTS = FILES.filter((name) => !name.endsWith('.json'));

async function truthOf(document: string): Promise<{ useCase: UseCase; truth: Record<string, string | null> }> {
  const json = await readFile(join(FOLDER, document.replace(/\.\w+$/, '.json')), 'utf8');
  const { use_case, truth } = TruthSchema.parse(JSON.parse(json));
  const useCase = SHIPPED.find(({ name }) => name === use_case);
  if (useCase === undefined) throw new Error(`${document}: no use case ${use_case}`);
  return { useCase, truth };
}

test('samples/make.ts writes the committed bytes', async () => {
  const again = await mkdtemp(join(tmpdir(), 'ix-test-samples-'));
  try {
    await promisify(execFile)(process.execPath, [join(FOLDER, 'make.ts'), again]);
    expect((await readdir(again)).sort()).toEqual(FILES);
    for (const name of FILES) {
      const same = (await readFile(join(again, name))).equals(await readFile(join(FOLDER, name)));
      expect(same, `${name}: run npm run samples`).toBe(true);
    }
  } finally {
    await rm(again, { recursive: true });
  }
});

test.each(FILES.filter((name) => name.endsWith('.json')))('%s answers every field of its use case', async (name) => {
  const { useCase, truth } = await truthOf(name);
  expect(Object.keys(truth).sort()).toEqual(useCase.fields.map((field) => field.name).sort());
});

/** `right` includes the null where the document does not say; `missed` is a null where it does. */
type Score = 'right' | 'missed' | 'WRONG';

describe('extraction', () => {
  const scores = new Map<string, Map<string, Score>>();
  let pipeline: Pipeline;

  beforeAll(() => {
    const egress = createEgress({ allow: [] });
    pipeline = createPipeline({
      files: {
        fetch: createFileFetcher({ egress, fileRoots: [FOLDER], maxBytes: 1_000_000, timeoutSeconds: 60 }),
        upload: () => Promise.reject(new Error('nothing is uploaded here')),
      },
      threads: new ThreadPool({ threads: 2, kept: 1, maxHeapMb: 256 }),
      pdfMaxPages: 10,
      ocr: null,
      useCases: { list: () => SHIPPED, get: (name) => SHIPPED.find((useCase) => useCase.name === name) ?? null },
      rules: null,
      llm: null,
      now: () => performance.now(),
    });
    return () => pipeline.close().then(() => egress.close());
  });

  afterAll(() => {
    for (const { name, fields } of SHIPPED) {
      const rows = [...scores].filter(([, score]) => [...score.keys()].every((field) => fields.some((one) => one.name === field)));
      const names = fields.map((field) => field.name);
      const cells = rows.map(([document, score]) => [document, ...names.map((field) => score.get(field) ?? '')]);
      process.stdout.write(`\n${table([name, ...names], cells)}\n`);
    }
    const all = [...scores.values()].flatMap((score) => [...score.values()]);
    const count = (score: Score): number => all.filter((one) => one === score).length;
    process.stdout.write(`\n${all.length} fields: ${count('right')} right, ${count('missed')} missed, ${count('WRONG')} wrong\n`);
  });

  async function extract(document: string, useCase: string): Promise<ResponseIX> {
    const request = RequestIXSchema.parse({
      use_case: useCase,
      request_id: basename(document),
      context: { files: [pathToFileURL(join(FOLDER, document)).href] },
    });
    return pipeline.run(request, { jobId: null, ixId: newIxId(), signal: AbortSignal.timeout(60_000) });
  }

  test.each(DOCUMENTS)('%s', async (document) => {
    const { useCase, truth } = await truthOf(document);
    const response = await extract(document, useCase.name);
    expect(response.error).toBeNull();
    const result = response.ix_result?.result ?? {};
    const score = new Map<string, Score>();
    scores.set(document, score);
    for (const [field, expected] of Object.entries(truth)) {
      const value = result[field] ?? null;
      score.set(field, value === expected ? 'right' : value === null ? 'missed' : 'WRONG');
    }
    const wrong = [...score].filter(([, one]) => one === 'WRONG').map(([field]) => ({ field, value: result[field], truth: truth[field] }));
    expect(wrong).toEqual([]);
    // What is found is found again where it is said to stand; choices alone are words of ours.
    const unverified = useCase.fields
      .filter(({ name, choices }) => choices === null && (result[name] ?? null) !== null)
      .map(({ name }) => ({ name, ...response.provenance?.fields[`result.${name}`] }))
      .filter(({ provenance_verified, sources }) => provenance_verified !== true || sources?.length === 0);
    expect(unverified).toEqual([]);
    const missing = useCase.fields.filter((field) => field.required && score.get(field.name) !== 'right').map((field) => field.name);
    expect(missing).toEqual([]);
  });
});
