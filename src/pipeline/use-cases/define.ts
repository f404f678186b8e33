/** The shipped use cases are written as data; this turns one into a checked UseCase. */
import { z } from 'zod';
import { checkFields, FieldDefinitionSchema, type UseCase } from '../../contracts/use-case.ts';

type FieldInput = z.input<typeof FieldDefinitionSchema>;

/** @throws when a field is malformed: a mistake in the source, found by the first test that loads it. */
export function defineUseCase(useCase: {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly fields: readonly FieldInput[];
}): UseCase {
  const fields = z.array(FieldDefinitionSchema).parse(useCase.fields);
  checkFields(fields);
  return { name: useCase.name, title: useCase.title, description: useCase.description, system_prompt: null, fields };
}

/** Labels written with bars and line breaks between them, in order of preference. */
export function list(labels: string): string[] {
  return labels
    .split(/[|\n]/)
    .map((label) => label.trim())
    .filter((label) => label !== '');
}
