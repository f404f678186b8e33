/** A use case for people: its fields, and by which labels they are looked for. */
import { z } from 'zod';
import { type FieldDefinition, type UseCase, UseCaseInlineSchema } from '../contracts/use-case.ts';
import { labelsOfLeaf, planOf } from '../pipeline/engines/rules/plan.ts';
import { printable } from './table.ts';

/** As ix answers it; an ix of another version may say more. */
export const UseCaseShownSchema = z.looseObject({
  ...UseCaseInlineSchema.shape,
  title: z.string(),
  description: z.string().nullable(),
  fields: UseCaseInlineSchema.shape.fields.unwrap(),
  json_schema: z.record(z.string(), z.unknown()).nullable(),
});

const INDENT = 10;

/** @param width characters of a line; what is longer goes on in the next. */
export function useCaseText(useCase: UseCase, width: number): string {
  const { name, title, description } = useCase;
  const head = [`${name}: ${printable(title)}`, ...(description === null ? [] : wrapped(printable(description).split(' '), ' ', width, 0))];
  const { leaves, tables, unread } = planOf(useCase);
  const columns = tables.flatMap(({ path, columns }) => columns.map((leaf) => ({ ...leaf, path: [...path, '[]', ...leaf.path] })));
  const fields = [...leaves, ...columns].map((leaf) => fieldText(leaf.path.join('.').replaceAll('.[]', '[]'), leaf, width));
  const rest = unread.length === 0 ? [] : [`nothing can be looked for in ${unread.map((path) => path.join('.')).join(', ')}`];
  return [head.join('\n'), ...fields, ...rest].join('\n\n');
}

function fieldText(
  path: string,
  leaf: { readonly index: number; readonly field: FieldDefinition; readonly kind: { readonly name: string } },
  width: number,
): string {
  const { field, kind } = leaf;
  const what = [
    field.type,
    kind.name === field.type ? '' : kind.name,
    field.required ? 'required' : '',
    field.role === null ? '' : `role ${field.role}`,
  ];
  const all = labelsOfLeaf(leaf);
  const texts = (phrase: boolean): string[] => [
    ...new Set(all.flatMap((label) => (label.phrase === phrase ? [printable(label.text)] : []))),
  ];
  const lines: [string, readonly string[]][] = [
    ['labels', texts(false)],
    ['phrases', texts(true)],
    ['choices', field.choices?.map(String) ?? []],
    ['pattern', field.pattern === null ? [] : [field.pattern]],
  ];
  const shown = lines.flatMap(([name, words]) => {
    if (words.length === 0) return [];
    const [first = '', ...more] = wrapped(words, ' | ', width - INDENT, INDENT);
    return [`  ${name.padEnd(INDENT - 2)}${first.trimStart()}`, ...more];
  });
  return [`${path} (${what.filter(Boolean).join(', ')})`, ...shown].join('\n');
}

/** Lines of at most `width` characters behind an indent, broken between words. */
function wrapped(words: readonly string[], between: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + between.length + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last + between + word;
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
