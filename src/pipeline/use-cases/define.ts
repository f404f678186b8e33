/** A use case written in TypeScript, by the same means as one that comes as JSON. */
import type { z } from 'zod';
import { type UseCase, UseCaseInlineSchema } from '../../contracts/use-case.ts';
import { useCaseFromInline } from './inline.ts';

type Definition = Omit<z.input<typeof UseCaseInlineSchema>, 'json_schema'> & { readonly title: string; readonly description: string };

/** @throws when a field is malformed: a mistake in the source, found by the first test that loads it. */
export function defineUseCase({ title, description, ...inline }: Definition): UseCase {
  return { ...useCaseFromInline(UseCaseInlineSchema.parse(inline)), title, description };
}
