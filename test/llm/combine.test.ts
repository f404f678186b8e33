/** Which fields the rules leave open, and what agreement and contradiction of the model make of their trust. */
import { describe, expect, it } from 'vitest';
import type { FieldTrust, TrustLevel } from '../../src/contracts/response.ts';
import { UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { combine, openPart } from '../../src/pipeline/engines/combine.ts';
import type { Extraction } from '../../src/pipeline/engines/engine.ts';
import { trustOf } from '../../src/pipeline/grounding/trust.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';

const useCase = useCaseFromInline(
  UseCaseInlineSchema.parse({
    name: 'x',
    fields: [
      { name: 'total', type: 'decimal' },
      {
        name: 'party',
        type: 'object',
        fields: [
          { name: 'name', type: 'string' },
          { name: 'city', type: 'string' },
        ],
      },
      { name: 'items', type: 'array', fields: [{ name: 'amount', type: 'decimal' }] },
    ],
  }),
);
const reading = { pages: readText('Total 12.00 ACME Paris'), unread: [] };

const extraction = (result: Record<string, unknown>, probability: number | null, engine: 'rules' | 'llm'): Extraction => ({
  result,
  evidence: new Map(),
  reasons: new Map(),
  judgements: new Map(['total', 'party.name', 'party.city'].map((path) => [path, { probability, doubts: [], why: [], rivals: [] }])),
  warnings: [],
  engine,
  model_name: engine === 'llm' ? 'm' : null,
  token_usage: null,
});
const whole = (total: string | null) => ({ total, party: { name: 'ACME', city: 'Paris' }, items: null });

const trusted = (level: TrustLevel): FieldTrust => ({ level, probability: null, reasons: [], why: [], runners_up: [] });
const openNames = (trust: Record<string, FieldTrust>, result: Record<string, unknown>, reasons = new Map<string, string[]>()) => {
  const open = openPart(useCase, { ...extraction(result, 0.99, 'rules'), reasons }, trust);
  return (open?.fields ?? []).flatMap(({ name, type, fields }) =>
    type === 'object' ? (fields ?? []).map((part) => `${name}.${part.name}`) : [name],
  );
};

describe('open is', () => {
  const sure = { 'result.total': trusted('high'), 'result.party.name': trusted('check'), 'result.party.city': trusted('high') };
  const rows = { ...whole('12.00'), items: [{ amount: '1.00' }] };

  it('nothing that is of high trust or to be checked', () => {
    expect(openNames(sure, rows)).toEqual([]);
  });
  it('what is null, low, or fails a check; lists without rows', () => {
    expect(openNames({ ...sure, 'result.total': trusted('none') }, rows)).toEqual(['total']);
    expect(openNames({ ...sure, 'result.party.city': trusted('low') }, rows)).toEqual(['party.city']);
    expect(openNames(sure, rows, new Map([['total', ['the schema asks for more']]]))).toEqual(['total']);
    expect(openNames(sure, whole('12.00'))).toEqual(['items']);
  });
});

describe('a value of the rules of low trust', () => {
  const verdict = (said: string | null, probability = 0.6) => {
    const rules = extraction(whole('12.00'), probability, 'rules');
    const combined = combine(rules, extraction(whole(said), null, 'llm'), { ...useCase, fields: useCase.fields.slice(0, 1) });
    const { trust } = trustOf(reading, useCase, combined, null);
    return { value: combined.result.total, ...trust?.['result.total'] };
  };

  it('is to be checked when the model agrees, however it writes the number, and never high', () => {
    expect(verdict('12.0')).toMatchObject({ value: '12.00', level: 'check', probability: 0.6, why: ['the model says the same'] });
  });
  it('stays, and low, when the model contradicts, which is told', () => {
    expect(verdict('13.00')).toMatchObject({ value: '12.00', level: 'low', reasons: ['the model says "13.00"'] });
    expect(verdict('13.00', 0.999)).toMatchObject({ value: '12.00', level: 'low' });
  });
  it('stays low when the model finds nothing', () => {
    expect(verdict(null)).toMatchObject({ value: '12.00', level: 'low', reasons: ['the model finds nothing'] });
  });
});
