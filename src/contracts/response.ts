/** ResponseIX: what the pipeline answers, stored as it is and shown as it is. */
import { z } from 'zod';
import { IX_ERROR_CODES as codes } from './errors.ts';

/** Four corners x1,y1 … x4,y4, clockwise from the top left of the text, in page units (origin top left). */
export const BoundingBoxSchema = z.array(z.number()).length(8);
export type BoundingBox = z.output<typeof BoundingBoxSchema>;

export const WordSchema = z.strictObject({
  text: z.string(),
  bounding_box: BoundingBoxSchema,
  /** 0–1; 1 for a text layer. */
  confidence: z.number().min(0).max(1),
  /** [start, end) in the text of its line, UTF-16 units. */
  char_span: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});
export type Word = z.output<typeof WordSchema>;

export const LineSchema = z.strictObject({
  text: z.string(),
  bounding_box: BoundingBoxSchema,
  words: z.array(WordSchema),
});
export type Line = z.output<typeof LineSchema>;

export const PageSchema = z.strictObject({
  /** 1-based within its file. */
  page_no: z.number().int().min(1),
  /** Index into context.files, then context.texts after them. */
  file_index: z.number().int().min(0),
  width: z.number(),
  height: z.number(),
  /** `point` = 1/72 inch; a text has width and height 0. */
  unit: z.enum(['point', 'pixel', 'none']),
  /** What the lines were read from: a PDF's text layer, its picture, both, or a plain text. */
  origin: z.enum(['pdf-text', 'ocr', 'pdf-text+ocr', 'text']),
  /** Degrees clockwise the page is turned for display; boxes are in the turned page. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  lines: z.array(LineSchema),
});
export type Page = z.output<typeof PageSchema>;

export const SourceSchema = z.strictObject({
  file_index: z.number().int().min(0),
  page: z.number().int().min(1),
  /** Eight numbers in 0–1 of the page's width and height; null where the page has no size (texts). */
  bounding_box: BoundingBoxSchema.nullable(),
  /** The words the box covers. */
  snippet: z.string(),
  /** `p{page}_l{line}`: page counts from 1 over all files, line from 0 on its page. */
  segment_id: z.string(),
  /** [start, end) of the snippet in the segment's text as it was sent, UTF-16 units. */
  char_span: z.tuple([z.number().int().min(0), z.number().int().min(0)]),
});
export type Source = z.output<typeof SourceSchema>;

export const FieldProvenanceSchema = z.strictObject({
  value: z.unknown(),
  sources: z.array(SourceSchema),
  /** true: the words of its sources say the value, which does not make it the right one; false: they do not; null: nothing to verify (null value, choices). */
  provenance_verified: z.boolean().nullable(),
  /** true: the value stands somewhere in the documents' text; false: it does not; null: too short or not checkable. */
  text_agreement: z.boolean().nullable(),
  /** Why the value is doubtful, or was left empty, in words. */
  reasons: z.array(z.string()).default([]),
});
export type FieldProvenance = z.output<typeof FieldProvenanceSchema>;

export const TRUST_LEVELS = ['high', 'check', 'low', 'none'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** A value that the field may have instead, or might have had. */
export const RunnerUpSchema = z.strictObject({
  value: z.unknown(),
  /** 0–1, as of the field's own value. */
  probability: z.number().min(0).max(1),
  /** Where it stands; empty where no provenance was asked for. */
  sources: z.array(SourceSchema),
});
export type RunnerUp = z.output<typeof RunnerUpSchema>;

export const FieldTrustSchema = z.strictObject({
  /**
   * `high`: at most one in 200 of such values is wrong, measured on layouts that the rules had not seen; `check`: likely right, look at it
   * where it matters; `low`: look at it; `none`: there is no value.
   */
  level: z.enum(TRUST_LEVELS),
  /** How likely the value is right, 0–1; without a value how likely the best runner-up is; null: the engine does not say. */
  probability: z.number().min(0).max(1).nullable(),
  /** Why the level is no higher, in words. */
  reasons: z.array(z.string()),
  /** What spoke for the value, the weightiest first, in words. */
  why: z.array(z.string()),
  /** The likeliest first, at most three. */
  runners_up: z.array(RunnerUpSchema),
});
export type FieldTrust = z.output<typeof FieldTrustSchema>;

export const QualityMetricsSchema = z.strictObject({
  fields_with_provenance: z.number().int(),
  total_fields: z.number().int(),
  /** fields_with_provenance / total_fields, 0–1; 0 without fields. */
  coverage_rate: z.number(),
  /** Sources an engine named that do not exist. */
  invalid_references: z.number().int(),
  verified_fields: z.number().int(),
  text_agreement_fields: z.number().int(),
});
export type QualityMetrics = z.output<typeof QualityMetricsSchema>;

export const TimingSchema = z.strictObject({ step: z.string(), elapsed_seconds: z.number() });

/** A page that was turned and straightened before it was read: boxes are on the page as that makes it. */
export const StraightenedSchema = z.strictObject({
  file_index: z.number().int().min(0),
  /** 1-based within its file. */
  page_no: z.number().int().min(1),
  /** Degrees clockwise by which the page was turned, from how its file shows it. */
  turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** Degrees clockwise by which it was straightened then, about its middle and on white, as large as that makes it. */
  angle: z.number().min(-10).max(10),
});
export type Straightened = z.output<typeof StraightenedSchema>;

export const ResponseIXSchema = z.strictObject({
  use_case: z.string().nullable(),
  use_case_name: z.string().nullable(),
  ix_client_id: z.string(),
  request_id: z.string(),
  ix_id: z.string(),
  ix_result: z
    .strictObject({
      result: z.record(z.string(), z.unknown()),
      meta_data: z.strictObject({
        /** `auto`: the rules, and a model for what they left open. */
        engine: z.enum(['rules', 'llm', 'auto']),
        model_name: z.string().nullable(),
        token_usage: z.strictObject({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullable(),
      }),
    })
    .nullable(),
  ocr_result: z
    .strictObject({
      result: z.strictObject({ text: z.string().nullable(), pages: z.array(PageSchema).nullable() }),
      meta_data: z.strictObject({ engines: z.array(z.string()), page_count: z.number().int() }),
    })
    .nullable(),
  provenance: z
    .strictObject({
      /** Key: dotted path, `result.closing_balance`, `result.items.0.amount`. */
      fields: z.record(z.string(), FieldProvenanceSchema),
      quality_metrics: QualityMetricsSchema,
    })
    .nullable(),
  /** How far each value may be trusted. Key: as in `provenance.fields`; null where nothing was extracted. */
  trust: z.record(z.string(), FieldTrustSchema).nullable().default(null),
  /** The keys of `trust` that a person should look at: values that are not of high trust, and values left out where there were runners-up. */
  needs_review: z.array(z.string()).default([]),
  /** `CODE: message (detail=…)`; null when the job is done. */
  error: z.string().nullable(),
  code: z.enum(codes).nullable(),
  warning: z.array(z.string()),
  metadata: z.strictObject({ timings: z.array(TimingSchema), straightened: z.array(StraightenedSchema).default([]) }),
});
export type ResponseIX = z.output<typeof ResponseIXSchema>;

/** The empty answer every run starts from, and all that a job which never ran has. */
export function emptyResponse(ids: { ix_client_id: string; request_id: string; ix_id: string; use_case: string | null }): ResponseIX {
  return {
    use_case: ids.use_case,
    use_case_name: null,
    ix_client_id: ids.ix_client_id,
    request_id: ids.request_id,
    ix_id: ids.ix_id,
    ix_result: null,
    ocr_result: null,
    provenance: null,
    trust: null,
    needs_review: [],
    error: null,
    code: null,
    warning: [],
    metadata: { timings: [], straightened: [] },
  };
}
