/** Trust: what the engine judged and what was verified, as one level a field. */
import { expect, test } from 'vitest';
import type { Extraction, Judgement } from '../../src/pipeline/engines/engine.ts';
import { trustOf } from '../../src/pipeline/grounding/trust.ts';
import { textReading, useCaseOf } from '../rules/support.ts';

const reading = textReading('Total 12.00 or 13.00');
const useCase = useCaseOf({ name: 'total', type: 'decimal' });
const sure: Judgement = { probability: 0.999, doubts: [], why: ['a label'], rivals: [] };

function trustIn(value: string | null, judgement: Judgement | null, verified: boolean | null = true) {
  const extraction: Extraction = {
    result: { total: value },
    evidence: new Map(),
    reasons: new Map(),
    ...(judgement === null ? {} : { judgements: new Map([['total', judgement]]) }),
    warnings: [],
    engine: 'rules',
    model_name: null,
    token_usage: null,
  };
  const field = { value, sources: [], provenance_verified: verified, text_agreement: null, reasons: [] };
  const metrics = {
    fields_with_provenance: 0,
    total_fields: 1,
    coverage_rate: 0,
    invalid_references: 0,
    verified_fields: 0,
    text_agreement_fields: 0,
  };
  return trustOf(reading, useCase, extraction, { fields: { 'result.total': field }, quality_metrics: metrics });
}

test.each<[string, Parameters<typeof trustIn>, string]>([
  ['a sure value that its words say', ['12.00', sure], 'high'],
  ['one with a doubt', ['12.00', { ...sure, doubts: ['a rival'] }], 'check'],
  ['a likely one', ['12.00', { ...sure, probability: 0.95 }], 'check'],
  ['an unlikely one', ['12.00', { ...sure, probability: 0.6 }], 'low'],
  ['one that its words do not say', ['12.00', sure, false], 'low'],
  ['one of an engine that cannot tell, verified', ['12.00', null], 'check'],
  ['one of an engine that cannot tell, not verified', ['12.00', null, null], 'low'],
  ['no value', [null, { ...sure, probability: 0 }], 'none'],
])('%s', (_, given, level) => {
  const { trust, needs_review } = trustIn(...given);
  expect(trust?.['result.total']?.level).toBe(level);
  expect(needs_review).toEqual(level === 'high' || level === 'none' ? [] : ['result.total']);
});

test('what was left empty between two shows both with their places, and is to be looked at', () => {
  const rival = (value: string, start: number) => ({
    value,
    probability: 0.4,
    evidence: [{ segment_id: 'p1_l0', start, end: start + 5, role: 'value' as const }],
  });
  const { trust, needs_review } = trustIn(null, { ...sure, probability: 0.4, rivals: [rival('12.00', 6), rival('13.00', 15)] });
  expect(trust?.['result.total']?.runners_up.map(({ value, sources }) => [value, sources[0]?.snippet])).toEqual([
    ['12.00', '12.00'],
    ['13.00', '13.00'],
  ]);
  expect(needs_review).toEqual(['result.total']);
});
