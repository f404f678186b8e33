/** Fields of a user's own in the arrangements that notes of banks have, and what is rather left empty than guessed. */
import { expect, test } from 'vitest';
import { labelsOfLeaf } from '../../src/pipeline/engines/rules/plan.ts';
import { receipt } from '../../src/pipeline/use-cases/receipt.ts';
import { extract, textReading, useCaseOf } from './support.ts';

const NOTE = useCaseOf(
  { name: 'isin', type: 'string', labels: ['ISIN', 'WKN / ISIN', 'ISIN (WKN)'], pattern: '[A-Z]{2}[A-Z0-9]{9}[0-9]' },
  { name: 'wkn', type: 'string', labels: ['WKN', 'Wertpapierkennnummer'], pattern: '[A-Z0-9]{6}' },
  { name: 'security', type: 'string', labels: ['Wertpapierbezeichnung', 'Bezeichnung'] },
  { name: 'day', type: 'date', labels: ['Handelstag', 'Zahltag', 'Zahlungstag', 'Valuta'] },
  { name: 'shares', type: 'decimal', labels: ['Stück', 'Nominale', 'Anzahl'] },
  { name: 'total', type: 'decimal', labels: ['Ausmachender Betrag', 'Zu Ihren Gunsten', 'Zu Ihren Lasten'] },
);

const resultOf = async (text: string) => (await extract(textReading(text), NOTE)).result;

test('two numbers in one column, a name in two lines below its heading, a unit apart from its number', async () => {
  const text = [
    'Wertpapier-Bezeichnung                          WKN/ISIN',
    'Northern Harbour Fund                             A1B2C3',
    'Inhaber-Anteile o.N.                        DE000A1B2C34',
    '',
    'Nominale',
    'Stk.   17      EUR  41,20',
  ].join('\n');
  expect(await resultOf(text)).toMatchObject({
    isin: 'DE000A1B2C34',
    wkn: 'A1B2C3',
    security: 'Northern Harbour Fund Inhaber-Anteile o.N.',
    shares: '17',
  });
});

test('letters that stand apart: numbers and codes are read without their blanks', async () => {
  const text = ['S t ü c k   1 7 ,  2 5          W  K N  /  I S I N', 'K o s t e n  f ü r  a l l e s      D E  0 0 0 A  1 B 2 C 3  4'].join(
    '\n',
  );
  expect(await resultOf(text)).toMatchObject({ isin: 'DE000A1B2C34', shares: '17.25' });
});

test.each([
  ['a price per share is no number of shares', 'Stück 497 HARBOUR CORP\nDividende pro Stück 0,235 USD', { shares: '497' }],
  [
    'shares of an earlier purchase are not those of this one',
    'Kauf 03.02.2021 Stück 6,0000 1.040,26\nKauf 04.03.2021 Stück 5,0000 99,00',
    { shares: null },
  ],
  ['a word is no number of a register', 'HARBOR STREET\nWKN: A1B2C3', { wkn: 'A1B2C3' }],
  ['the last amount under the last heading', 'Kurs Entgelt Zu Ihren Gunsten\n863,10 EUR 4,32 EUR 858,78 EUR', { total: '858.78' }],
  ['a charge says its sign', 'Zu Ihren Lasten: -999,91 EUR', { total: '999.91' }],
  [
    'before taxes and after them',
    'Zu Ihren Gunsten vor Steuern: EUR 900,00\nSteuer EUR 90,00\nZu Ihren Gunsten nach Steuern: EUR 810,00',
    { total: '810.00' },
  ],
  [
    'what was converted is not what was paid',
    'Ausmachender Betrag  USD  28,06\nUmrechnung 1,1234\nZu Ihren Lasten vor Steuern  EUR  24,97',
    { total: '24.97' },
  ],
])('%s', async (_, text, wanted) => {
  expect(await resultOf(text)).toMatchObject(wanted);
});

test("a user's labels come before other words for the same", () => {
  const [, , , field] = NOTE.fields;
  if (field === undefined) throw new Error('a field of days');
  const labels = labelsOfLeaf({ index: 0, field });
  const rankOf = (text: string) => labels.find((label) => label.text === text)?.rank ?? Number.NaN;
  expect(rankOf('Zahlbar ab')).toBeGreaterThan(rankOf('Valuta'));
});

test.each([
  [
    'HARBOUR HARDWARE\nENTERPRISE (NORTH\nSIDE) SDN BHD\n1, High Street\nTOTAL 5.00',
    { merchant_name: 'HARBOUR HARDWARE ENTERPRISE (NORTH SIDE) SDN BHD' },
  ],
  ['HARBOUR BOOK\nCO. (M) SDN BHD\n1, High Street\nTOTAL 5.00', { merchant_name: 'HARBOUR BOOK CO. (M) SDN BHD', currency: null }],
  ['Harbour Fuel Ltd\nDIESEL RON95 40.00\nTOTAL 40.00', { currency: null }],
  ['Harbour Cafe Ltd\n1 High Street\nTea $5.50\nTOTAL $5.50', { currency: null }],
  ['Harbour Cafe Inc\n1 High Street\nSpringfield, IL 62704\nTea $5.50\nTOTAL $5.50', { currency: 'USD' }],
])('a receipt: %j', async (text, wanted) => {
  expect((await extract(textReading(text), receipt)).result).toMatchObject(wanted);
});
