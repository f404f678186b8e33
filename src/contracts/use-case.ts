/** What to extract: a use case is a named list of typed fields. */
import { z } from 'zod';
import { type Bounds, LINE_MAX, NAME_MAX, PROMPT_MAX, SENT, SHOWN, TEXT_MAX } from './bounds.ts';
import { IxError } from './errors.ts';

export const FIELD_TYPES = ['string', 'integer', 'number', 'decimal', 'date', 'datetime', 'boolean', 'object', 'array'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** Fields of one use case at most, those within fields counted. */
export const FIELDS_MAX = 1000;

/**
 * One field as it crosses the wire. `decimal` values are strings ("1234.56", exact), `date` is YYYY-MM-DD, `datetime` ISO 8601.
 * `object` and `array` describe their parts in `fields` (an array's items are objects of these fields).
 */
function fieldSchema(as: Bounds) {
  const field = z.strictObject({
    name: as.text(NAME_MAX),
    type: z.enum(FIELD_TYPES),
    required: z.boolean().default(false),
    /** The only values allowed; for `string` fields alone. */
    choices: as.list(as.text(LINE_MAX), 1000).min(1).nullable().default(null),
    description: as.text(TEXT_MAX).nullable().default(null),
    /** What the document calls this field: "Rechnungsnummer", "Invoice no." Compared without case, accents or punctuation. */
    labels: as.list(as.text(LINE_MAX), 100).default([]),
    /** A JavaScript regular expression (unicode flag) the value must match whole. */
    pattern: as.text(TEXT_MAX).nullable().default(null),
    /** Parts of an `object`, or of each item of an `array`. */
    get fields(): z.ZodDefault<z.ZodNullable<z.ZodArray<typeof field>>> {
      return as.list(field, FIELDS_MAX).nullable().default(null);
    },
  });
  return field;
}
export const FieldDefinitionSchema = fieldSchema(SENT);
export type FieldDefinition = z.output<typeof FieldDefinitionSchema>;
export const ShownFieldSchema = fieldSchema(SHOWN);

const useCaseSchema = (as: Bounds, field: typeof FieldDefinitionSchema) =>
  z.strictObject({
    name: as.text(NAME_MAX),
    system_prompt: as.text(PROMPT_MAX).nullable().default(null),
    fields: as.list(field, FIELDS_MAX).optional(),
    /** A JSON Schema of an object may stand in place of `fields`. What it describes has the bounds of fields. */
    json_schema: z.record(z.string(), z.unknown()).optional(),
  });
export const UseCaseInlineSchema = useCaseSchema(SENT, FieldDefinitionSchema);
export type UseCaseInline = z.output<typeof UseCaseInlineSchema>;
export const ShownUseCaseInlineSchema = useCaseSchema(SHOWN, ShownFieldSchema);

/** A use case once checked: what the engines work from. */
export interface UseCase {
  readonly name: string;
  /** The name shown to people. */
  readonly title: string;
  readonly description: string | null;
  readonly system_prompt: string | null;
  readonly fields: readonly FieldDefinition[];
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Checks what zod cannot say in types: there are not too many in all; names are non-empty, unique identifiers; `choices` stand on
 * strings only; `pattern` compiles; `fields` stand on objects and arrays only.
 * @throws IxError IX_001_001 naming the field.
 */
export function checkFields(fields: readonly FieldDefinition[]): void {
  if (countOf(fields) > FIELDS_MAX) throw new IxError('IX_001_001', `more than ${FIELDS_MAX} fields`);
  checkEach(fields, '');
}

const countOf = (fields: readonly FieldDefinition[]): number => fields.reduce((n, field) => n + 1 + countOf(field.fields ?? []), 0);

function checkEach(fields: readonly FieldDefinition[], path: string): void {
  const bad = (field: string, why: string) => new IxError('IX_001_001', `field ${JSON.stringify(path + field)}: ${why}`);
  if (fields.length === 0) throw new IxError('IX_001_001', path === '' ? 'no fields' : `field ${JSON.stringify(path)}: no fields`);
  const seen = new Set<string>();
  for (const field of fields) {
    if (!IDENTIFIER.test(field.name)) throw bad(field.name, 'name must be an identifier: letters, digits, _, not starting with a digit');
    if (seen.has(field.name)) throw bad(field.name, 'name appears twice');
    seen.add(field.name);
    if (field.choices !== null && field.type !== 'string') throw bad(field.name, 'choices are allowed on string fields only');
    if (field.pattern !== null) {
      try {
        new RegExp(field.pattern, 'u');
      } catch (error) {
        throw bad(field.name, `pattern does not compile: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    const nested = field.type === 'object' || field.type === 'array';
    if (field.fields !== null && !nested) throw bad(field.name, 'fields are allowed on object and array only');
    if (nested) checkEach(field.fields ?? [], `${path}${field.name}.`);
  }
}
