/** Documents made to do harm: long lines, many labels, deep repetition. Work must grow with their size, not with its square. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentsOf } from '../../src/pipeline/reading/reading.ts';
import { bankStatementHeader } from '../../src/pipeline/use-cases/bank-statement-header.ts';
import { invoice } from '../../src/pipeline/use-cases/invoice.ts';
import { receipt } from '../../src/pipeline/use-cases/receipt.ts';
import { extract, type Placed, pageReading, textReading } from './support.ts';

/** A quadratic step over a line of this many words would take many minutes, a linear one takes a moment: the test's own deadline tells them apart. */
const MANY = 20_000;

test.each([
  ['one line of labels', 'Total '.repeat(MANY)],
  ['one line of labels and amounts', 'Total 1,00 EUR '.repeat(MANY)],
  ['one line of amounts', '1.234,56 EUR '.repeat(MANY)],
  ['one line of dates', '01.02.2025 - '.repeat(MANY)],
  ['one line of digits', '1'.repeat(MANY)],
  ['one line of groups', '1 234 '.repeat(MANY)],
  ['one line of IBANs', 'DE89 3704 0044 0532 0130 00 '.repeat(MANY / 10)],
  ['one line of almost IBANs', 'DE89 '.repeat(MANY)],
  ['one line of letters', 'a'.repeat(MANY)],
  ['one line of half phrases', 'Rechnung '.repeat(MANY)],
  ['one line of points', '.'.repeat(MANY)],
  ['one line of brackets', '('.repeat(MANY)],
  ['one line of at signs', 'a@'.repeat(MANY)],
  ['many lines of labels', 'Rechnungsbetrag\n'.repeat(MANY / 6)],
  ['many lines of labels with values', 'Rechnungsbetrag: 1,00 EUR\n'.repeat(MANY / 6)],
  ['many columns of labels', 'Rechnungsbetrag   '.repeat(MANY / 6)],
  ['many towns', '12345 Musterstadt\n'.repeat(MANY / 6)],
])('%s', async (_, text) => {
  for (const useCase of [invoice, bankStatementHeader, receipt]) {
    const { result } = await extract(textReading(text), useCase);
    expect(Object.keys(result)).toEqual(useCase.fields.map(({ name }) => name));
  }
});

test('a page whose words all stand at one place', async () => {
  const placed = Array.from({ length: 5_000 }, (): Placed => ['Summe', 100, 100]);
  const { result } = await extract(pageReading(placed), invoice);
  expect(result.gross_amount).toBe(null);
});

test('any text at all is extracted from without a fault, and spans lie in their segments', async () => {
  const pieces = fc.constantFrom(
    ...[
      'Rechnung Nr.',
      'Total',
      'Summe',
      ':',
      '1.234,56',
      '19 %',
      '01.02.2025',
      '03/04/25',
      'EUR',
      '€',
      'IBAN',
      'DE89370400440532013000',
      '\n',
      '  ',
      '\t',
      '|',
      'GmbH',
    ],
    ...['12345 Ort', 'Straße 1', 'Käufer:', 'MwSt', 'inkl.', '-', '(', ')', 'Å\u030a', '\u00ad', '😀', 'ﬁ', '#', '…'],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (parts) => {
      const reading = textReading(parts.join(' '));
      for (const useCase of [invoice, bankStatementHeader, receipt]) {
        const { result, evidence } = await extract(reading, useCase);
        for (const [path, spans] of evidence) {
          expect(result[path]).not.toBe(null);
          for (const { segment_id, start, end } of spans) {
            const text = segmentsOf(reading).find(({ id }) => id === segment_id)?.line.text ?? '';
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
        for (const { name } of useCase.fields) expect(result[name] === null).toBe(!evidence.has(name));
      }
    }),
    { numRuns: 300 },
  );
});
