/** Electronic invoices: exact fields from the XML, with their places on the page where it shows them; what differs is told. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { type TestPipeline, testPipeline } from '../pipeline/parts.ts';
import { cii, PRINTED, pdfOf, STATED, ubl } from './e-invoice-files.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await testPipeline({ rules: null });
});
afterAll(() => pipeline.close());

async function run(contents: readonly (string | Uint8Array)[], request: Readonly<Record<string, unknown>> = {}): Promise<ResponseIX> {
  const files = await Promise.all(contents.map((content, i) => pipeline.file(`file-${i}`, content)));
  return pipeline.run({ use_case: 'invoice', context: { files }, ...request });
}
const provenanceOf = ({ provenance }: ResponseIX, field: string) => provenance?.fields[`result.${field}`];
const OFF = { options: { ocr: { use_embedded: false } } };

describe.each([
  ['CII', cii],
  ['UBL', ubl],
])('%s', (_, xml) => {
  test('alone: every field as it is stated, found in the lines of the XML', async () => {
    const response = await run([xml()]);
    expect(response).toMatchObject({ error: null, warning: [], ix_result: { result: STATED } });
    for (const field of Object.keys(STATED)) {
      expect(provenanceOf(response, field)).toMatchObject({
        provenance_verified: true,
        reasons: [],
        sources: expect.arrayContaining([expect.objectContaining({ file_index: 0, bounding_box: null })]),
      });
    }
  });

  test('in a PDF: every field, with its place where the page shows it, and the reason where it does not', async () => {
    const response = await run([await pdfOf(PRINTED, { files: { 'factur-x.xml': xml() } })]);
    expect(response).toMatchObject({ error: null, warning: [], ix_result: { result: STATED } });
    expect(provenanceOf(response, 'gross_amount')).toMatchObject({
      provenance_verified: true,
      reasons: [],
      sources: [{ page: 1, snippet: '1.190,00' }],
    });
    expect(provenanceOf(response, 'gross_amount')?.sources[0]?.bounding_box).toHaveLength(8);
    expect(provenanceOf(response, 'order_number')).toMatchObject({
      value: 'B-77',
      sources: [],
      provenance_verified: false,
      reasons: ['stated by the electronic invoice; no page shows it'],
    });
  });

  test('a page without text gives the fields all the same', async () => {
    const response = await run([await pdfOf([], { files: { 'xrechnung.xml': xml() } })]);
    expect(response).toMatchObject({ error: null, ix_result: { result: STATED } });
  });

  test('where the page says another amount and another account, the answer says so', async () => {
    const stated = { ...STATED, gross_amount: '1190.50', iban: 'GB82WEST12345698765432' };
    const response = await run([await pdfOf(PRINTED, { files: { 'factur-x.xml': xml(stated) } })]);
    expect(response.ix_result?.result).toMatchObject({ gross_amount: '1190.50', iban: 'GB82WEST12345698765432', net_amount: '1000.00' });
    const differs = 'the pages say "1190.00", the electronic invoice "1190.50"';
    expect(response.warning).toEqual([
      `gross_amount: ${differs}`,
      'iban: the pages say "DE89370400440532013000", the electronic invoice "GB82WEST12345698765432"',
    ]);
    expect(provenanceOf(response, 'gross_amount')).toMatchObject({ provenance_verified: false, text_agreement: false });
    expect(provenanceOf(response, 'gross_amount')?.reasons).toContain(differs);
  });

  test('switched off, only what the page shows counts', async () => {
    const response = await run([await pdfOf(PRINTED, { files: { 'factur-x.xml': xml({ ...STATED, gross_amount: '1.00' }) } })], OFF);
    expect(response.ix_result?.result).toMatchObject({ gross_amount: '1190.00', order_number: null });
    expect(response.warning).toEqual([]);
  });
});

test('roles decide, not the names of fields', async () => {
  const fields = [
    { name: 'zahl', type: 'decimal', role: 'total_gross' },
    { name: 'wann', type: 'object', fields: [{ name: 'bis', type: 'date', role: 'due_date' }] },
    { name: 'invoice_number', type: 'string' },
  ];
  const response = await run([ubl()], { use_case: undefined, use_case_inline: { name: 'own', fields } });
  expect(response.ix_result?.result).toMatchObject({ zahl: '1190.00', wann: { bis: '2026-04-01' }, invoice_number: null });
});

test('an XML that is no invoice, a damaged one and another file within a PDF are named as not read', async () => {
  const files = {
    'notes.xml': '<notes><a>1</a></notes>',
    'factur-x.xml': cii().slice(0, 900),
    'photo.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  };
  const response = await run([await pdfOf(PRINTED, { files })]);
  expect(response.error).toBeNull();
  expect(response.warning).toEqual([
    expect.stringMatching(/^file 0 "file-0": the file "factur-x.xml" within the PDF was not read: the XML is damaged/),
    'file 0 "file-0": the file "notes.xml" within the PDF is XML, but no electronic invoice, and was not read',
    'file 0 "file-0": the file "photo.jpg" within the PDF was not read',
  ]);
});

test('several that differ are not used; the same one twice is one', async () => {
  const twice = await run([cii(), ubl()]);
  expect(twice).toMatchObject({ error: null, ix_result: { result: STATED } });
  const other = await run([await pdfOf(PRINTED), cii(), ubl({ ...STATED, invoice_number: 'R-1' })]);
  expect(other.warning).toContain('the files hold 2 electronic invoices that differ; none of them was used');
});

describe('document types', () => {
  const declaring = (entities: string) => ubl().replace('<Invoice', `<!DOCTYPE Invoice [${entities}]><Invoice`);

  test('what they declare is not replaced: a billion laughs are a few letters', async () => {
    const entities = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};&e${i};">`).join('');
    const response = await run([declaring(`<!ENTITY e0 "ha">${entities}`).replace('B-77', 'B-&e30;')]);
    expect(response.ix_result?.result).toMatchObject({ invoice_number: STATED.invoice_number, order_number: 'B-&e30;' });
  });

  test('what they point to is not fetched', async () => {
    const response = await run([declaring('<!ENTITY file SYSTEM "file:///etc/hostname">').replace('B-77', '&file;')]);
    expect(response).toMatchObject({ code: 'IX_000_008', error: expect.stringContaining('External entities') });
  });
});
