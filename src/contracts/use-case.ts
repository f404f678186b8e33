/** What to extract: a use case is a named list of typed fields, and what is known about them. */
import { z } from 'zod';
import { type Bounds, LINE_MAX, NAME_MAX, NameSchema, PROMPT_MAX, SENT, SHOWN, TEXT_MAX } from './bounds.ts';

export const FIELD_TYPES = ['string', 'integer', 'number', 'decimal', 'date', 'datetime', 'boolean', 'object', 'array'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Fields of one use case at most, those within fields counted. */
export const FIELDS_MAX = 1000;
const CHOICES_MAX = 1000;
const LABELS_MAX = 100;
const CHECKS_MAX = 100;

/** Whose a name, an account or a number is. */
export const PARTIES = ['seller', 'buyer', 'bank', 'merchant'] as const;
export type Party = (typeof PARTIES)[number];

/**
 * One field as it crosses the wire. `decimal` values are strings ("1234.56", exact), `date` is YYYY-MM-DD, `datetime` ISO 8601.
 * An `object` describes its parts in `fields`; the items of an `array` are objects of its `fields`, or single values as `items` says.
 */
function fieldSchema(as: Bounds) {
  const labels = as.list(as.text(LINE_MAX), LABELS_MAX);
  const parts = {
    type: z
      .enum(FIELD_TYPES)
      .describe('The type of the value: `decimal` is a string such as "1234.56", `date` YYYY-MM-DD, `datetime` ISO 8601.'),
    required: z
      .boolean()
      .default(false)
      .describe('The field matters: without a value it is among `needs_review`. The job is done all the same.'),
    description: as.text(TEXT_MAX).nullable().default(null).describe('What the field is, for people and models.'),
    kind: as
      .text(NAME_MAX)
      .nullable()
      .default(null)
      .describe(
        'What the value looks like, beyond its type: `iban`, `reference`, `checkbox` …; null: what labels, choices and pattern say.',
      ),
    role: as
      .text(NAME_MAX)
      .nullable()
      .default(null)
      .describe(
        'What the field is to its document: `due_date`, `total_net` …; brings what documents call it, in all languages that ix knows.',
      ),
    labels: labels
      .default([])
      .describe('What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation.'),
    phrases: labels
      .default([])
      .describe('What introduces the value in running text, and never heads a column: "payable by". `…` stands for up to 40 characters.'),
    choices: as
      .list(z.union([as.text(LINE_MAX), z.number(), z.boolean()]), CHOICES_MAX)
      .min(1)
      .nullable()
      .default(null)
      .describe('The only values allowed; for scalar fields.'),
    choice_labels: z
      .record(as.text(LINE_MAX), labels)
      .default({})
      .describe("What documents say for a choice, beside the choice itself. Kind `word`: the key '' has words that stand for themselves."),
    pattern: as
      .text(TEXT_MAX)
      .nullable()
      .default(null)
      .describe('A JavaScript regular expression (unicode flag) the value must match whole.'),
    belongs_to: z
      .enum(PARTIES)
      .nullable()
      .default(null)
      .describe("Whose it is: what stands in another party's block, or behind a word for another party, is not taken."),
    range: z.enum(['start', 'end']).nullable().default(null).describe('Which end of a range of dates.'),
    place: z
      .enum(['head', 'above_bookings'])
      .nullable()
      .default(null)
      .describe('Where it stands: `head`: of several, the uppermost counts; `above_bookings`: and before the rows of a statement.'),
    alone: z
      .enum(['head', 'anywhere'])
      .nullable()
      .default(null)
      .describe('A date or time without a label may be it: alone in the `head` of the first page, or the only one `anywhere`.'),
    multiline: z.boolean().default(false).describe('The text goes on in the lines below; they are joined by line breaks.'),
  };
  const item = z.strictObject({ ...parts, type: z.enum(FIELD_TYPES).exclude(['object', 'array']).describe('The type of each item.') });
  // One by one: TypeScript resolves a type that holds itself only where it can put the look at it off.
  const field = z.strictObject({
    name: as.text(NAME_MAX).describe('The name of the field, unique beside its siblings.'),
    type: parts.type,
    required: parts.required,
    description: parts.description,
    kind: parts.kind,
    role: parts.role,
    labels: parts.labels,
    phrases: parts.phrases,
    choices: parts.choices,
    choice_labels: parts.choice_labels,
    pattern: parts.pattern,
    belongs_to: parts.belongs_to,
    range: parts.range,
    place: parts.place,
    alone: parts.alone,
    multiline: parts.multiline,
    get fields(): z.ZodDefault<z.ZodNullable<z.ZodArray<typeof field>>> {
      return as.list(field, FIELDS_MAX).nullable().default(null).describe('Parts of an `object`, or of each item of an `array`.');
    },
    items: item.nullable().default(null).describe('The items of an `array` of single values.'),
  });
  return field;
}
export const FieldDefinitionSchema = fieldSchema(SENT);
export type FieldDefinition = z.output<typeof FieldDefinitionSchema>;
export type FieldInput = z.input<typeof FieldDefinitionSchema>;
export const ShownFieldSchema = fieldSchema(SHOWN);

/** What holds between fields; each is named by its dotted path. Values that fit confirm each other, those that do not rule each other out. */
function checkSchema(as: Bounds) {
  const path = as.text(TEXT_MAX);
  return z.discriminatedUnion('kind', [
    /** The two parts together are the total. */
    z.strictObject({
      kind: z.literal('sum').describe('What the check compares.'),
      parts: as.list(path, 2).describe('Paths of the two parts.'),
      total: path.describe('Path of the total.'),
    }),
    /** The movements between the two balances lead from one to the other. */
    z.strictObject({
      kind: z.literal('balance').describe('What the check compares.'),
      opening: path.describe('Path of the opening balance.'),
      closing: path.describe('Path of the closing balance.'),
    }),
  ]);
}
export const CheckSchema = checkSchema(SENT);
export type Check = z.output<typeof CheckSchema>;
export const ShownCheckSchema = checkSchema(SHOWN);

const useCaseSchema = (as: Bounds, field: typeof FieldDefinitionSchema, check: typeof CheckSchema) =>
  z.strictObject({
    name: as.text(NAME_MAX).describe('The name of the use case.'),
    system_prompt: as.text(PROMPT_MAX).nullable().default(null).describe('What a model is told first; null: nothing beside ix’s own.'),
    fields: as.list(field, FIELDS_MAX).optional().describe('What to extract.'),
    json_schema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('A JSON Schema of an object may stand in place of `fields`. What it describes has the bounds of fields.'),
    checks: as.list(check, CHECKS_MAX).default([]).describe('What holds between fields.'),
  });
export const UseCaseInlineSchema = useCaseSchema(SENT, FieldDefinitionSchema, CheckSchema);
export type UseCaseInline = z.output<typeof UseCaseInlineSchema>;
export const ShownUseCaseInlineSchema = useCaseSchema(SHOWN, ShownFieldSchema, ShownCheckSchema);

/** `PUT /v1/use-cases/{name}`: a use case as a request gives it, and what people read beside its name. */
export const UseCaseDefinitionSchema = UseCaseInlineSchema.extend({
  name: NameSchema.optional().describe('The name, as in the path.'),
  title: SENT.text(LINE_MAX).min(1).optional().describe('The name shown to people; absent: the name.'),
  description: SENT.text(TEXT_MAX).nullable().default(null).describe('What it is for.'),
});
export type UseCaseDefinition = z.output<typeof UseCaseDefinitionSchema>;

export const UseCaseVersionSchema = z.strictObject({
  version: z.int().describe('From 1.'),
  created_at: z.iso.datetime().describe('When it was saved.'),
  created_by: z.string().describe('Who saved it, as the audit names them.'),
  content_hash: z.string().describe('SHA-256 of what it says, as hex digits.'),
});
export type UseCaseVersion = z.output<typeof UseCaseVersionSchema>;

export const UseCaseHistorySchema = z.strictObject({ versions: z.array(UseCaseVersionSchema).describe('The newest first.') });

/** A use case once checked: what the engines work from. */
export interface UseCase {
  readonly name: string;
  /** The name shown to people. */
  readonly title: string;
  readonly description: string | null;
  readonly system_prompt: string | null;
  readonly fields: readonly FieldDefinition[];
  readonly checks: readonly Check[];
  /** The JSON Schema it was given as: answers are checked against it. */
  readonly json_schema: Readonly<Record<string, unknown>> | null;
}

/** A use case as it is shown. */
export interface ShownUseCase extends UseCase {
  /** Null: it comes with ix, or from the folder of the process that answers. */
  readonly version: number | null;
  /** Since when no new job may name it; null: jobs may. */
  readonly retired_at: string | null;
}
