/** What counts as right: by kind of value, by row of a list, and in each form of truth. */
import { describe, expect, test } from 'vitest';
import { emptyResponse, type ResponseIX } from '../../src/contracts/response.ts';
import { FieldDefinitionSchema, type FieldInput, type UseCase } from '../../src/contracts/use-case.ts';
import { sameValue } from '../../src/evaluation/compare.ts';
import { judge } from '../../src/evaluation/judge.ts';
import { truthOf } from '../../src/evaluation/truth.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

const field = (input: Omit<FieldInput, 'name'>) => FieldDefinitionSchema.parse({ name: 'one', ...input });

describe('the same value', () => {
  test.each<[type: Omit<FieldInput, 'name'>, truth: string, given: unknown, same: boolean]>([
    [{ type: 'decimal' }, '1234.50', '1234.5', true],
    [{ type: 'decimal' }, '1234.50', '1234.51', false],
    [{ type: 'decimal' }, '12.00', '-12.00', false],
    [{ type: 'number' }, '12.5', 12.5, true],
    [{ type: 'integer' }, '3', 3, true],
    [{ type: 'integer' }, '3', 30, false],
    [{ type: 'date' }, '2026-04-03', '2026-04-03', true],
    [{ type: 'date' }, '2026-04-03', '2026-03-04', false],
    [{ type: 'datetime' }, '2026-04-03T10:15', '2026-04-03T10:15:00', true],
    [{ type: 'datetime' }, '2026-04-03T10:15', '2026-04-03T11:15', false],
    [{ type: 'string', kind: 'time' }, '08:42', '08:42:00', true],
    [{ type: 'string', kind: 'time' }, '08:42', '18:42', false],
    [{ type: 'boolean' }, 'true', true, true],
    [{ type: 'boolean' }, 'true', false, false],
    [{ type: 'string', kind: 'iban' }, 'CH61 0937 4000 1234 5678 9', 'CH6109374000123456789', true],
    [{ type: 'string' }, 'Müller & Söhne GmbH', 'MULLER SOHNE  GmbH.', true],
    [{ type: 'string' }, 'Müller & Söhne GmbH', 'Müller & Söhne', false],
    [{ type: 'string' }, 'RE-2026/17', 'RE 2026 17', true],
    [{ type: 'string' }, '—', '•', false],
  ])('%o: %s and %s: %s', (type, truth, given, same) => {
    expect(sameValue(field(type), truth, given)).toBe(same);
  });
});

const BILL: UseCase = useCaseFromInline({
  name: 'bill',
  system_prompt: null,
  checks: [],
  fields: [
    { name: 'total', type: 'decimal' as const },
    { name: 'due', type: 'date' as const },
    { name: 'seller', type: 'object' as const, fields: [{ name: 'city', type: 'string' as const }] },
    {
      name: 'lines',
      type: 'array' as const,
      fields: [
        { name: 'text', type: 'string' as const },
        { name: 'amount', type: 'decimal' as const },
      ],
    },
    { name: 'notes', type: 'array' as const, items: { type: 'string' as const } },
  ].map((input) => FieldDefinitionSchema.parse(input)),
});

function answer(result: Readonly<Record<string, unknown>>): ResponseIX {
  const empty = emptyResponse({ use_case: 'bill', ix_client_id: 'a', request_id: 'b', ix_id: 'c' });
  return { ...empty, ix_result: { result, meta_data: { engine: 'rules', model_name: null, token_usage: null } } };
}

const verdicts = (truth: unknown, result: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(judge(BILL, truthOf(truth, BILL), answer(result)).map(({ path, verdict }) => [path, verdict]));

test('right, null, wrong, invented and silent; what the truth does not name is not judged', () => {
  expect(verdicts({ total: 12, due: null }, { total: '12.00', due: null, seller: { city: 'Bern' } })).toEqual({
    total: 'right',
    due: 'silent',
  });
  expect(verdicts({ total: '12.00', due: null }, { total: null, due: '2026-01-01' })).toEqual({ total: 'null', due: 'invented' });
  expect(verdicts({ total: '12.00' }, { total: '13.00' })).toEqual({ total: 'wrong' });
  // A document that could not be read has no answer at all.
  expect(verdicts({ total: '12.00', lines: [{ amount: 1 }] }, {})).toEqual({ total: 'null', 'lines.0.amount': 'null' });
});

test('all forms of truth say the same', () => {
  const result = { total: '12.00', seller: { city: 'Bern' }, lines: [{ text: 'Nails', amount: '12.00' }] };
  const nested = { total: '12.00', seller: { city: 'Bern' }, lines: [{ text: 'nails', amount: 12 }] };
  const dotted = { total: '12.00', 'seller.city': 'Bern', 'lines.0.text': 'nails', 'lines.0.amount': 12 };
  const placed = { ...dotted, total: { value: '12.00', visible: true, places: [{ page: 1, box: [1, 2, 3, 4], text: '12,00' }] } };
  for (const truth of [nested, dotted, placed, { use_case: 'bill', language: 'de', truth: placed }]) {
    const judged = verdicts(truth, result);
    expect(Object.keys(judged).sort()).toEqual(['lines.0.amount', 'lines.0.text', 'seller.city', 'total']);
    expect(new Set(Object.values(judged))).toEqual(new Set(['right']));
  }
});

test('a row that was missed, or read where there is none, costs itself alone', () => {
  const rows = (...amounts: number[]) => amounts.map((amount) => ({ text: `row ${amount}`, amount: `${amount}.00` }));
  expect(Object.values(verdicts({ lines: rows(1, 2, 3) }, { lines: rows(1, 3) })).toSorted()).toEqual([
    'null',
    'null',
    'right',
    'right',
    'right',
    'right',
  ]);
  expect(Object.values(verdicts({ lines: rows(1, 3) }, { lines: rows(1, 2, 3) })).toSorted()).toEqual([
    'invented',
    'invented',
    'right',
    'right',
    'right',
    'right',
  ]);
  // One whose values are wrong is wrong, not one missing and one too many.
  expect(Object.values(verdicts({ lines: rows(1) }, { lines: rows(2) }))).toEqual(['wrong', 'wrong']);
  expect(Object.values(verdicts({ lines: [] }, { lines: rows(2) }))).toEqual(['invented', 'invented']);
  expect(verdicts({ lines: [] }, { lines: [] })).toEqual({});
  expect(verdicts({ notes: ['a', 'b'] }, { notes: ['a', 'c'] })).toEqual({ 'notes.0': 'right', 'notes.1': 'wrong' });
});

test.each([
  ['a date that is none', { due: '3.4.2026' }, 'due: expected a date as YYYY-MM-DD, not "3.4.2026"'],
  ['an amount that is none', { 'lines.0.amount': '1.234,00' }, 'lines.0.amount: expected a number such as 1234.50, not "1.234,00"'],
  ['a list that is none', { lines: 'none' }, 'lines: expected a list'],
  ['an object that is none', { seller: 'Bern' }, 'seller: expected an object'],
  ['no object', [], 'expected an object with the true value of each field'],
])('truth is refused by name: %s', (_, truth, message) => {
  expect(() => truthOf(truth, BILL)).toThrow(message);
});

test('fields that the use case does not have are named', () => {
  expect(truthOf({ totl: '1', 'lines.0.price': '2', 'lines.1.price': '3' }, BILL).unknown).toEqual(['totl', 'lines[].price']);
});
