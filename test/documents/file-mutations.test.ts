/** A damaged file is read or refused as one: a PDF never as plain text, and nothing ever by a fault of ix. */
import { expect, test } from 'vitest';
import { cii, PRINTED, pdfOf, ubl } from './e-invoice-files.ts';
import { outcomeOf, readMutations, SAMPLES } from './file-mutations.ts';
import { FORMATS } from './formats.ts';

const CODES = ['IX_000_005', 'IX_000_006', 'IX_000_008', 'IX_000_009'];
/** What a type may be taken for once its beginning is gone. */
const BECOMES: Readonly<Record<string, readonly string[]>> = {
  docx: ['docx'],
  xlsx: ['xlsx'],
  pptx: ['pptx'],
  odf: ['odf'],
  html: ['html', 'xml', 'csv', 'text'],
  csv: ['csv', 'text'],
  mail: ['mail', 'text', 'html'],
  xml: ['xml', 'text', 'html'],
};
const FILES: Readonly<Record<string, Uint8Array>> = { ...FORMATS, CII: Buffer.from(cii()), UBL: Buffer.from(ubl()) };
const typeOf = async (bytes: Uint8Array) => (await outcomeOf(bytes)).replace('read as ', '');

test('mutations of the samples', async () => {
  const outcomes = await readMutations(SAMPLES, 150, 1);
  expect([...outcomes.keys()].filter((outcome) => ![...CODES, 'read as pdf'].includes(outcome))).toEqual([]);
  expect(outcomes.get('read as pdf')).toBeGreaterThan(50);
});

test('mutations of a PDF with an electronic invoice', async () => {
  const outcomes = await readMutations([await pdfOf(PRINTED, { files: { 'factur-x.xml': cii() } })], 60, 2);
  expect([...outcomes.keys()].filter((outcome) => ![...CODES, 'read as pdf'].includes(outcome))).toEqual([]);
});

test.each(Object.entries(FILES))('mutations of %s', async (_, bytes) => {
  const expected = [...CODES, ...(BECOMES[await typeOf(bytes)] ?? []).map((kind) => `read as ${kind}`)];
  const outcomes = await readMutations([bytes], 90, 3);
  expect([...outcomes.keys()].filter((outcome) => !expected.includes(outcome))).toEqual([]);
  // A third at least gets as far as the reader.
  expect(outcomes.get(`read as ${await typeOf(bytes)}`) ?? 0).toBeGreaterThan(30);
});

test.each(Object.entries(FILES))('%s, cut off at each sixteenth', async (_, bytes) => {
  const kind = await typeOf(bytes);
  const outcomes = await Promise.all(Array.from({ length: 15 }, (_, i) => outcomeOf(bytes.subarray(0, (bytes.length * (i + 1)) / 16))));
  // What tells its own end is never taken for whole; a text may end anywhere.
  const whole = ['html', 'csv', 'mail'].includes(kind) ? (BECOMES[kind] ?? []).map((other) => `read as ${other}`) : [];
  expect(outcomes.filter((outcome) => !['IX_000_005', 'IX_000_008', ...whole].includes(outcome))).toEqual([]);
});
