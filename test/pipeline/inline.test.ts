/** Use cases that come with a request: fields as they are, or a JSON Schema. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { IxError } from '../../src/contracts/errors.ts';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

const parse = (inline: z.input<typeof UseCaseInlineSchema>) => useCaseFromInline(UseCaseInlineSchema.parse(inline));
const fromSchema = (json_schema: Record<string, unknown>) => parse({ name: 'test', json_schema }).fields;
const fromProperty = (property: unknown) => fromSchema({ type: 'object', properties: { x: property } })[0];

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
    expect(useCase).toEqual({
      name: 'lease',
      title: 'lease',
      description: null,
      system_prompt: 'Read well.',
      fields: [
        {
          name: 'rent',
          type: 'decimal',
          required: false,
          choices: null,
          description: null,
          labels: ['Miete'],
          pattern: null,
          fields: null,
        },
      ],
    });
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
      'choices are allowed on string fields only',
    ],
    ['a broken pattern', { name: 'x', fields: [{ ...field, pattern: '(' }] }, 'pattern does not compile'],
    ['an array of nothing', { name: 'x', fields: [{ ...field, type: 'array' }] }, 'no fields'],
    ['a bad name below', { name: 'x', fields: [{ ...field, type: 'array', fields: [{ ...field, name: '1' }] }] }, 'field "a.1"'],
  ])('with %s are refused', (_name, inline, why) => {
    const message = refusal(() => parse(inline));
    expect(message).toMatch(/^IX_001_001: /);
    expect(message).toContain(why);
  });
});

describe('a JSON Schema', () => {
  it('gives a field for each property', () => {
    const fields = fromSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      title: 'Invoice',
      required: ['number', 'items'],
      additionalProperties: false,
      properties: {
        number: { type: 'string', title: 'Rechnungsnummer', description: 'As printed', pattern: '^R\\d+$' },
        date: { type: 'string', format: 'date' },
        paid_at: { type: 'string', format: 'date-time' },
        kind: { enum: ['invoice', 'credit'] },
        copies: { type: 'integer' },
        weight: { type: 'number' },
        paid: { type: 'boolean' },
        seller: { type: 'object', properties: { name: { type: 'string' } } },
        items: { type: 'array', items: { type: 'object', properties: { amount: { type: ['number', 'string'] } }, required: ['amount'] } },
      },
    });
    expect(fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['number', 'string', true],
      ['date', 'date', false],
      ['paid_at', 'datetime', false],
      ['kind', 'string', false],
      ['copies', 'integer', false],
      ['weight', 'number', false],
      ['paid', 'boolean', false],
      ['seller', 'object', false],
      ['items', 'array', true],
    ]);
    expect(fields[0]).toMatchObject({ labels: ['Rechnungsnummer'], description: 'As printed', pattern: '^R\\d+$' });
    expect(fields[3]?.choices).toEqual(['invoice', 'credit']);
    expect(fields[7]?.fields?.map(({ name }) => name)).toEqual(['name']);
    expect(fields[8]?.fields?.map(({ name, type, required }) => [name, type, required])).toEqual([['amount', 'decimal', true]]);
  });

  it('may be what zod writes', () => {
    const schema = z.object({
      number: z.string(),
      date: z.iso.date().nullable(),
      count: z.int().optional(),
      kind: z.enum(['a', 'b']),
      items: z.array(z.object({ amount: z.number() })),
    });
    const { $schema: _, ...json } = z.toJSONSchema(schema);
    expect(fromSchema(json).map(({ name, type, required }) => [name, type, required])).toEqual([
      ['number', 'string', true],
      ['date', 'date', true],
      ['count', 'integer', false],
      ['kind', 'string', true],
      ['items', 'array', true],
    ]);
  });

  it('may be what pydantic writes: $defs, optional values, decimals', () => {
    const fields = fromSchema({
      $defs: {
        Item: { type: 'object', title: 'Item', properties: { text: { type: 'string', title: 'Text' } }, required: ['text'] },
        Kind: { enum: ['a', 'b'], type: 'string', title: 'Kind' },
      },
      type: 'object',
      properties: {
        total: { anyOf: [{ type: 'number' }, { type: 'string', pattern: '^\\d+$' }, { type: 'null' }], default: null, title: 'Total' },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, title: 'Note' },
        kind: { $ref: '#/$defs/Kind' },
        main: { allOf: [{ $ref: '#/$defs/Item' }], description: 'The main item' },
        items: { type: 'array', items: { $ref: '#/$defs/Item' } },
      },
    });
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['total', 'decimal'],
      ['note', 'string'],
      ['kind', 'string'],
      ['main', 'object'],
      ['items', 'array'],
    ]);
    expect(fields[2]?.choices).toEqual(['a', 'b']);
    expect(fields[3]).toMatchObject({ description: 'The main item', fields: [{ name: 'text', labels: ['Text'], required: true }] });
  });

  it.each<[string, unknown, string]>([
    ['no type', {}, '#/properties/x: has no type'],
    ['nothing', true, '#/properties/x: expected a schema, found true'],
    ['an unknown type', { type: 'money' }, 'type money is not one of'],
    ['two types', { type: ['string', 'boolean'] }, 'one type, or one and "null"'],
    ['a union', { anyOf: [{ type: 'string' }, { type: 'boolean' }] }, 'only as one schema, or one schema and null'],
    [
      'an array of strings',
      { type: 'array', items: { type: 'string' } },
      '#/properties/x/items: items of an array must be objects; found string',
    ],
    ['an array of anything', { type: 'array' }, '#/properties/x/items: has no type'],
    ['a length', { type: 'string', minLength: 3 }, '"minLength" cannot be expressed for type string'],
    ['a bound', { type: 'integer', minimum: 0 }, '"minimum" cannot be expressed for type integer'],
    ['a condition', { type: 'string', if: {}, else: false }, '"if" cannot be expressed'],
    ['choices of numbers', { type: 'string', enum: [1, 2] }, '#/properties/x/enum: expected a list of strings'],
    ['a tuple', { type: 'array', prefixItems: [], items: { type: 'object' } }, '"prefixItems" cannot be expressed'],
    [
      'free properties',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
      'list the properties',
    ],
    ['an object of nothing', { type: 'object' }, 'field "x.": no fields'],
    ['a reference to elsewhere', { $ref: 'https://example.com/a.json' }, 'does not point into this schema'],
    ['a reference to nothing', { $ref: '#/$defs/A' }, '$ref "#/$defs/A" points at nothing'],
    ['a reference to itself', { $ref: '#/properties/x' }, 'refers to itself'],
    ['an object within itself', { $ref: '#' }, 'nest more than 16 deep, or refer to themselves'],
    ['a broken reference', { $ref: '#/%' }, '$ref "#/%" points at nothing'],
  ])('with %s is refused', (_name, property, why) => {
    const message = refusal(() => fromProperty(property));
    expect(message).toMatch(/^IX_001_001: /);
    expect(message).toContain(why);
  });

  it('that is no object is refused', () => {
    expect(refusal(() => fromSchema({ type: 'string' }))).toContain('#: expected "type": "object"');
  });

  it('with a property that is no identifier is refused', () => {
    expect(refusal(() => fromSchema({ type: 'object', properties: { 'net amount': { type: 'string' } } }))).toContain('field "net amount"');
  });

  it('that requires what it does not have is refused', () => {
    expect(refusal(() => fromSchema({ type: 'object', properties: {}, required: ['a'] }))).toContain('#/required');
  });

  it('whose references multiply is refused before it fills the memory', () => {
    const level = (next: string) => ({
      type: 'object',
      properties: Object.fromEntries('abcdefghij'.split('').map((name) => [name, { $ref: next }])),
    });
    const $defs = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`L${at}`, at === 11 ? { type: 'string' } : level(`#/$defs/L${at + 1}`)]),
    );
    expect(refusal(() => fromSchema({ $defs, ...level('#/$defs/L0') }))).toContain('more than 1000 fields');
  });
});
