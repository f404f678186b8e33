/** A use case as it comes in a request or a file → a checked UseCase. */
import { z } from 'zod';
import { IxError } from '../../contracts/errors.ts';
import { checkFields, type FieldDefinition, FieldDefinitionSchema, type UseCase, type UseCaseInline } from '../../contracts/use-case.ts';
import { fieldsFromJsonSchema } from './json-schema.ts';

/** @throws IxError IX_001_001 saying what is wrong, and with which field. */
export function useCaseFromInline({ name, system_prompt, fields, json_schema }: UseCaseInline): UseCase {
  if (name.trim() === '') throw new IxError('IX_001_001', 'use_case_inline.name is empty');
  if (fields !== undefined && json_schema !== undefined)
    throw new IxError('IX_001_001', `use case ${JSON.stringify(name)} has both fields and json_schema; give one of them`);
  if (fields === undefined && json_schema === undefined)
    throw new IxError('IX_001_001', `use case ${JSON.stringify(name)} has neither fields nor json_schema`);
  const checked = fields ?? bounded(fieldsFromJsonSchema(json_schema ?? {}));
  checkFields(checked);
  return { name, title: name, description: null, system_prompt, fields: checked };
}

/** What a JSON Schema describes is held to the bounds that fields have where they are given as such. */
function bounded(fields: FieldDefinition[]): FieldDefinition[] {
  const parsed = z.array(FieldDefinitionSchema).safeParse(fields);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new IxError('IX_001_001', `json_schema, fields.${first?.path.join('.')}: ${first?.message}`);
}
