/** Use cases that come as a JSON Schema: what generators write is taken whole, what cannot be taken is said all at once. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { faultsOfInline, useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

type Schema = Record<string, unknown>;
const inlineOf = (json_schema: Schema) => UseCaseInlineSchema.parse({ name: 'test', json_schema });
const fieldsOf = (json_schema: Schema) => useCaseFromInline(inlineOf(json_schema)).fields;
const fieldOf = (property: unknown, rest: Schema = {}) => fieldsOf({ type: 'object', properties: { x: property }, ...rest })[0];
const faultsOf = (json_schema: Schema) => faultsOfInline(inlineOf(json_schema)).map(({ pointer, detail }) => `${pointer} ${detail}`);
const summary = (json_schema: Schema) => fieldsOf(json_schema).map(({ name, type, required }) => [name, type, required]);

it('a field for each property', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    title: 'Invoice',
    required: ['number', 'items', 'elsewhere'],
    additionalProperties: false,
    properties: {
      number: { type: 'string', title: 'Rechnungsnummer', description: 'As printed', pattern: '^R\\d+$' },
      date: { type: 'string', format: 'date' },
      paid_at: { type: 'string', format: 'date-time' },
      kind: { enum: ['invoice', 'credit'] },
      copies: { type: 'integer', minimum: 0 },
      weight: { type: 'number', exclusiveMinimum: 0 },
      paid: { type: 'boolean' },
      seller: { type: 'object', properties: { name: { type: 'string' } } },
      items: { type: 'array', items: { type: 'object', properties: { amount: { type: ['number', 'string'] } }, required: ['amount'] } },
      tags: { type: 'array', items: { type: 'string', format: 'email' }, uniqueItems: true },
    },
  };
  expect(summary(schema)).toEqual([
    ['number', 'string', true],
    ['date', 'date', false],
    ['paid_at', 'datetime', false],
    ['kind', 'string', false],
    ['copies', 'integer', false],
    ['weight', 'number', false],
    ['paid', 'boolean', false],
    ['seller', 'object', false],
    ['items', 'array', true],
    ['tags', 'array', false],
  ]);
  const fields = fieldsOf(schema);
  expect(fields[0]).toMatchObject({ labels: ['Rechnungsnummer'], description: 'As printed', pattern: '^R\\d+$' });
  expect(fields[3]?.choices).toEqual(['invoice', 'credit']);
  expect(fields[8]?.fields?.map(({ name, type, required }) => [name, type, required])).toEqual([['amount', 'decimal', true]]);
  expect(fields[9]).toMatchObject({ fields: null, items: { type: 'string', kind: 'email' } });
});

describe('what generators write', () => {
  it('zod: unions, literals, tuples, records, recursion, bounds and formats', () => {
    const category = z.object({
      name: z.string(),
      get children() {
        return z.array(category);
      },
    });
    const schema = z.object({
      number: z.string().min(3).max(20),
      date: z.iso.date().nullable(),
      count: z.int().positive().optional(),
      kind: z.enum(['a', 'b']),
      level: z.literal([1, 2, 3]),
      final: z.literal(true),
      mail: z.email(),
      site: z.url().optional(),
      id: z.uuid(),
      point: z.tuple([z.number(), z.number()]),
      extra: z.record(z.string(), z.string()),
      either: z.union([z.string(), z.number()]),
      payment: z.discriminatedUnion('by', [
        z.object({ by: z.literal('card'), last4: z.string().length(4) }),
        z.object({ by: z.literal('transfer'), iban: z.string() }),
      ]),
      anything: z.any(),
      names: z.array(z.string()).min(1),
      category,
      items: z.array(z.object({ amount: z.number().multipleOf(0.01), place: z.object({ city: z.string() }) })),
    });
    for (const target of ['draft-2020-12', 'draft-7', 'draft-4', 'openapi-3.0'] as const) {
      const json = z.toJSONSchema(schema, { target });
      expect(faultsOf(json), target).toEqual([]);
      expect(summary(json).map(([name, type]) => `${name} ${type}`)).toEqual([
        ...['number string', 'date date', 'count integer', 'kind string', 'level integer', 'final boolean', 'mail string', 'site string'],
        // OpenAPI 3.0 has no tuples: zod writes an array of what may stand in them.
        ...['id string', `point ${target === 'openapi-3.0' ? 'array' : 'object'}`, 'extra object', 'either decimal', 'payment object'],
        ...['anything string', 'names array'],
        ...['category object', 'items array'],
      ]);
      const byName = new Map(fieldsOf(json).map((field) => [field.name, field]));
      expect(byName.get('level')?.choices).toEqual([1, 2, 3]);
      expect(byName.get('mail')?.kind ?? byName.get('mail')?.pattern).not.toBe(null);
      expect(byName.get('payment')?.fields?.map(({ name }) => name)).toEqual(['by', 'last4', 'iban']);
      expect(byName.get('payment')?.fields?.[0]?.choices).toEqual(['card', 'transfer']);
      // It holds itself: one level of it can stand in a document.
      expect(byName.get('category')?.fields?.map(({ name, type }) => `${name} ${type}`)).toEqual(['name string', 'children object']);
      expect(byName.get('items')?.fields?.[1]).toMatchObject({ type: 'object', fields: [{ name: 'city' }] });
    }
  });

  it('pydantic: $defs, optional values, decimals, dates, enums of models', () => {
    const schema = {
      $defs: {
        Item: {
          type: 'object',
          title: 'Item',
          properties: { text: { type: 'string', title: 'Text', maxLength: 80 }, quantity: { type: 'integer', exclusiveMinimum: 0 } },
          required: ['text'],
        },
        Kind: { enum: ['a', 'b'], type: 'string', title: 'Kind' },
        Priority: { enum: [1, 2, 3], type: 'integer', title: 'Priority' },
      },
      type: 'object',
      title: 'Order',
      properties: {
        total: {
          anyOf: [{ type: 'number' }, { type: 'string', pattern: '^(?!^[-+.]*$)[+-]?0*\\d*\\.?\\d*$' }, { type: 'null' }],
          default: null,
        },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, title: 'Note' },
        day: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }], title: 'Day' },
        kind: { $ref: '#/$defs/Kind' },
        priority: { anyOf: [{ $ref: '#/$defs/Priority' }, { type: 'null' }], default: null },
        main: { allOf: [{ $ref: '#/$defs/Item' }], description: 'The main item' },
        items: { type: 'array', items: { $ref: '#/$defs/Item' }, minItems: 1, title: 'Items' },
        tags: { anyOf: [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, { type: 'null' }], default: null },
        extra: { type: 'object', additionalProperties: { type: 'string' }, title: 'Extra' },
        anything: { title: 'Anything' },
        version: { const: 'v1', type: 'string', default: 'v1' },
      },
    };
    expect(faultsOf(schema)).toEqual([]);
    expect(summary(schema).map(([name, type]) => `${name} ${type}`)).toEqual([
      ...['total decimal', 'note string', 'day date', 'kind string', 'priority integer', 'main object', 'items array', 'tags array'],
      ...['extra object', 'anything string', 'version string'],
    ]);
    const byName = new Map(fieldsOf(schema).map((field) => [field.name, field]));
    expect(byName.get('kind')?.choices).toEqual(['a', 'b']);
    expect(byName.get('priority')?.choices).toEqual([1, 2, 3]);
    expect(byName.get('main')).toMatchObject({
      description: 'The main item',
      fields: [{ name: 'text', labels: ['Text'], required: true }, {}],
    });
    expect(byName.get('tags')).toMatchObject({ items: { type: 'string' } });
  });

  it('OpenAPI: components, nullable, discriminator, examples', () => {
    const schema = {
      $ref: '#/components/schemas/Order',
      components: {
        schemas: {
          Order: {
            type: 'object',
            required: ['id'],
            xml: { name: 'order' },
            properties: {
              id: { type: 'string', nullable: true, example: 'A-1', readOnly: true },
              price: { type: 'number', format: 'double', minimum: 0, exclusiveMinimum: true },
              party: {
                oneOf: [{ $ref: '#/components/schemas/Person' }, { $ref: '#/components/schemas/Firm' }],
                discriminator: { propertyName: 'type' },
              },
            },
          },
          Person: { type: 'object', properties: { type: { type: 'string' }, name: { type: 'string' } } },
          Firm: { type: 'object', properties: { type: { type: 'string' }, register: { type: 'string' } } },
        },
      },
    };
    expect(faultsOf(schema)).toEqual([]);
    expect(summary(schema)).toEqual([
      ['id', 'string', true],
      ['price', 'number', false],
      ['party', 'object', false],
    ]);
    expect(fieldsOf(schema)[2]?.fields?.map(({ name }) => name)).toEqual(['type', 'name', 'register']);
  });
});

it('x-ix gives a property what fields have and JSON Schema has not', () => {
  const field = fieldOf({ type: 'string', title: 'Pay by', format: 'date', 'x-ix': { role: 'due_date', labels: ['Deadline'] } });
  expect(field).toMatchObject({ type: 'date', role: 'due_date', labels: ['Deadline', 'Pay by'] });
  expect(faultsOf({ type: 'object', properties: { x: { type: 'string', 'x-ix': { colour: 'red', kind: 7 } } } })[0]).toMatch(
    /x-ix.*colour|x-ix.*kind/,
  );
});

describe('what cannot be taken', () => {
  it.each<[string, unknown, string]>([
    ['nothing at all', false, '#/properties/x: expected a schema, found false'],
    ['an unknown type', { type: 'money' }, '#/properties/x/type'],
    ['a reference to elsewhere', { $ref: 'https://example.com/a.json' }, 'does not point into this schema'],
    ['a reference to nothing', { $ref: '#/$defs/A' }, '$ref "#/$defs/A" points at nothing'],
    ['a reference to itself', { $ref: '#/properties/x' }, 'refers to itself'],
    ['a broken reference', { $ref: '#/%' }, '$ref "#/%" points at nothing'],
    ['a pattern that does not compile', { type: 'string', pattern: '(' }, 'pattern does not compile'],
    ['a length that is none', { type: 'string', maxLength: -1 }, '#/properties/x/maxLength: must be >= 0'],
    ['an unknown role', { type: 'string', 'x-ix': { role: 'boss' } }, 'role "boss" is not one of'],
  ])('%s', (_name, property, why) => {
    expect(faultsOf({ type: 'object', properties: { x: property } }).join('\n')).toContain(why);
  });

  it.each<[string, Schema, string]>([
    ['no object', { type: 'string' }, '/json_schema json_schema #: expected "type": "object"'],
    ['no properties', { type: 'object' }, '/json_schema no fields'],
    ['a name that is no identifier', { type: 'object', properties: { 'net amount': { type: 'string' } } }, 'name must be an identifier'],
  ])('%s', (_name, schema, why) => {
    expect(faultsOf(schema).join('\n')).toContain(why);
  });

  it('is said all at once, each at its place', () => {
    const properties = { a: { $ref: '#/nowhere' }, b: { type: 'object', properties: { c: { $ref: 'x.json' } } }, d: false };
    expect(faultsOfInline(inlineOf({ type: 'object', properties })).map(({ pointer }) => pointer)).toEqual([
      '/json_schema/properties/a',
      '/json_schema/properties/b/properties/c',
      '/json_schema/properties/d',
    ]);
  });

  it('references that multiply, before they fill the memory', () => {
    const level = (next: string) => ({
      type: 'object',
      properties: Object.fromEntries('abcdefghij'.split('').map((name) => [name, { $ref: next }])),
    });
    const $defs = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`L${at}`, at === 11 ? { type: 'string' } : level(`#/$defs/L${at + 1}`)]),
    );
    expect(faultsOf({ $defs, ...level('#/$defs/L0') }).join('\n')).toContain('more than 1000 fields');
  });
});
