/** Sends pictures of the samples through the pipeline, and counts the fields that come back right. */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { type TestPipeline, testPipeline } from '../pipeline/parts.ts';
import { PICTURES, SAMPLES } from './pictures.ts';

const TruthSchema = z.object({ use_case: z.string(), truth: z.record(z.string(), z.string().nullable()) });
export const SAMPLE_NAMES = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

export function ocrPipeline(threads = 2): Promise<TestPipeline> {
  const ocr = { threads: new ThreadPool({ threads, kept: 0, maxHeapMb: 512 }), languages: ['deu', 'eng'] };
  return testPipeline({ ocr, rules: null });
}

export interface Score {
  readonly right: number;
  readonly fields: number;
  /** `field: answer, not truth`. */
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  /** Of those that are wrong, the ones of high trust; and how many right ones are. */
  readonly wrongAtHigh: readonly string[];
  readonly rightAtHigh: number;
}

/** Of one sample as one kind of picture, all its pages. */
export async function scoreOf(pipeline: TestPipeline, sample: string, picture: string): Promise<Score> {
  const files: string[] = [];
  for (let page = 1; ; page++) {
    const bytes = await PICTURES[picture]?.(sample, page);
    if (bytes == null) break;
    files.push(await pipeline.file(`${sample} ${picture} ${page}`, bytes));
  }
  return await scoreFiles(pipeline, sample, files);
}

/** @param files what the sample became, as URLs. */
async function scoreFiles(pipeline: TestPipeline, sample: string, files: readonly string[]): Promise<Score> {
  return scoreResponse(sample, await pipeline.run({ use_case: truthOf(sample).use_case, context: { files } }));
}

export function scoreResponse(sample: string, { error, ix_result, trust }: ResponseIX): Score {
  const { truth } = truthOf(sample);
  const fields = Object.keys(truth).length;
  if (error !== null) return { right: 0, fields, missed: [error], wrong: [], wrongAtHigh: [], rightAtHigh: 0 };
  const [missed, wrong, wrongAtHigh]: [string[], string[], string[]] = [[], [], []];
  let rightAtHigh = 0;
  for (const [field, value] of Object.entries(truth)) {
    const answer = ix_result?.result[field] ?? null;
    const high = trust?.[`result.${field}`]?.level === 'high';
    if (answer === value) {
      if (answer !== null && high) rightAtHigh++;
      continue;
    }
    const line = `${sample} ${field}: ${JSON.stringify(answer)}, not ${JSON.stringify(value)}`;
    (answer === null ? missed : wrong).push(line);
    if (answer !== null && high) wrongAtHigh.push(line);
  }
  return { right: fields - missed.length - wrong.length, fields, missed, wrong, wrongAtHigh, rightAtHigh };
}

const truthOf = (sample: string) => TruthSchema.parse(JSON.parse(readFileSync(new URL(`${sample}.json`, SAMPLES), 'utf8')));

export function sumOf(scores: readonly Score[]): Score {
  const sum = (of: (score: Score) => number) => scores.reduce((total, score) => total + of(score), 0);
  return {
    right: sum(({ right }) => right),
    fields: sum(({ fields }) => fields),
    missed: scores.flatMap(({ missed }) => missed),
    wrong: scores.flatMap(({ wrong }) => wrong),
    wrongAtHigh: scores.flatMap(({ wrongAtHigh }) => wrongAtHigh),
    rightAtHigh: sum(({ rightAtHigh }) => rightAtHigh),
  };
}
