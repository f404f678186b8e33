/** Use cases that come with a request, as fields. */
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { IxError } from '../../src/contracts/errors.ts';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { faultsOfInline, useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

const parse = (inline: z.input<typeof UseCaseInlineSchema>) => useCaseFromInline(UseCaseInlineSchema.parse(inline));

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof IxError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

describe('fields', () => {
  it('become a checked use case', () => {
    const useCase = parse({ name: 'lease', system_prompt: 'Read well.', fields: [{ name: 'rent', type: 'decimal', labels: ['Miete'] }] });
    expect(useCase).toMatchObject({
      ...{ name: 'lease', title: 'lease', description: null, system_prompt: 'Read well.', checks: [], json_schema: null },
      fields: [{ name: 'rent', type: 'decimal', required: false, labels: ['Miete'], kind: null, role: null, multiline: false }],
    });
  });

  it('are checked and made ready once for the same content', () => {
    const inline = { name: 'lease', fields: [{ name: 'rent', type: 'decimal' as const }] };
    expect(parse(inline)).toBe(parse(structuredClone(inline)));
    expect(parse({ ...inline, name: 'other' })).not.toBe(parse(inline));
  });

  const field = { name: 'a', type: 'string' as const };
  it.each<[string, z.input<typeof UseCaseInlineSchema>, string]>([
    ['no name', { name: ' ', fields: [field] }, 'name is empty'],
    ['neither', { name: 'x' }, 'neither fields nor json_schema'],
    ['both', { name: 'x', fields: [field], json_schema: { type: 'object' } }, 'both fields and json_schema'],
    ['no fields', { name: 'x', fields: [] }, 'no fields'],
    ['an empty field name', { name: 'x', fields: [{ ...field, name: '' }] }, 'name must be an identifier'],
    ['a name with a blank', { name: 'x', fields: [{ ...field, name: 'a b' }] }, 'field "a b"'],
    ['a name twice', { name: 'x', fields: [field, field] }, 'field "a": name appears twice'],
    [
      'choices of numbers',
      { name: 'x', fields: [{ ...field, type: 'integer', choices: ['1'] }] },
      'choices must be values of the type integer',
    ],
    ['a broken pattern', { name: 'x', fields: [{ ...field, pattern: '(' }] }, 'pattern does not compile'],
    ['an array of nothing', { name: 'x', fields: [{ ...field, type: 'array' }] }, 'no fields'],
    ['an unknown kind', { name: 'x', fields: [{ ...field, kind: 'money' }] }, 'kind "money" is not one of amount, bic, checkbox'],
    ['a kind of another type', { name: 'x', fields: [{ ...field, kind: 'amount' }] }, 'kind amount is for decimal, number, not for string'],
    ['an unknown role', { name: 'x', fields: [{ ...field, role: 'boss' }] }, 'role "boss" is not one of invoice_number'],
    ['items of a string', { name: 'x', fields: [{ ...field, items: { type: 'string' } }] }, 'items are allowed on array only'],
    [
      'a check of nothing',
      { name: 'x', fields: [field], checks: [{ kind: 'balance', opening: 'a', closing: 'b' }] },
      'the check names "b", which is no field',
    ],
    ['a bad name below', { name: 'x', fields: [{ ...field, type: 'array', fields: [{ ...field, name: '1' }] }] }, 'field "a.1"'],
  ])('with %s are refused', (_name, inline, why) => {
    const message = refusal(() => parse(inline));
    expect(message).toMatch(/^IX_001_001: /);
    expect(message).toContain(why);
  });
});

it('says all that is wrong at once, each at its place', () => {
  const inline = UseCaseInlineSchema.parse({
    name: 'x',
    fields: [
      { name: '1', type: 'string', pattern: '(' },
      { name: 'rows', type: 'array', fields: [{ name: 'a', type: 'string', kind: 'money' }] },
    ],
    checks: [{ kind: 'sum', parts: ['a', 'b'], total: 'c' }],
  });
  expect(faultsOfInline(inline).map(({ pointer }) => pointer)).toEqual([
    '/fields/0/name',
    '/fields/0/pattern',
    '/fields/1/fields/0/kind',
    '/checks/0',
    '/checks/0',
    '/checks/0',
  ]);
});
