/** What the pages show as ix's answers is what ix answers. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { resultText } from '../../src/cli/result.ts';
import { BATCH_STATUSES, BatchAnswerSchema, BatchSchema } from '../../src/contracts/batch.ts';
import { newIxId } from '../../src/contracts/ids.ts';
import { NewKeySchema } from '../../src/contracts/key.ts';
import { RequestIXSchema, SubmissionSchema } from '../../src/contracts/request.ts';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { createEgress } from '../../src/egress/egress.ts';
import { exampleJob } from '../../src/http/examples.ts';
import { PROBLEMS, ProblemSchema } from '../../src/http/problem.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { createFileFetcher } from '../../src/pipeline/reading/fetch.ts';
import { createPipeline } from '../../src/pipeline/run.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { loadUseCases, type UseCaseRegistry } from '../../src/pipeline/use-cases/registry.ts';
import { blockOf, ROOT, readPage } from './pages.ts';
import { commandsIn } from './shell.ts';

const SAMPLES = join(ROOT, 'samples');
const README = await readPage('README.md');
const JOBS = await readPage('docs/jobs.md');
const HTTP = await readPage('docs/http.md');
const FIRST = await readPage('docs/first-use-case.md');
const USE_CASES = await readPage('docs/use-cases.md');
const ObjectSchema = z.record(z.string(), z.unknown());

let folder: string;
let useCases: UseCaseRegistry;
let pipeline: Pipeline;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-test-docs-'));
  await writeFile(join(folder, 'meter-reading.json'), blockOf(USE_CASES, 'json use-case'));
  useCases = await loadUseCases(folder);
  const egress = createEgress({ allow: [] });
  pipeline = createPipeline({
    files: {
      fetch: createFileFetcher({ egress, fileRoots: [SAMPLES], maxBytes: 1_000_000, timeoutSeconds: 60 }),
      upload: () => Promise.reject(new Error('nothing is uploaded here')),
    },
    threads: new ThreadPool({ threads: 1, kept: 1, maxHeapMb: 256 }),
    pdfMaxPages: 10,
    ocr: null,
    useCases,
    rules: null,
    llm: null,
    now: () => performance.now(),
  });
  return async () => {
    await pipeline.close();
    await egress.close();
    await rm(folder, { recursive: true });
  };
});

function answerTo(request: z.input<typeof RequestIXSchema>): Promise<ResponseIX> {
  const parsed = RequestIXSchema.parse({ request_id: 'docs', ...request });
  return pipeline.run(parsed, { jobId: null, ixId: newIxId(), signal: AbortSignal.timeout(60_000) });
}

describe('README', () => {
  const statement = () =>
    answerTo({ use_case: 'bank_statement_header', context: { files: [pathToFileURL(join(SAMPLES, 'statement-en.pdf')).href] } });
  const truth = async () => {
    const file: unknown = JSON.parse(await readFile(join(SAMPLES, 'statement-en.json'), 'utf8'));
    return z.object({ truth: z.record(z.string(), z.string()) }).parse(file).truth;
  };

  test('the table is what ix extract prints, and right', async () => {
    const shown = blockOf(README, 'text').trimEnd().split('\n');
    const fields = [...(useCases.get('bank_statement_header')?.fields ?? [])];
    const job = { ...exampleJob, display_name: 'statement-en.pdf', status: 'done' as const, response: await statement() };
    const [head = '', ...rest] = resultText(job, fields).split('\n');
    // Time and job id are of the run that was shown.
    expect(shown[0]?.replace(/ in [\d.]+ s/, '').replace(/\(job .*\)/, '')).toBe(head.replace(/\(job .*\)/, ''));
    expect(shown.slice(1)).toEqual(rest);
    const values = shown.slice(3, 3 + fields.length).map((line) => line.split(/ {2,}/));
    expect(Object.fromEntries(values.map(([field = '', value]) => [field.replace(' *', ''), value]))).toEqual(await truth());
  });

  test('the answer over HTTP is the one ix gives, and right', async () => {
    const shown = ObjectSchema.parse(JSON.parse(blockOf(README, 'json')));
    expect({ status: 'done', response: await statement() }).toMatchObject(shown);
    const { response } = z.object({ response: z.object({ ix_result: z.object({ result: ObjectSchema }) }) }).parse(shown);
    expect(response.ix_result.result).toEqual(await truth());
  });
});

describe('docs/use-cases.md', () => {
  const document = blockOf(USE_CASES, 'text document');

  test('the use case in a file gives what is shown', async () => {
    const response = await answerTo({ use_case: 'meter_reading', context: { texts: [document] } });
    expect(response.error).toBeNull();
    expect(response.ix_result?.result).toEqual(JSON.parse(blockOf(USE_CASES, 'json result')));
    expect(response.warning).toEqual([blockOf(USE_CASES, 'text warning').trim()]);
    const shown = ObjectSchema.parse(JSON.parse(blockOf(USE_CASES, 'json provenance')));
    expect(response.provenance?.fields).toMatchObject(shown);
  });

  test('the first use case of docs/first-use-case.md', async () => {
    const inline = RequestIXSchema.shape.use_case_inline.parse(JSON.parse(blockOf(FIRST, 'json order')));
    const response = await answerTo({ use_case_inline: inline, context: { texts: [blockOf(FIRST, 'text order')] } });
    expect(response.ix_result?.result).toEqual(JSON.parse(blockOf(FIRST, 'json order-result')));
  });

  test('the JSON Schema gives the same values, inline', async () => {
    const inline = RequestIXSchema.shape.use_case_inline.parse(JSON.parse(blockOf(USE_CASES, 'json json-schema')));
    const response = await answerTo({ use_case_inline: inline, context: { texts: [document] } });
    expect(response.error).toBeNull();
    expect(JSON.parse(blockOf(USE_CASES, 'json result'))).toMatchObject(response.ix_result?.result ?? { nothing: true });
  });
});

describe('requests', () => {
  test('docs/jobs.md', () => {
    SubmissionSchema.parse(JSON.parse(blockOf(JOBS, 'json')));
  });

  test.each([README, HTTP])('$path', ({ blocks }) => {
    const words = blocks.filter(({ info }) => info === 'sh').flatMap(({ text }) => commandsIn(text).flat());
    const bodies = words.flatMap((word) => /^(?:request=)?(\{[\s\S]*\})$/.exec(word)?.[1] ?? []);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      const sent: unknown = JSON.parse(body);
      if (NewKeySchema.safeParse(sent).success) continue;
      const many = BatchSchema.safeParse(sent);
      for (const { use_case, use_case_inline } of many.success ? many.data.jobs : [SubmissionSchema.parse(sent)]) {
        expect(use_case_inline ?? useCases.get(use_case ?? '')).not.toBeNull();
      }
    }
  });

  test('the answer to a batch in docs/http.md', () => {
    const { jobs, batch_id: _, ...counts } = BatchAnswerSchema.parse(JSON.parse(blockOf(HTTP, 'json batch')));
    const counted = BATCH_STATUSES.map((status) => [status, jobs.filter((job) => job.status === status).length]);
    expect(Object.fromEntries(counted)).toEqual(counts);
  });

  test('the problem of docs/http.md', () => {
    const problem = ProblemSchema.parse(JSON.parse(blockOf(HTTP, 'json')));
    const { status, title } = PROBLEMS.invalid;
    expect(problem).toMatchObject({ status, title });
  });
});
