/** The keywords of JSON Schema that answers are checked by, in the manner of the drafts' own test suite: a schema, values, which fit. */
import { expect, it } from 'vitest';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { violationsOf } from '../../src/pipeline/use-cases/conformance.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

type Values = readonly unknown[];

/** Keyword, schema, values that fit, values that do not. */
const GROUPS: readonly (readonly [keyword: string, schema: unknown, valid: Values, invalid: Values])[] = [
  ['type string', { type: 'string' }, ['', 'a'], [1, true, {}, []]],
  ['type integer', { type: 'integer' }, [1, 1.0, -3], [1.1, '1']],
  ['type number', { type: 'number' }, [1, 1.5], ['1', false]],
  ['type boolean', { type: 'boolean' }, [true, false], [0, 'true']],
  ['type array', { type: 'array' }, [[], [1]], [{}, 'a']],
  ['type object', { type: 'object' }, [{}, { a: 1 }], [[], 1]],
  ['type, several', { type: ['integer', 'string'] }, [1, 'a'], [1.5, [], true]],
  ['nullable', { type: 'string', nullable: true }, ['a'], [1]],
  ['enum', { enum: ['a', 7, true] }, ['a', 7, true], ['b', '7', false]],
  ['enum with null', { enum: ['a', null] }, ['a'], ['b']],
  ['const', { const: 2 }, [2], [3, '2']],
  ['const, deep', { const: { a: [1] } }, [{ a: [1] }], [{ a: [2] }, {}]],
  ['minimum', { type: 'number', minimum: 1.1 }, [1.1, 2], [1]],
  ['maximum', { type: 'number', maximum: 3 }, [3, -1], [3.01]],
  ['exclusiveMinimum', { type: 'number', exclusiveMinimum: 1 }, [1.01], [1, 0]],
  ['exclusiveMaximum', { type: 'number', exclusiveMaximum: 3 }, [2.9], [3]],
  ['exclusiveMinimum of draft 4', { type: 'number', minimum: 1, exclusiveMinimum: true }, [1.01], [1]],
  ['exclusiveMaximum of draft 4, off', { type: 'number', maximum: 1, exclusiveMaximum: false }, [1], [1.01]],
  ['multipleOf', { type: 'number', multipleOf: 0.01 }, [4.35, 0], [4.355]],
  ['minLength', { type: 'string', minLength: 2 }, ['ab', '💩💩'], ['a', '💩']],
  ['maxLength', { type: 'string', maxLength: 2 }, ['ab', '💩💩'], ['abc']],
  ['pattern', { type: 'string', pattern: '^a+$' }, ['aa'], ['ab']],
  ['pattern, not anchored', { type: 'string', pattern: 'a' }, ['xax'], ['x']],
  ['pattern of Unicode', { type: 'string', pattern: '^\\p{Lu}$' }, ['Ä'], ['ä']],
  ['format date', { type: 'string', format: 'date' }, ['2026-02-28'], ['2026-02-30', '28.02.2026']],
  ['format date-time', { type: 'string', format: 'date-time' }, ['2026-02-28T10:00:00Z'], ['2026-02-28']],
  ['format time', { type: 'string', format: 'time' }, ['10:00:00Z'], ['25:00:00Z']],
  ['format email', { type: 'string', format: 'email' }, ['a@example.org'], ['a']],
  ['format uri', { type: 'string', format: 'uri' }, ['https://example.org/a'], ['example']],
  ['format uuid', { type: 'string', format: 'uuid' }, ['2eb8aa08-aa98-11ea-b4aa-73b441d16380'], ['2eb8']],
  ['format ipv4', { type: 'string', format: 'ipv4' }, ['192.0.2.1'], ['300.1.1.1']],
  ['format nobody knows', { type: 'string', format: 'meter-number' }, ['x'], []],
  ['items', { type: 'array', items: { type: 'integer' } }, [[], [1, 2]], [[1, 'x']]],
  ['items false', { type: 'array', items: false }, [[]], [[1]]],
  ['prefixItems', { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] }, [[1, 'a'], [1]], [['a']]],
  ['prefixItems and items', { type: 'array', prefixItems: [{}], items: { type: 'integer' } }, [['a', 1]], [['a', 'b']]],
  ['items of draft 7, a list', { type: 'array', items: [{ type: 'integer' }] }, [[1]], [['a']]],
  ['contains', { type: 'array', contains: { const: 5 } }, [[1, 5]], [[1], []]],
  ['minContains', { type: 'array', contains: { const: 1 }, minContains: 2 }, [[1, 1]], [[1]]],
  ['minItems', { type: 'array', minItems: 1 }, [[1]], [[]]],
  ['maxItems', { type: 'array', maxItems: 2 }, [[1, 2]], [[1, 2, 3]]],
  [
    'uniqueItems',
    { type: 'array', uniqueItems: true },
    [
      [1, 2],
      [{ a: 1 }, { a: 2 }],
    ],
    [
      [1, 1],
      [{ a: 1 }, { a: 1 }],
    ],
  ],
  ['unevaluatedItems', { type: 'array', prefixItems: [{}], unevaluatedItems: false }, [[1]], [[1, 2]]],
  ['properties', { type: 'object', properties: { a: { type: 'integer' } } }, [{ a: 1 }, {}, { b: 'x' }], [{ a: 'x' }]],
  [
    'a property that is called like a keyword',
    { type: 'object', properties: { required: { type: 'integer' } } },
    [{ required: 1 }],
    [{ required: 'x' }],
  ],
  ['additionalProperties false', { type: 'object', properties: { a: {} }, additionalProperties: false }, [{ a: 1 }], [{ b: 1 }]],
  ['additionalProperties, a schema', { type: 'object', additionalProperties: { type: 'integer' } }, [{ a: 1 }], [{ a: 'x' }]],
  ['patternProperties', { type: 'object', patternProperties: { '^n': { type: 'integer' } } }, [{ n1: 1, x: 'y' }], [{ n1: 'x' }]],
  ['propertyNames', { type: 'object', propertyNames: { maxLength: 2 } }, [{ ab: 1 }], [{ abc: 1 }]],
  ['minProperties', { type: 'object', minProperties: 1 }, [{ a: 1 }], [{}]],
  ['maxProperties', { type: 'object', maxProperties: 1 }, [{ a: 1 }], [{ a: 1, b: 2 }]],
  ['dependentRequired', { type: 'object', dependentRequired: { a: ['b'] } }, [{ a: 1, b: 2 }, {}], [{ a: 1 }]],
  ['dependentSchemas', { type: 'object', dependentSchemas: { a: { maxProperties: 1 } } }, [{ a: 1 }], [{ a: 1, b: 2 }]],
  ['unevaluatedProperties', { type: 'object', allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }, [{ a: 1 }], [{ b: 1 }]],
  ['allOf', { allOf: [{ type: 'number', minimum: 2 }, { maximum: 4 }] }, [3], [1, 5]],
  ['anyOf', { anyOf: [{ type: 'integer' }, { type: 'string', minLength: 2 }] }, [1, 'ab'], ['a', 1.5]],
  ['anyOf with null', { anyOf: [{ type: 'string', maxLength: 2 }, { type: 'null' }] }, ['ab'], ['abc']],
  ['oneOf', { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 2 }] }, [1, 2.5], [3, 1.5]],
  ['not', { not: { const: 'x' } }, ['y'], ['x']],
  [
    'if, then, else',
    JSON.parse('{"if": {"type": "number", "minimum": 10}, "then": {"multipleOf": 10}, "else": {"maximum": 5}}'),
    [20, 3],
    [15, 7],
  ],
  ['$ref to $defs', { $ref: '#/$defs/small' }, [1], [11]],
  ['$ref with siblings', { $ref: '#/$defs/small', minimum: 5 }, [6], [4, 11]],
  ['$ref to definitions', { $ref: '#/definitions/small' }, [1], [11]],
  ['$ref through a pointer with escapes', { $ref: '#/$defs/a~1b' }, [true], ['x']],
  ['$ref that holds itself', { $ref: '#/$defs/tree' }, [{ n: 1, inner: { n: 2 } }], [{ n: 1, inner: { n: 'x' } }]],
  ['annotations', { type: 'string', title: 'T', description: 'D', default: 1, examples: [2], deprecated: true, 'x-own': 7 }, ['a'], [1]],
];

const $defs = {
  small: { type: 'integer', maximum: 10 },
  'a/b': { type: 'boolean' },
  tree: { type: 'object', properties: { n: { type: 'integer' }, inner: { $ref: '#/$defs/tree' } } },
};

it.each(GROUPS)('%s', (_keyword, schema, valid, invalid) => {
  const json_schema = { type: 'object', properties: { x: schema, other: { type: 'string' } }, required: ['x'], $defs, definitions: $defs };
  const useCase = useCaseFromInline(UseCaseInlineSchema.parse({ name: 'keywords', json_schema }));
  const fits = (x: unknown) => violationsOf(useCase, { x, other: null }).size === 0;
  for (const value of valid) expect(fits(value), JSON.stringify(value)).toBe(true);
  for (const value of invalid) expect(fits(value), JSON.stringify(value)).toBe(false);
  // What was not found is no fault.
  expect(violationsOf(useCase, { x: null, other: null }).size).toBe(0);
});

it('says where, and what was asked for, of the alternative that was meant', () => {
  const json_schema = {
    type: 'object',
    properties: {
      rows: {
        type: 'array',
        items: { type: 'object', properties: { n: { anyOf: [{ type: 'integer', maximum: 3 }, { type: 'null' }] } } },
      },
    },
  };
  const useCase = useCaseFromInline(UseCaseInlineSchema.parse({ name: 'where', json_schema }));
  expect([...violationsOf(useCase, { rows: [{ n: 1 }, { n: 7 }] })]).toEqual([['rows.1.n', ['the schema asks for more: must be <= 3']]]);
});
