/** The JSON Schema of an answer, flat and plain: no `$ref`, `anyOf`, `pattern` or bounds, on which servers choke. */
import type { FieldDefinition } from '../../../contracts/use-case.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Choices in a schema at most: servers make a grammar of them. */
const MOST_CHOICES = 100;

/** An object of the fields; each single value is `{value, segments}`, its segments being the ids of the lines that say it. */
export function answerSchema(fields: readonly FieldDefinition[]): JsonSchema {
  return objectOf(Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])));
}

function schemaOf(field: FieldDefinition): JsonSchema {
  const { fields, items } = field;
  if (field.type === 'array') {
    const item = items === null ? answerSchema(fields ?? []) : cell(items.type, items.choices);
    return { type: ['array', 'null'], items: item };
  }
  return field.type === 'object' ? answerSchema(fields ?? []) : cell(field.type, field.choices);
}

function cell(type: FieldDefinition['type'], choices: FieldDefinition['choices']): JsonSchema {
  return objectOf({ value: valueSchema(type, choices), segments: { type: 'array', items: { type: 'string' } } });
}

function valueSchema(type: FieldDefinition['type'], choices: FieldDefinition['choices']): JsonSchema {
  if (choices !== null && choices.length <= MOST_CHOICES && choices.every((choice) => typeof choice === 'string'))
    return { type: ['string', 'null'], enum: [...choices, null] };
  if (type === 'integer' || type === 'number' || type === 'boolean') return { type: [type, 'null'] };
  // Decimals, dates and times as strings, which keep all digits.
  return { type: ['string', 'null'] };
}

function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
