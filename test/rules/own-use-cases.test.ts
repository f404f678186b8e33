/** Use cases of the user's own: any field with labels, types, patterns, choices, parts and table rows. */
import { expect, test } from 'vitest';
import { FieldDefinitionSchema, UseCaseInlineSchema } from '../../src/contracts/use-case.ts';
import { ground } from '../../src/pipeline/grounding/ground.ts';
import { useCaseFromInline } from '../../src/pipeline/use-cases/inline.ts';
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

test('labels that two texts of a known concept name bring its other texts, in all languages; one alone brings none', async () => {
  const traded = { name: 'day', type: 'date' as const, labels: ['Handelstag', 'Trade date'] };
  const pages = ['Geschäftstag: 18.07.2025', "Date d'exécution : 18/07/2025", 'Data transakcji: 18.07.2025'];
  for (const page of pages) {
    expect((await extract(textReading(page), useCaseOf(traded))).result).toEqual({ day: '2025-07-18' });
    expect((await extract(textReading(page), useCaseOf({ ...traded, labels: ['Handelstag'] }))).result).toEqual({ day: null });
  }
});

test('a label that begins a compound names something else', async () => {
  const useCase = useCaseOf({ name: 'security', type: 'string', labels: ['Wertpapier'] });
  const page = (words: string) => textReading(`Ihre ${words} wurde über das Telefon erteilt.\nWertpapier: Nordmeer AG`);
  expect((await extract(page('Wertpapier-Order'), useCase)).result).toEqual({ security: 'Nordmeer AG' });
});

test('an amount behind a currency in the cell before it is money, and no number of things', async () => {
  const useCase = useCaseOf({ name: 'shares', type: 'decimal', labels: ['Stück'] });
  const page = textReading('Stück  20,000                EUR  694,30');
  expect((await extract(page, useCase)).result).toEqual({ shares: '20.000' });
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

test('a string that goes on below, where its field says so', async () => {
  const text = `
Deliver to:   Northwind Traders
              12 Harbour Road
              Bristol BS1 4ND

Remarks: call before you come,
the bell does not work
Order no.: 4711`;
  const parts = { type: 'string', multiline: true } as const;
  const useCase = useCaseOf(
    { name: 'address', labels: ['Deliver to'], ...parts },
    { name: 'remarks', ...parts },
    { name: 'order_no', type: 'string' },
  );
  const reading = textReading(text);
  const extraction = await extract(reading, useCase);
  expect(extraction.result).toEqual({
    address: 'Northwind Traders\n12 Harbour Road\nBristol BS1 4ND',
    remarks: 'call before you come,\nthe bell does not work',
    order_no: '4711',
  });
  expect(shown(extraction, reading, 'address')).toEqual(['Northwind Traders', '12 Harbour Road', 'Bristol BS1 4ND']);
  const { fields } = await ground(reading, useCase, extraction, { maxSources: 10, withContext: false }, new AbortController().signal);
  expect(fields['result.address']?.provenance_verified).toBe(true);
  expect(fields['result.remarks']?.provenance_verified).toBe(true);
});

test.each([
  ['Insured: [ ] yes  [x] no', false],
  ['Insured: [x] yes  [ ] no', true],
  ['Insured: yes [ ] no [x]', false],
  ['Versichert: ja ☐ nein ☒', false],
  ['Assuré : ☑ oui ☐ non', true],
  ['Insured: [X]', true],
  ['Insured: [ ]', false],
  ['Insured: ( ) yes (x) no', false],
])('a tick box: %s', async (text, insured) => {
  const useCase = useCaseOf({ name: 'insured', type: 'boolean', labels: ['Insured', 'Versichert', 'Assuré'] });
  expect((await extract(textReading(text), useCase)).result).toEqual({ insured });
});

test('of choices with boxes the ticked one, whatever else is named', async () => {
  const priority = { name: 'priority', type: 'string', labels: ['Priority'], choices: ['low', 'high'] } as const;
  for (const kind of [null, 'checkbox']) {
    const useCase = useCaseOf({ ...priority, choices: [...priority.choices], labels: [...priority.labels], kind });
    expect((await extract(textReading('Priority: [ ] low  [x] high'), useCase)).result).toEqual({ priority: 'high' });
    expect((await extract(textReading('Priority: low ☒ high ☐'), useCase)).result).toEqual({ priority: 'low' });
  }
});

test('choices of numbers and of yes and no are answered as what they are', async () => {
  const useCase = useCaseOf({ name: 'level', type: 'integer', choices: [1, 2, 3] }, { name: 'final', type: 'boolean', choices: [true] });
  const { result } = await extract(textReading('Level: 2\nFinal: true'), useCase);
  expect(result).toEqual({ level: 2, final: true });
});

test('what documents say for a choice, as its field declares it', async () => {
  const useCase = useCaseOf({ name: 'plan', type: 'string', choices: ['basic', 'full'], choice_labels: { full: ['Rundum-Paket'] } });
  expect((await extract(textReading('Plan: Rundum-Paket'), useCase)).result).toEqual({ plan: 'full' });
});

test('a list of single values: behind its label, or below it', async () => {
  const contacts = (labels: string[]) =>
    useCaseOf({
      name: 'contacts',
      type: 'array',
      labels,
      items: FieldDefinitionSchema.shape.items.parse({ type: 'string', kind: 'email' }),
    });
  const reading = textReading('Contacts: a@example.org, b@example.org\nMore below');
  const extraction = await extract(reading, contacts(['Contacts']));
  expect(extraction.result).toEqual({ contacts: ['a@example.org', 'b@example.org'] });
  expect(shown(extraction, reading, 'contacts.1')).toEqual(['b@example.org']);
  const tags = useCaseOf({ name: 'tags', type: 'array', items: FieldDefinitionSchema.shape.items.parse({ type: 'string' }) });
  expect((await extract(textReading('Tags\nred\nblue\n\n\n\n\n\n\n\nend'), tags)).result).toEqual({ tags: ['red', 'blue'] });
  expect((await extract(textReading('Tags: red; blue; green'), tags)).result).toEqual({ tags: ['red', 'blue', 'green'] });
  expect((await extract(textReading('nothing'), tags)).result).toEqual({ tags: null });
});

test('objects in rows', async () => {
  const useCase = useCaseOf({
    name: 'stops',
    type: 'array',
    fields: [
      field('day', 'date', ['Day']),
      FieldDefinitionSchema.parse({
        name: 'place',
        type: 'object',
        fields: [
          { name: 'city', type: 'string' },
          { name: 'gate', type: 'string' },
        ],
      }),
    ],
  });
  const extraction = await extract(
    textReading('Day           City       Gate\n01.05.2026    Oslo       B4\n02.05.2026    Bergen     A1'),
    useCase,
  );
  expect(extraction.result).toEqual({
    stops: [
      { day: '2026-05-01', place: { city: 'Oslo', gate: 'B4' } },
      { day: '2026-05-02', place: { city: 'Bergen', gate: 'A1' } },
    ],
  });
  expect([...extraction.evidence.keys()]).toContain('stops.1.place.gate');
});

test('sums and balances of fields of any name, as the use case declares them', async () => {
  const amounts = [
    { name: 'before', type: 'decimal', labels: ['Before tax'] },
    { name: 'duty', type: 'decimal', labels: ['Duty'] },
    { name: 'all', type: 'decimal', labels: ['Altogether'] },
  ].map((one) => FieldDefinitionSchema.parse(one));
  const useCase = { ...useCaseOf(), fields: amounts, checks: [{ kind: 'sum' as const, parts: ['before', 'duty'], total: 'all' }] };
  // The sum says which of two amounts in the row is the duty.
  const { result } = await extract(textReading('Before tax    100.00\nDuty  19.00   7.00\nAltogether    119.00'), useCase);
  expect(result).toEqual({ before: '100.00', duty: '19.00', all: '119.00' });
});

test('what the schema asks for and no document shows is said beside the field', async () => {
  const json_schema = {
    type: 'object',
    properties: {
      tint: { type: 'string', title: 'Colour', maxLength: 3 },
      extra: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
  const useCase = useCaseFromInline(UseCaseInlineSchema.parse({ name: 'own', json_schema }));
  const { result, reasons } = await extract(textReading('Colour: ABCD'), useCase);
  expect(result).toEqual({ tint: 'ABCD', extra: null });
  expect(Object.fromEntries(reasons)).toEqual({
    tint: ['the schema asks for more: must NOT have more than 3 characters'],
    extra: ['not looked for: nothing is known of its parts'],
  });
});

function field(name: string, type: 'string' | 'integer' | 'decimal' | 'date', labels: string[]) {
  return FieldDefinitionSchema.parse({ name, type, labels });
}
