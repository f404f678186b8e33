/** What an evaluation finds: each value beside the truth, as `--json` prints it and `--against` reads it again. */
import { z } from 'zod';
import { StraightenedSchema, TRUST_LEVELS } from '../contracts/response.ts';

/**
 * `right`: as in the truth. `null`: the document says it, the answer does not. `wrong`: the answer says something else. `invented`: it says
 * something where the document says nothing. `silent`: neither says anything, as it should be.
 */
export const VERDICTS = ['right', 'null', 'wrong', 'invented', 'silent'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const RunPlaceSchema = z.strictObject({
  page: z.number().int().min(1),
  /** Left, top, right, bottom in 0–1 of the page; null in a text. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
});
export type RunPlace = z.output<typeof RunPlaceSchema>;

export const RunValueSchema = z.strictObject({
  /** Dotted path in the truth; rows that the answer has beyond it are counted on behind its last. */
  path: z.string(),
  verdict: z.enum(VERDICTS),
  given: z.unknown(),
  truth: z.string().nullable(),
  level: z.enum(TRUST_LEVELS),
  /** 0–1; null where the engine does not say. */
  probability: z.number().nullable(),
  given_at: z.array(RunPlaceSchema),
  true_at: z.array(RunPlaceSchema),
  /** What doubts ix itself had. */
  reasons: z.array(z.string()),
});
export type RunValue = z.output<typeof RunValueSchema>;

export const RunDocumentSchema = z.strictObject({
  name: z.string(),
  groups: z.record(z.string(), z.string()),
  pages: z.number().int(),
  /** Spent in the steps of the pipeline. */
  seconds: z.number(),
  /** Null: no model was asked. */
  tokens: z.number().nullable(),
  /** Why there is no answer. */
  error: z.string().nullable(),
  /** Pages that were turned or straightened before they were read: boxes are on them as that made them. */
  straightened: z.array(StraightenedSchema),
  values: z.array(RunValueSchema),
});
export type RunDocument = z.output<typeof RunDocumentSchema>;

/** Figures may stand beside it: they follow from the documents. */
export const RunSchema = z.object({
  ix: z.string(),
  use_case: z.string(),
  engine: z.enum(['auto', 'rules', 'llm']),
  made_at: z.iso.datetime(),
  documents: z.array(RunDocumentSchema),
});
export type Run = z.output<typeof RunSchema>;
