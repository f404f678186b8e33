/** Why a field is empty: the labels looked for, those found, and why each candidate lost. */
import { expect, test } from 'vitest';
import { FieldExplanationSchema } from '../../src/contracts/response.ts';
import { extractByRules } from '../../src/pipeline/engines/rules/extract.ts';
import { textReading, useCaseOf } from './support.ts';

const USE_CASE = useCaseOf(
  { name: 'reference', type: 'string', labels: ['Our ref.'] },
  { name: 'delivery', type: 'date', labels: ['Delivered on'] },
  { name: 'colour', type: 'string', labels: ['Colour'] },
  { name: 'due', type: 'date', labels: ['Due date'] },
);
const TEXT = ['Our ref.: AB-1234', 'Delivered on: soon', 'Due date: 2026-03-01', 'Due date: 2026-04-01', ''].join('\n');

test('each field says what was looked for, what was found, and what became of it', () => {
  const { result, explanations } = extractByRules(textReading(TEXT), USE_CASE, { explain: true });
  for (const explanation of explanations?.values() ?? []) FieldExplanationSchema.parse(explanation);
  expect(result).toEqual({ reference: 'AB-1234', delivery: null, colour: null, due: null });

  expect(explanations?.get('reference')).toMatchObject({ outcome: 'found', candidates: [{ value: 'AB-1234', lost: null }] });
  expect(explanations?.get('delivery')).toEqual({
    labels: ['Delivered on', 'delivery'],
    labels_found: [{ label: 'Delivered on', segment_id: 'p1_l1', snippet: 'Delivered on: soon' }],
    candidates: [],
    outcome: 'a label was found, and nothing beside or below it that the field can hold',
  });
  expect(explanations?.get('colour')).toMatchObject({
    labels: ['Colour'],
    labels_found: [],
    candidates: [],
    outcome: expect.stringMatching(/^none of its labels/),
  });

  const due = explanations?.get('due');
  expect(due?.outcome).toMatch(/contradict|likely enough/);
  expect(due?.candidates.map(({ value, snippet, lost }) => [value, snippet, lost !== null]).toSorted()).toEqual([
    ['2026-03-01', 'Due date: 2026-03-01', true],
    ['2026-04-01', 'Due date: 2026-04-01', true],
  ]);
  expect(due?.candidates[0]?.reasons).toContain('for it: a label of the field leads to it');
});

test('nothing is explained that was not asked for', () => {
  expect(extractByRules(textReading(TEXT), USE_CASE).explanations).toBeUndefined();
});
