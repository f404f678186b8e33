/** Values that rest on words which OCR read without confidence: said with a reason, or not at all where they may be something else. */
import { expect, test } from 'vitest';
import { createRulesEngine } from '../../src/pipeline/engines/rules/rules.ts';
import { ground } from '../../src/pipeline/grounding/ground.ts';
import { layOut, type Run } from '../../src/pipeline/reading/layout.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';

const signal = new AbortController().signal;

/** A line of words from the left, each with its confidence. */
const line = (row: number, ...words: (readonly [text: string, confidence: number])[]): Run[] => {
  let u1 = 40;
  return words.map(([text, confidence]) => {
    const u0 = u1 + 4;
    u1 = u0 + 6 * text.length;
    const baseline = 60 + 20 * row;
    return { text, u0, u1, baseline, top: baseline - 9, bottom: baseline + 3, em: 12, endsWord: true, confidence };
  });
};

async function answer(words: readonly Run[]) {
  const useCase = SHIPPED.find(({ name }) => name === 'bank_statement_header');
  if (useCase === undefined) throw new Error('bank_statement_header is shipped');
  const page = { page_no: 1, file_index: 0, width: 595, height: 842, unit: 'point', origin: 'ocr', rotation: 0 } as const;
  const reading = { pages: [{ ...page, lines: layOut([], words) }], unread: [] };
  const extraction = await createRulesEngine().extract(reading, useCase, { model: null, temperature: null, pictures: null }, signal);
  const { fields } = await ground(reading, useCase, extraction, { maxSources: 5, withContext: false }, signal);
  return fields;
}

const closing = line(2, ['Neuer', 0.95], ['Kontostand', 0.95], ['1.152,76', 0.95]);

test('a value that rests on a weak word says so; one on sure words does not', async () => {
  const fields = await answer([...line(0, ['Alter', 0.95], ['Kontostand', 0.95], ['312,47', 0.4]), ...closing]);
  expect(fields['result.opening_balance']).toMatchObject({ value: '312.47', reasons: ['OCR is not sure of "312,47" (40 %)'] });
  expect(fields['result.closing_balance']).toMatchObject({ value: '1152.76', reasons: [] });
});

test('an amount whose mark may have been read as a figure is not said, and nothing in its place', async () => {
  const fields = await answer([...line(0, ['Alter', 0.95], ['Kontostand', 0.95], ['312,475', 0.6]), ...line(1, ['5,00', 0.8]), ...closing]);
  expect(fields['result.opening_balance']).toMatchObject({ value: null });
  expect(fields['result.closing_balance']).toMatchObject({ value: '1152.76' });
});

test('a label and the figure behind it are no other label misread', async () => {
  const words = line(0, ['Alter', 0.95], ['Kontostand', 0.95], ['1', 0.95], ['234,50', 0.95]);
  expect((await answer([...words, ...closing]))['result.opening_balance']).toMatchObject({ value: '1234.50' });
});
