/** ResponseIX: what the pipeline answers, stored as it is and shown as it is. */
import { z } from 'zod';
import { IX_ERROR_CODES as codes } from './errors.ts';

/** Four corners x1,y1 … x4,y4, clockwise from the top left of the text, in page units (origin top left). */
export const BoundingBoxSchema = z.array(z.number()).length(8);
export type BoundingBox = z.output<typeof BoundingBoxSchema>;

export const WordSchema = z.strictObject({
  text: z.string().describe('The word as it was read.'),
  bounding_box: BoundingBoxSchema.describe(
    'Four corners x1,y1 … x4,y4 clockwise from the top left of the text, in units of the page, from its top left.',
  ),
  confidence: z.number().min(0).max(1).describe('0–1; 1 for a text layer.'),
  char_span: z.tuple([z.number().int().min(0), z.number().int().min(0)]).describe('[start, end) in the text of its line, UTF-16 units.'),
});
export type Word = z.output<typeof WordSchema>;

export const LineSchema = z.strictObject({
  text: z.string().describe('The line as it was read.'),
  bounding_box: BoundingBoxSchema.describe(
    'Four corners x1,y1 … x4,y4 clockwise from the top left of the text, in units of the page, from its top left.',
  ),
  words: z.array(WordSchema).describe('Its words, in order.'),
});
export type Line = z.output<typeof LineSchema>;

export const PageSchema = z.strictObject({
  page_no: z.number().int().min(1).describe('1-based within its file.'),
  file_index: z.number().int().min(0).describe('Index into context.files, then context.texts after them.'),
  width: z.number().describe('In `unit`.'),
  height: z.number().describe('In `unit`.'),
  unit: z.enum(['point', 'pixel', 'none']).describe('`point` = 1/72 inch; a text has width and height 0.'),
  origin: z
    .enum(['pdf-text', 'ocr', 'pdf-text+ocr', 'text'])
    .describe("What the lines were read from: a PDF's text layer, its picture, both, or a plain text."),
  rotation: z
    .union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
    .describe('Degrees clockwise the page is turned for display; boxes are in the turned page.'),
  lines: z.array(LineSchema).describe('Its lines, in reading order.'),
});
export type Page = z.output<typeof PageSchema>;

export const SourceSchema = z.strictObject({
  file_index: z.number().int().min(0).describe('Index into `context.files`, then into `context.texts` after them.'),
  page: z.number().int().min(1).describe('The page within its file, from 1.'),
  bounding_box: BoundingBoxSchema.nullable().describe(
    "Eight numbers in 0–1 of the page's width and height; null where the page has no size (texts).",
  ),
  snippet: z.string().describe('The words the box covers.'),
  segment_id: z.string().describe('`p{page}_l{line}`: page counts from 1 over all files, line from 0 on its page.'),
  char_span: z
    .tuple([z.number().int().min(0), z.number().int().min(0)])
    .describe("[start, end) of the snippet in the segment's text as it was sent, UTF-16 units."),
});
export type Source = z.output<typeof SourceSchema>;

export const FieldProvenanceSchema = z.strictObject({
  value: z.unknown().describe('The value of the field.'),
  sources: z.array(SourceSchema).describe('Where the value stands.'),
  provenance_verified: z
    .boolean()
    .nullable()
    .describe(
      'true: the words of its sources say the value, which does not make it the right one; false: they do not; null: nothing to verify (null value, choices).',
    ),
  text_agreement: z
    .boolean()
    .nullable()
    .describe("true: the value stands somewhere in the documents' text; false: it does not; null: too short or not checkable."),
  reasons: z.array(z.string()).default([]).describe('Why the value is doubtful, or was left empty, in words.'),
});
export type FieldProvenance = z.output<typeof FieldProvenanceSchema>;

export const TRUST_LEVELS = ['high', 'check', 'low', 'none'] as const;
export type TrustLevel = (typeof TRUST_LEVELS)[number];

/** A value that the field may have instead, or might have had. */
export const RunnerUpSchema = z.strictObject({
  value: z.unknown().describe('The value.'),
  probability: z.number().min(0).max(1).describe("0–1, as of the field's own value."),
  sources: z.array(SourceSchema).describe('Where it stands; empty where no provenance was asked for.'),
});
export type RunnerUp = z.output<typeof RunnerUpSchema>;

export const FieldTrustSchema = z.strictObject({
  level: z
    .enum(TRUST_LEVELS)
    .describe(
      '`high`: at most one in 200 of such values is wrong, measured on layouts that the rules had not seen; `check`: likely right, look at it where it matters; `low`: look at it; `none`: there is no value.',
    ),
  probability: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('How likely the value is right, 0–1; without a value how likely the best runner-up is; null: the engine does not say.'),
  reasons: z.array(z.string()).describe('Why the level is no higher, in words.'),
  why: z.array(z.string()).describe('What spoke for the value, the weightiest first, in words.'),
  runners_up: z.array(RunnerUpSchema).describe('The likeliest first, at most three.'),
});
export type FieldTrust = z.output<typeof FieldTrustSchema>;

export const QualityMetricsSchema = z.strictObject({
  fields_with_provenance: z.number().int().describe('Fields of which it is told where they stand.'),
  total_fields: z.number().int().describe('All fields.'),
  coverage_rate: z.number().describe('fields_with_provenance / total_fields, 0–1; 0 without fields.'),
  invalid_references: z.number().int().describe('Sources an engine named that do not exist.'),
  verified_fields: z.number().int().describe('Fields whose sources say their value.'),
  text_agreement_fields: z.number().int().describe('Fields whose value stands somewhere in the text.'),
});
export type QualityMetrics = z.output<typeof QualityMetricsSchema>;

export const TimingSchema = z.strictObject({
  step: z.string().describe('The step of the pipeline.'),
  elapsed_seconds: z.number().describe('Seconds that it took.'),
});

/** A page that was turned and straightened before it was read: boxes are on the page as that makes it. */
export const StraightenedSchema = z.strictObject({
  file_index: z.number().int().min(0).describe('Index into `context.files`, then into `context.texts` after them.'),
  page_no: z.number().int().min(1).describe('1-based within its file.'),
  turn: z
    .union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)])
    .describe('Degrees clockwise by which the page was turned, from how its file shows it.'),
  angle: z
    .number()
    .min(-10)
    .max(10)
    .describe('Degrees clockwise by which it was straightened then, about its middle and on white, as large as that makes it.'),
});
export type Straightened = z.output<typeof StraightenedSchema>;

export const FieldExplanationSchema = z.strictObject({
  labels: z.array(z.string()).describe('All texts the field was looked for by, its own first.'),
  labels_found: z
    .array(
      z.strictObject({
        label: z.string().describe('Which of them.'),
        segment_id: z.string().describe('The line it stands in, as in `provenance`.'),
        snippet: z.string().describe('That line.'),
      }),
    )
    .describe('Those of them that the documents have, 20 at most.'),
  candidates: z
    .array(
      z.strictObject({
        value: z.unknown().describe('What it would have been, in the field’s type.'),
        likelihood: z
          .number()
          .nullable()
          .describe(
            'How likely it is the answer, 0 to 1, beside the others and beside there being none; null: whoever found it does not tell.',
          ),
        segment_id: z.string().nullable().describe('The line it stands in; null: it stands in none.'),
        snippet: z.string().nullable().describe('That line.'),
        reasons: z.array(z.string()).describe('What speaks for and against it, the weightiest first.'),
        lost: z.string().nullable().describe('Why it is not the answer; null: it is.'),
      }),
    )
    .describe('The values that were considered, the likeliest first, 10 at most.'),
  outcome: z.string().describe('`found`, or in words why the field was left empty.'),
});
/** Why a field is what it is, or is null. */
export type FieldExplanation = z.output<typeof FieldExplanationSchema>;

export const ResponseIXSchema = z.strictObject({
  use_case: z.string().nullable().describe('The name of the use case; null: there was none.'),
  use_case_name: z.string().nullable().describe('The title of the use case, for people.'),
  ix_client_id: z.string().describe('Who submitted the request.'),
  request_id: z.string().describe('What the submitter called the request; with the client it names one job.'),
  ix_id: z.string().describe('Sixteen hex digits that ix made for the job; unlike `request_id` never a caller’s.'),
  ix_result: z
    .strictObject({
      result: z.record(z.string(), z.unknown()).describe('Field → value, as the use case describes them.'),
      meta_data: z
        .strictObject({
          engine: z.enum(['rules', 'llm', 'auto']).describe('`auto`: the rules, and a model for what they left open.'),
          model_name: z.string().nullable().describe('The model that answered; null: none was asked.'),
          token_usage: z
            .strictObject({
              prompt_tokens: z.number().describe('Tokens sent to the model.'),
              completion_tokens: z.number().describe('Tokens that the model answered with.'),
            })
            .nullable()
            .describe('Tokens of the model; null: none was asked, or it does not say.'),
        })
        .describe('How it was extracted.'),
    })
    .nullable()
    .describe('What was extracted; null when nothing was.'),
  ocr_result: z
    .strictObject({
      result: z
        .strictObject({
          text: z.string().nullable().describe('All text that was read; null unless `include_ocr_text`.'),
          pages: z.array(PageSchema).nullable().describe('The pages with their lines; null unless `include_geometries`.'),
        })
        .describe('Text and pages, as far as asked for.'),
      meta_data: z
        .strictObject({
          engines: z.array(z.string()).describe('What the pages were read by.'),
          page_count: z.number().int().describe('Pages that were read.'),
        })
        .describe('How it was read.'),
    })
    .nullable()
    .describe('What was read; null unless it was asked for.'),
  provenance: z
    .strictObject({
      fields: z.record(z.string(), FieldProvenanceSchema).describe('Key: dotted path, `result.closing_balance`, `result.items.0.amount`.'),
      quality_metrics: QualityMetricsSchema.describe('How much of the answer is told of.'),
    })
    .nullable()
    .describe('Where the values stand; null where nothing was extracted, or it was not asked for.'),
  trust: z
    .record(z.string(), FieldTrustSchema)
    .nullable()
    .default(null)
    .describe('How far each value may be trusted. Key: as in `provenance.fields`; null where nothing was extracted.'),
  needs_review: z
    .array(z.string())
    .default([])
    .describe(
      'The keys of `trust` that a person should look at: values that are not of high trust, and values left out where there were runners-up.',
    ),
  explanations: z
    .record(z.string(), FieldExplanationSchema)
    .nullable()
    .default(null)
    .describe(
      'Why each single field is what it is, each cell of the first 100 rows of a list, and each list that has no row. Key: as in `provenance.fields`; null unless `options.explain`.',
    ),
  error: z.string().nullable().describe('`CODE: message (detail=…)`; null when the job is done.'),
  code: z.enum(codes).nullable().describe('The error’s code, stable for programs; null when the job is done.'),
  warning: z.array(z.string()).describe('What went less well, in words.'),
  metadata: z
    .strictObject({
      timings: z.array(TimingSchema).describe('How long each step took, in order.'),
      straightened: z.array(StraightenedSchema).default([]).describe('The pages that were turned or straightened before they were read.'),
    })
    .describe('How the run went.'),
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
    explanations: null,
    error: null,
    code: null,
    warning: [],
    metadata: { timings: [], straightened: [] },
  };
}
