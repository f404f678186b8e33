/** What is a value of a field, by its type and choices. */
import { expect, test } from 'vitest';
import { faultOf, fieldAt, typedValue } from '../../src/contracts/field-value.ts';
import type { DecidedValue } from '../../src/contracts/review.ts';
import { FieldDefinitionSchema, type FieldInput } from '../../src/contracts/use-case.ts';

const field = (type: FieldInput['type'], rest: Partial<FieldInput> = {}) => FieldDefinitionSchema.parse({ name: 'x', type, ...rest });

test.each<[FieldInput['type'], string, DecidedValue]>([
  ['string', 'Grüße', 'Grüße'],
  ['integer', '42', 42],
  ['number', '-12.5', -12.5],
  ['decimal', ' 1234.50 ', '1234.50'],
  ['date', '2028-02-29', '2028-02-29'],
  ['datetime', '2026-03-31T14:30', '2026-03-31T14:30'],
  ['boolean', 'false', false],
  ['array', '[]', []],
])('%s: %s is one', (type, text, value) => {
  expect(typedValue(field(type), text)).toEqual(value);
  expect(faultOf(field(type), value)).toBeNull();
  expect(faultOf(field(type), null)).toBeNull();
});

test.each([
  ['string', ' '],
  ['integer', '4.5'],
  ['number', 'NaN'],
  ['decimal', '1,234.50'],
  ['decimal', '1e3'],
  ['date', '2026-02-29'],
  ['datetime', '2026-03-31'],
  ['boolean', 'yes'],
  ['object', 'x'],
  ['array', 'x'],
] as const)('%s: %s is none', (type, text) => {
  expect(faultOf(field(type), typedValue(field(type), text))).toContain('expected ');
});

test('choices are of their own type, whatever is typed', () => {
  const rates = field('number', { choices: [7, 19] });
  expect(typedValue(rates, '19')).toBe(19);
  expect(faultOf(rates, 19)).toBeNull();
  expect(faultOf(rates, 16)).toBe('expected one of 7, 19, got 16');
});

test('a path leads through rows and objects to its field', () => {
  const amount = FieldDefinitionSchema.parse({ name: 'amount', type: 'decimal' });
  const fields = [field('array', { name: 'rows', fields: [amount] }), field('array', { name: 'tags', items: { type: 'string' } })];
  expect(fieldAt(fields, ['rows', '3', 'amount'])?.type).toBe('decimal');
  expect(fieldAt(fields, ['rows'])?.type).toBe('array');
  expect(fieldAt(fields, ['tags', '0'])?.type).toBe('string');
  expect(fieldAt(fields, ['rows', '0', 'nothing'])).toBeNull();
});
