/** ResponseIX: what the pipeline answers, stored as it is and shown as it is. */
import { z } from 'zod';
import { IX_ERRORS, type IxErrorCode } from './errors.ts';

const codes = Object.keys(IX_ERRORS) as [IxErrorCode, ...IxErrorCode[]];

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
  /** What the lines were read from: a PDF's text layer, or a plain text. */
  origin: z.enum(['pdf-text', 'text']),
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
  /** true: the value was found again in its sources; false: it was not; null: nothing to verify (null value, choices). */
  provenance_verified: z.boolean().nullable(),
  /** true: the value stands somewhere in the documents' text; false: it does not; null: too short or not checkable. */
  text_agreement: z.boolean().nullable(),
  /** Why the value is doubtful, or was left empty, in words. */
  reasons: z.array(z.string()).default([]),
});
export type FieldProvenance = z.output<typeof FieldProvenanceSchema>;

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
        engine: z.enum(['rules', 'llm']),
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
  /** `CODE: message (detail=…)`; null when the job is done. */
  error: z.string().nullable(),
  code: z.enum(codes).nullable(),
  warning: z.array(z.string()),
  metadata: z.strictObject({ timings: z.array(TimingSchema) }),
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
    error: null,
    code: null,
    warning: [],
    metadata: { timings: [] },
  };
}
