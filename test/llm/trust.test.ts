/** What ix answers, and at which trust, when the model is right, wrong, lazy, lying, or cites what is not there. A made-up value is never high. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { inventing, lazy, right, saying } from '../support/model-server/models.ts';
import { type Model, type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { INVOICE, type LlmStage, llmStage, request, TRUTH } from './stage.ts';

let server: ModelServer;
let ix: LlmStage;
beforeAll(async () => {
  server = await startModelServer();
  ix = await llmStage(server);
});
afterAll(async () => {
  await ix.close();
  await server.close();
});

const cell = (value: unknown, ...segments: string[]) => ({ value, segments });
const only = (response: ResponseIX, field: string) => ({
  value: response.ix_result?.result[field],
  level: response.trust?.[`result.${field}`]?.level,
});

/** How the model is, what it says of the total, what ix answers and at which trust, and what it says why. */
type Case = readonly [manner: string, model: Model, value: unknown, level: string, reasons: readonly RegExp[]];

const CASES: readonly Case[] = [
  ['right', right(TRUTH), '1190.00', 'check', []],
  ['right, citing nothing', saying({ total: cell('1190.00') }), '1190.00', 'check', []],
  ['wrong: another amount of the document', saying({ total: cell('1000.00', 'p1_l6') }), '1000.00', 'check', []],
  ['wrong about the line', saying({ total: cell('1190.00', 'p1_l6') }), '1190.00', 'low', [/words of its sources do not say it/]],
  ['lying, with a line that says something else', saying({ total: cell('777.00', 'p1_l8') }), '777.00', 'low', [/do not say it/]],
  ['lying, citing nothing', saying({ total: cell('777.00') }), '777.00', 'low', [/do not say it/]],
  ['citing what is not there', inventing(TRUTH), '1190.00', 'low', [/cites what is not there: p99_l1/]],
  [
    'lying and citing what is not there',
    saying({ total: cell('777.00', 'p7_l0') }),
    '777.00',
    'low',
    [/not there: p7_l0/, /do not say it/],
  ],
  ['lazy', lazy, null, 'none', []],
];

describe('llm', () => {
  it.each(CASES)('a model that is %s', async (_manner, model, value, level, reasons) => {
    server.play(model);
    const response = await ix.run(request('llm'));
    expect(only(response, 'total')).toEqual({ value, level });
    const told = response.trust?.['result.total']?.reasons ?? [];
    expect(told).toHaveLength(reasons.length);
    for (const [i, words] of reasons.entries()) expect(told[i]).toMatch(words);
  });

  it('counts invented places', async () => {
    server.play(inventing(TRUTH));
    const response = await ix.run(request('llm'));
    expect(response.provenance?.quality_metrics.invalid_references).toBe(3);
    expect(response.needs_review).toEqual(['result.number', 'result.due', 'result.total']);
  });

  it('what the schema or the pattern does not allow is told, and low', async () => {
    server.play(right(TRUTH));
    const fields = [{ name: 'number', type: 'string', pattern: '\\d+' }];
    const response = await ix.run({ ...request('llm'), use_case_inline: { name: 'patterned', fields } });
    expect(only(response, 'number')).toEqual({ value: 'RE-2026-0815', level: 'low' });
    expect(response.warning).toEqual(['number: "RE-2026-0815" does not match the pattern of the field']);
  });
});

/** Nobody says what the reference is called: the rules find nothing. The other fields they find. */
const MIXED = {
  name: 'mixed',
  fields: [
    { name: 'invoice_number', type: 'string', labels: ['Invoice number'] },
    { name: 'seller', type: 'string', description: 'Who sends it.' },
  ],
};
const auto = (texts: readonly string[] = [INVOICE]) => ({ use_case_inline: MIXED, context: { texts } });

describe('auto', () => {
  it('asks for what the rules leave open, and for nothing else', async () => {
    server.play(right({ seller: { value: 'Nordlicht Handels GmbH', line: 'Nordlicht' } }));
    const before = server.asked.length;
    const response = await ix.run(auto());
    expect(response.ix_result?.result).toEqual({ invoice_number: 'RE-2026-0815', seller: 'Nordlicht Handels GmbH' });
    expect(response.ix_result?.meta_data).toMatchObject({ engine: 'auto', token_usage: { completion_tokens: 10 } });
    expect(only(response, 'seller').level).toBe('check');
    expect(response.trust?.['result.seller']?.why).toEqual(['the model says so, where the rules found nothing']);
    expect(server.asked).toHaveLength(before + 1);
    expect(server.asked.at(-1)?.messages[0]?.content).toContain('- seller (string)');
    expect(response.metadata.timings.map(({ step }) => step)).toEqual([
      ...['setup', 'read', 'extract', 'ground', 'respond'],
      ...['consult', 'conform', 'ground', 'respond'],
    ]);
  });

  it.each<[string, Model, unknown, string]>([
    ['lies', saying({ seller: cell('Elbtal AG', 'p1_l0') }), 'Elbtal AG', 'low'],
    ['cites what is not there', saying({ seller: cell('Nordlicht Handels GmbH', 'p9_l9') }), 'Nordlicht Handels GmbH', 'low'],
    ['is lazy', lazy, null, 'none'],
  ])('a model that %s', async (_manner, model, value, level) => {
    server.play(model);
    expect(only(await ix.run(auto()), 'seller')).toEqual({ value, level });
  });

  it('without the server the answer is that of the rules, and says so', async () => {
    const gone = await llmStage({ url: 'http://127.0.0.1:1/v1' });
    const response = await gone.run(auto());
    expect(response).toMatchObject({ code: null, ix_result: { result: { invoice_number: 'RE-2026-0815', seller: null } } });
    expect(response.warning.join('\n')).toContain('the answer is that of the rules alone: the model server cannot be reached');
    await gone.close();
  });

  it('nothing is asked where the rules are sure of everything, nor for engine rules', async () => {
    const before = server.paths.length;
    await ix.run({ ...auto(), options: { gen_ai: { engine: 'rules' } } });
    expect(server.paths).toHaveLength(before);
  });
});
