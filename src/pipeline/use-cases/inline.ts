/** A use case as it comes in a request or a file → a checked UseCase. */
import { IxError } from '../../contracts/errors.ts';
import type { FieldDefinition, UseCase, UseCaseInline } from '../../contracts/use-case.ts';
import { faultsOf, type UseCaseFault } from './check.ts';
import { fieldsFromJsonSchema } from './json-schema.ts';
import { KeptByContent } from './kept-by-content.ts';

export type { UseCaseFault } from './check.ts';

interface Compiled {
  /** Null where there are faults. */
  readonly useCase: UseCase | null;
  readonly faults: readonly UseCaseFault[];
}

/** A use case comes with each job of a series: it is checked once. */
const compiled = new KeptByContent(compile);

/** Everything that is wrong with a use case; empty: it can be run. */
export const faultsOfInline = (inline: UseCaseInline): readonly UseCaseFault[] => compiled.get(inline).faults;

/** @throws IxError IX_001_001 saying what is wrong, and with which fields. */
export function useCaseFromInline(inline: UseCaseInline): UseCase {
  const { useCase, faults } = compiled.get(inline);
  if (useCase !== null) return useCase;
  const words = faults.map(({ field, detail }) => (field === '' ? detail : `field ${JSON.stringify(field)}: ${detail}`));
  throw new IxError('IX_001_001', words.join('; '));
}

function compile(inline: UseCaseInline): Compiled {
  const { name, system_prompt, checks, json_schema = null } = inline;
  const faults: UseCaseFault[] = [];
  const fault = (pointer: string, detail: string) => faults.push({ pointer, field: '', detail });
  const called = `use case ${JSON.stringify(name)}`;
  if (name.trim() === '') fault('/name', 'use_case_inline.name is empty');
  if (inline.fields !== undefined && json_schema !== null)
    fault('/json_schema', `${called} has both fields and json_schema; give one of them`);
  if (inline.fields === undefined && json_schema === null) fault('/fields', `${called} has neither fields nor json_schema`);
  const fields = json_schema === null || inline.fields !== undefined ? (inline.fields ?? []) : fromSchema(json_schema, faults);
  if (faults.length === 0) faults.push(...faultsOf(fields, checks, json_schema === null ? 'fields' : 'json_schema'));
  const useCase = { name, title: name, description: null, system_prompt, fields, checks, json_schema };
  return { useCase: faults.length === 0 ? useCase : null, faults };
}

function fromSchema(schema: Readonly<Record<string, unknown>>, faults: UseCaseFault[]): readonly FieldDefinition[] {
  const read = fieldsFromJsonSchema(schema);
  faults.push(
    ...read.faults.map(({ at, detail }) => ({ pointer: `/json_schema${at.slice(1)}`, field: '', detail: `json_schema ${at}: ${detail}` })),
  );
  return read.fields;
}
