/** A model gets what OCR has read, and does not overrule an electronic invoice. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { cii, PRINTED, pdfOf, STATED } from '../documents/e-invoice-files.ts';
import { PICTURES } from '../ocr/pictures.ts';
import { FAMILIES } from '../support/model-server/families.ts';
import { askedFields, shownLines } from '../support/model-server/models.ts';
import { type ModelServer, startModelServer } from '../support/model-server/server.ts';
import { type LlmStage, llmStage } from './stage.ts';

let server: ModelServer;
let ix: LlmStage;
beforeAll(async () => {
  // It takes the first line that it is shown for the answer to everything.
  server = await startModelServer(FAMILIES['llama.cpp'], (asked) => {
    const [[id, value] = ['', '']] = shownLines(asked);
    return JSON.stringify(Object.fromEntries(askedFields(asked).map((name) => [name, { value, segments: [id] }])));
  });
  const ocr = { threads: new ThreadPool({ threads: 1, kept: 0, maxHeapMb: 512 }), languages: ['eng'] };
  ix = await llmStage(server, {}, { ocr });
});
afterAll(async () => {
  await ix.close();
  await server.close();
});

const engine = (name: 'llm' | 'auto') => ({ options: { gen_ai: { engine: name } } });

test.each(['llm', 'auto'] as const)(
  '%s: a scan is recognised first, and the model is shown its lines',
  async (name) => {
    const straight = await PICTURES['200 dpi']?.('receipt-us', 1);
    if (straight == null) throw new Error('there is no such picture');
    const url = await ix.file('askew.png', await sharp(straight).rotate(2, { background: '#fff' }).png().toBuffer());
    const use_case_inline = { name: 'shop', fields: [{ name: 'head', type: 'string', description: 'The line at the top.' }] };
    const asked = server.asked.length;
    const response = await ix.run({ use_case_inline, context: { files: [url] }, ...engine(name) });
    expect(response).toMatchObject({ error: null, ix_result: { result: { head: expect.stringMatching(/\w{3}/) } } });
    expect(server.asked).toHaveLength(asked + 1);
    expect(response.provenance?.fields['result.head']).toMatchObject({ provenance_verified: true });
    expect(response.metadata.straightened).toHaveLength(1);
    expect(response.metadata.timings.map(({ step }) => step)).toEqual(expect.arrayContaining(['read', 'ocr', 'ground', 'respond']));
  },
  60_000,
);

test('llm: what an electronic invoice states stays, and the other value of the model is told', async () => {
  const url = await ix.file('invoice.pdf', await pdfOf(PRINTED, { files: { 'factur-x.xml': cii() } }));
  const response = await ix.run({ use_case: 'invoice', context: { files: [url] }, ...engine('llm') });
  expect(response).toMatchObject({ error: null, ix_result: { result: STATED } });
  expect(response.warning).toContainEqual(expect.stringMatching(/^invoice_number: the pages say .*the electronic invoice "R-2026-0815"$/));
});

test('auto: a model is not asked for what an electronic invoice states', async () => {
  const fields = [
    { name: 'invoice_number', type: 'string', role: 'invoice_number', labels: ['Rechnungsnummer'] },
    { name: 'order_number', type: 'string', role: 'order_number', labels: ['Bestellnummer'] },
  ];
  const url = await ix.file('other.pdf', await pdfOf(PRINTED, { files: { 'factur-x.xml': cii({ ...STATED, invoice_number: 'R-1' }) } }));
  const asked = server.asked.length;
  const response = await ix.run({ use_case_inline: { name: 'two', fields }, context: { files: [url] }, ...engine('auto') });
  expect(response).toMatchObject({ error: null, ix_result: { result: { invoice_number: 'R-1', order_number: 'B-77' } } });
  expect(server.asked).toHaveLength(asked);
});
