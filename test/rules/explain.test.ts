/** Why a field, a cell of a row or a list is empty: the labels looked for, those found, and why each candidate lost; and who else found it. */
import { describe, expect, test } from 'vitest';
import { type FieldExplanation, FieldExplanationSchema } from '../../src/contracts/response.ts';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { explained } from '../../src/pipeline/engines/explain-other.ts';
import { extractByRules } from '../../src/pipeline/engines/rules/extract.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';
import { pageReading, textReading, useCaseOf } from './support.ts';

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
    outcome: 'a label was found, and nothing beside or below it that the field can hold (kind: date)',
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

const TABLE = useCaseFromInline(
  UseCaseInlineSchema.parse({
    name: 'order',
    fields: [
      {
        name: 'items',
        type: 'array',
        fields: [
          { name: 'article', type: 'string', labels: ['Article'] },
          { name: 'amount', type: 'decimal', labels: ['Amount'] },
          { name: 'due', type: 'date', labels: ['Due'] },
          { name: 'colour', type: 'string', labels: ['Colour'] },
        ],
      },
    ],
  }),
);

test('each cell of a row says under which heading it was looked for', () => {
  const head = [
    ['Article', 50, 100],
    ['Amount', 250, 100],
    ['Due', 400, 100],
  ] as const;
  const row = (y: number, due: string) =>
    [
      ['Hammer', 50, y],
      ['12.50', 250, y],
      [due, 400, y],
    ] as const;
  const { result, explanations } = extractByRules(pageReading([...head, ...row(115, '2026-03-01'), ...row(130, 'soon')]), TABLE, {
    explain: true,
  });
  for (const explanation of explanations?.values() ?? []) FieldExplanationSchema.parse(explanation);
  const rows = [{ due: '2026-03-01' }, { due: null }].map(({ due }) => ({ article: 'Hammer', amount: '12.50', due, colour: null }));
  expect(result).toEqual({ items: rows });
  const outcomes = Object.fromEntries([...(explanations ?? [])].map(([path, { outcome }]) => [path, outcome]));
  expect(outcomes).toMatchObject({
    'items.0.due': 'found',
    'items.1.due': 'nothing that the column can hold stands under its heading in this row',
    'items.1.colour': expect.stringMatching(/^none of the column’s headings/),
  });
  expect(explanations?.get('items.0.amount')).toMatchObject({
    labels: ['Amount'],
    labels_found: [{ label: 'Amount' }],
    candidates: [{ value: '12.50', likelihood: null, lost: null }],
  });
});

test('a list without a row says whether it has headings', () => {
  const outcomeOf = (text: string) => extractByRules(textReading(text), TABLE, { explain: true }).explanations?.get('items')?.outcome;
  expect(outcomeOf('Dear Ann')).toBe('none of its headings was found');
  expect(outcomeOf('Amount  12.50\n')).toMatch(/^headings were found, and no rows/);
});

describe('what the rules have not found', () => {
  const empty = extractByRules(textReading(TEXT), USE_CASE, { explain: true });
  const evidence = new Map([['colour', [{ segment_id: 'p1_l1', start: 0, end: 3, role: 'value' as const }]]]);
  const said = { ...empty, result: { ...empty.result, colour: 'blue' }, evidence };
  const colourOf = (extraction: typeof said & Partial<{ stated: ReadonlySet<string> }>): FieldExplanation | undefined =>
    explained(extraction, textReading(TEXT)).get('colour');
  const candidate = { value: 'blue', likelihood: null, segment_id: 'p1_l1', snippet: 'Delivered on: soon', lost: null };

  test.each([
    ['a model that was asked for more', { ...said, engine: 'auto' as const }, 'the model says so'],
    ['an electronic invoice', { ...said, stated: new Set(['colour']) }, 'the electronic invoice states it'],
  ])('%s', (_, extraction, why) => {
    expect(colourOf(extraction)).toMatchObject({ labels: ['Colour'], outcome: 'found', candidates: [{ ...candidate, reasons: [why] }] });
  });

  test('a model alone', () => {
    const { explanations: _, ...alone } = { ...said, reasons: new Map<string, readonly string[]>(), engine: 'llm' as const };
    expect(colourOf(alone)).toMatchObject({ labels: [], outcome: 'found', candidates: [candidate] });
    expect(explained(alone, textReading(TEXT)).get('due')).toMatchObject({ outcome: 'the model finds nothing', candidates: [] });
  });
});
