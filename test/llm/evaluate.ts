/** How ix does with a model on documents made, whose truth is known: values right, wrong and invented at each level of trust, tokens, time. */
import type { Engine } from '../../src/pipeline/engines/engine.ts';
import { type MadeDocument, makeDocuments } from '../maker/maker.ts';
import { FIELDS } from '../maker/use-cases.ts';
import { testPipeline } from '../pipeline/parts.ts';

/** The kinds whose use cases ix ships: in turn. */
const KINDS = ['invoice', 'receipt', 'bank_statement_header'] as const;
const LEVELS = ['high', 'check', 'low', 'none'] as const;

export interface Tally {
  right: number;
  wrong: number;
  /** Given, though the document does not say it. */
  invented: number;
}

export interface Evaluation {
  readonly byLevel: Readonly<Record<(typeof LEVELS)[number], Tally>>;
  /** Documents that ended in error, by code. */
  readonly errors: Readonly<Record<string, number>>;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly invalidReferences: number;
  readonly seconds: number;
}

export interface EvaluateOptions {
  readonly llm: Engine | null;
  readonly engine: 'rules' | 'llm' | 'auto';
  readonly count: number;
  readonly seed: number;
  /** Before each document. */
  readonly before?: (made: MadeDocument) => void;
}

export async function evaluate({ llm, engine, count, seed, before }: EvaluateOptions): Promise<Evaluation> {
  const pipeline = await testPipeline({ llm, rules: null });
  const tally = (): Tally => ({ right: 0, wrong: 0, invented: 0 });
  const byLevel = { high: tally(), check: tally(), low: tally(), none: tally() };
  const errors: Record<string, number> = {};
  const total = { promptTokens: 0, completionTokens: 0, invalidReferences: 0 };
  const since = performance.now();
  try {
    for (const [n, kind] of KINDS.entries()) {
      const share = Math.floor((count + KINDS.length - 1 - n) / KINDS.length);
      for (const made of share === 0 ? [] : makeDocuments(kind, share, seed)) {
        before?.(made);
        const file = await pipeline.file(`${made.name}.${made.format === 'pdf' ? 'pdf' : 'txt'}`, made.bytes);
        const { code, ix_result, trust, provenance } = await pipeline.run({
          use_case: kind,
          context: { files: [file] },
          options: { gen_ai: { engine } },
        });
        if (code !== null) errors[code] = (errors[code] ?? 0) + 1;
        total.promptTokens += ix_result?.meta_data.token_usage?.prompt_tokens ?? 0;
        total.completionTokens += ix_result?.meta_data.token_usage?.completion_tokens ?? 0;
        total.invalidReferences += provenance?.quality_metrics.invalid_references ?? 0;
        for (const field of FIELDS[kind]) {
          const level = trust?.[`result.${field}`]?.level;
          if (level === undefined) continue;
          byLevel[level][verdictOf(made.truth[field]?.value ?? null, ix_result?.result[field] ?? null)] += 1;
        }
      }
    }
  } finally {
    await pipeline.close();
  }
  return { byLevel, errors, ...total, seconds: (performance.now() - since) / 1000 };
}

/** A value that is missing is wrong at level `none`; one that is rightly missing is right there. */
function verdictOf(truth: string | null, got: unknown): keyof Tally {
  if (got === null) return truth === null ? 'right' : 'wrong';
  if (truth === null) return 'invented';
  return sameValue(truth, String(got)) ? 'right' : 'wrong';
}

const NUMBER = /^-?\d+(\.\d+)?$/;

export function sameValue(a: string, b: string): boolean {
  if (NUMBER.test(a) && NUMBER.test(b) && Number(a) === Number(b)) return true;
  const letters = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(a) === letters(b);
}

/** For people: a line a level. */
export function tableOf({ byLevel, errors, promptTokens, completionTokens, invalidReferences, seconds }: Evaluation): string {
  const rows = LEVELS.map((level) => {
    const { right, wrong, invented } = byLevel[level];
    return `${level.padEnd(6)} right ${String(right).padStart(5)}  wrong ${String(wrong).padStart(5)}  invented ${String(invented).padStart(5)}`;
  });
  const cost = `${promptTokens} prompt and ${completionTokens} completion tokens, ${invalidReferences} invalid references, ${seconds.toFixed(1)} s`;
  const failed = Object.entries(errors).map(([code, times]) => `${code} × ${times}`);
  return [...rows, cost, ...(failed.length === 0 ? [] : [`errors: ${failed.join(', ')}`])].join('\n');
}
