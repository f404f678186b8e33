/** Use cases of the user's own: any field with labels, types, patterns, choices, parts and table rows. */
import { expect, test } from 'vitest';
import { FieldDefinitionSchema } from '../../src/contracts/use-case.ts';
import { extract, pageReading, shown, textReading, useCaseOf } from './support.ts';

test.each([
  ['string', 'Projektleitung', 'Projektleitung: Dr. Eva Kern', 'Dr. Eva Kern'],
  ['string', 'Site', 'Site       North Yard 4', 'North Yard 4'],
  ['integer', 'Pieces', 'Pieces: 1,204', 1204],
  ['integer', 'Pieces', 'Pieces: 12.5', null],
  ['number', 'Weight', 'Weight: 12.50 kg', 12.5],
  ['number', 'Weight in kg', 'Weight in kg: 12.50', 12.5],
  ['decimal', 'Deposit', 'Deposit: EUR 1.200,00', '1200.00'],
  ['decimal', 'Interest rate', 'Interest rate: 3.75 %', '3.75'],
  ['decimal', 'Deposit', 'Deposit: 15 %', null],
  ['date', 'Signed on', 'Signed on 4 May 2024', '2024-05-04'],
  ['datetime', 'Departure', 'Departure: 04.05.2024, 17:45 Uhr', '2024-05-04T17:45'],
  ['datetime', 'Departure', 'Departure: 04.05.2024', null],
  ['boolean', 'Insured', 'Insured: yes', true],
  ['boolean', 'Versichert', 'Versichert: Nein', false],
  ['boolean', 'Insured', 'Insured: ☒', true],
  ['boolean', 'Insured', 'Insured: perhaps', null],
  ['string', 'E-Mail', 'E-Mail: eva.kern@example.org', 'eva.kern@example.org'],
  ['string', 'Telephone', 'Telephone: +49 30 1234567', '+49 30 1234567'],
  ['string', 'Contract no.', 'Contract no. V-77/2024 of May', 'V-77/2024'],
] as const)('a %s labelled %j in %j', async (type, label, text, value) => {
  const { result } = await extract(textReading(text), useCaseOf({ name: 'wanted', type, labels: [label] }));
  expect(result).toEqual({ wanted: value });
});

test("a field without labels is looked for by its name's words, or by what documents call its role; a name alone brings nothing", async () => {
  const useCase = useCaseOf(
    { name: 'meter_reading', type: 'integer' },
    { name: 'customerNumber', type: 'string' },
    { name: 'payable', type: 'date', role: 'due_date' },
    { name: 'due_date', type: 'date' },
  );
  const { result } = await extract(textReading('Meter reading: 20417\nCustomer number: K-9\nFällig am 03.05.2025'), useCase);
  expect(result).toEqual({ meter_reading: 20417, customerNumber: 'K-9', payable: '2025-05-03', due_date: null });
});

test('a pattern must match whole; labelled or, where it is the only one, anywhere', async () => {
  const useCase = useCaseOf({ name: 'ticket', type: 'string', pattern: 'T-\\d{4}', labels: ['Ticket'] });
  expect((await extract(textReading('Ticket: T-12345'), useCase)).result.ticket).toBe(null);
  expect((await extract(textReading('Ticket: T-1234.'), useCase)).result.ticket).toBe('T-1234');
  expect((await extract(textReading('see T-9999 for more'), useCase)).result.ticket).toBe('T-9999');
  expect((await extract(textReading('see T-9999 or T-8888'), useCase)).result.ticket).toBe(null);
});

test('a pattern also holds values of other types', async () => {
  const useCase = useCaseOf(
    { name: 'account_iban', type: 'string', pattern: 'DE.*' },
    { name: 'from', type: 'date', pattern: '2025-.*', labels: ['From'] },
  );
  const { result } = await extract(textReading('IBAN: GB29 NWBK 6016 1331 9268 19\nFrom: 01.02.2024'), useCase);
  expect(result).toEqual({ account_iban: null, from: null });
});

test('choices: by label, or named once', async () => {
  const useCase = useCaseOf({ name: 'shipping', type: 'string', choices: ['express', 'standard_mail'], labels: ['Shipping'] });
  expect((await extract(textReading('Shipping: EXPRESS'), useCase)).result.shipping).toBe('express');
  expect((await extract(textReading('sent by Standard Mail today'), useCase)).result.shipping).toBe('standard_mail');
  expect((await extract(textReading('express or standard mail?'), useCase)).result.shipping).toBe(null);
  expect((await extract(textReading('by pigeon'), useCase)).result.shipping).toBe(null);
});

test('objects have their parts found', async () => {
  const useCase = useCaseOf({
    name: 'policy',
    type: 'object',
    fields: [field('number', 'string', ['Policy no.']), field('start', 'date', ['Start of cover'])],
  });
  const reading = textReading('Policy no.: P-100\nStart of cover: 1 June 2025');
  const extraction = await extract(reading, useCase);
  expect(extraction.result).toEqual({ policy: { number: 'P-100', start: '2025-06-01' } });
  expect(shown(extraction, reading, 'policy.start')).toEqual(['1 June 2025']);
});

const items = useCaseOf(
  {
    name: 'items',
    type: 'array',
    fields: [
      field('article', 'string', ['Article', 'Artikel']),
      field('quantity', 'integer', ['Qty', 'Menge']),
      field('amount', 'decimal', ['Amount', 'Betrag']),
    ],
  },
  { name: 'gross_amount', type: 'decimal', role: 'total_gross' },
);

test('the rows of a table, with what does not belong to it left out', async () => {
  const reading = textReading(`
Pos   Artikel                 Menge    Preis     Betrag
1     Kopierpapier               12    24,90     298,80
      weiß, 80 g
2     Ordner, blau               40     2,89     115,60
                              Gesamtbetrag       414,40
`);
  const extraction = await extract(reading, items);
  expect(extraction.result).toEqual({
    items: [
      { article: 'Kopierpapier weiß, 80 g', quantity: 12, amount: '298.80' },
      { article: 'Ordner, blau', quantity: 40, amount: '115.60' },
    ],
    gross_amount: '414.40',
  });
  expect(shown(extraction, reading, 'items.1.amount')).toEqual(['115,60']);
});

test('a table that goes on on the next page, in boxes', async () => {
  const head = (y: number) =>
    [
      ['Article', 50, y],
      ['Qty', 200, y],
      ['Amount', 300, y],
    ] as const;
  const row = (article: string, qty: string, amount: string, y: number) =>
    [
      [article, 50, y],
      [qty, 205, y],
      [amount, 305, y],
    ] as const;
  const reading = pageReading(
    [...head(100), ...row('Lamp', '2', '10.00', 115), ...row('Chair', '1', '99.50', 130)],
    [...head(60), ...row('Desk', '3', '300.00', 75)],
  );
  const { result } = await extract(reading, items);
  expect(result.items).toEqual([
    { article: 'Lamp', quantity: 2, amount: '10.00' },
    { article: 'Chair', quantity: 1, amount: '99.50' },
    { article: 'Desk', quantity: 3, amount: '300.00' },
  ]);
});

test('no table, no rows', async () => {
  expect((await extract(textReading('Total 12.00'), items)).result.items).toBe(null);
});

function field(name: string, type: 'string' | 'integer' | 'decimal' | 'date', labels: string[]) {
  return FieldDefinitionSchema.parse({ name, type, labels });
}
