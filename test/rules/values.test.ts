/** Kinds of values that are printed in more dresses than one: each is read whole, with its sign, and not where it says something else. */
import { expect, test } from 'vitest';
import { FieldDefinitionSchema } from '../../src/contracts/use-case.ts';
import { loadUseCases } from '../../src/pipeline/use-cases/registry.ts';
import { extract, pageReading, textReading, useCaseOf } from './support.ts';

const shipped = await loadUseCases(null);

async function saidBy(useCase: string, text: string) {
  const found = shipped.get(useCase);
  if (found === null) throw new Error(`no use case ${useCase}`);
  return (await extract(textReading(text), found)).result;
}

async function wanted(type: 'string' | 'decimal' | 'date', text: string, label = 'Posten') {
  return (await extract(textReading(text), useCaseOf({ name: 'wanted', type, labels: [label] }))).result.wanted;
}

const BLANKS = '\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u00a0\u202f\u205f\u3000';

test.each([...BLANKS])('the blank %j groups figures of an amount and of an account number', async (blank) => {
  expect(await wanted('decimal', `Posten: 7${blank}413,20 EUR`)).toBe('7413.20');
  const text = `Konto: GB33${blank}BUKB${blank}2020${blank}1555${blank}5555${blank}55`;
  const { result } = await extract(textReading(text), useCaseOf({ name: 'wanted', type: 'string', kind: 'iban', labels: ['Konto'] }));
  expect(result).toEqual({ wanted: 'GB33BUKB20201555555555' });
});

test.each([
  ['Posten: 3.415 ,70 EUR', '3415.70'],
  ['Posten: 27 .608,00 EUR', '27608.00'],
  ['Posten: 6,052. 18 USD', '6052.18'],
  ['Posten: 8. 415,70 EUR', null],
  ['Posten: 64, 90 EUR', null],
  ['Posten: (340.00 CHF)', '-340.00'],
  ['Posten: ( 1.340,25 )', '-1340.25'],
  ['Posten: 340,00 EUR-', '-340.00'],
  ['Posten: 340,00 EUR S', '-340.00'],
  ['Posten: 340,00 EUR H', '340.00'],
  ['Posten: 340,00      S', '-340.00'],
  ['Posten: £340.00 OD', '-340.00'],
  ['Posten: 340.00 S$', '340.00'],
  ['Posten: 340.00 S/', '340.00'],
  ['Posten: Rs. 7,340.00', '7340.00'],
  ['Posten: kr 7 340,00', '7340.00'],
  ['Posten: R7,340.00', '7340.00'],
  ['Posten: R 7 340,00', '7340.00'],
  ['Posten: NT$7,340.00', '7340.00'],
  ['Posten: 7,340원', '7340'],
  ['Posten: 84,00 EUR für 3 Kisten', '84.00'],
  ['Posten: 84,00 EUR (4 x 21,00 EUR)', '84.00'],
  ['Posten: 4 x 21,00 = 84,00', '84.00'],
  ['Posten: 4 x 21,00', null],
  ['Posten: 84,00 EUR / 91,30 USD', '84.00'],
  ['Posten  70,59  13,41  84,00', '84.00'],
  ['■ Posten: 84,00', '84.00'],
  ['☎ Posten: 84,00', '84.00'],
  ['🧾 Posten: 84,00', '84.00'],
  ['[x] Posten: 84,00', '84.00'],
  ['“Posten”: 84,00', '84.00'],
  ['Posten：84.00', '84.00'],
] as const)('the amount in %j', async (text, value) => {
  expect(await wanted('decimal', text)).toBe(value);
});

test.each([
  ['20270214', '2027-02-14'],
  ['2027 02 14', '2027-02-14'],
  ['2027-Feb-14', '2027-02-14'],
  ['FEB 14, 27', '2027-02-14'],
  ['14 th February 2027', '2027-02-14'],
  ["14.2.'27", '2027-02-14'],
  ["14 Feb '27", '2027-02-14'],
  ['February 14 , 2027', '2027-02-14'],
  ['Sonntag, 14. Februar 2027', '2027-02-14'],
  ['20271402', null],
  ['Ausgabe 14.2.27a', null],
])('the date %j', async (written, iso) => {
  expect(await wanted('date', `Tag: ${written}`, 'Tag')).toBe(iso);
});

test('eight figures alone in the head are no date', async () => {
  expect(await saidBy('invoice', 'Nordkamm Bau GmbH\n\nRechnung\n\n20270214\n\nGesamtbetrag: 84,00 EUR')).toMatchObject({
    invoice_date: null,
  });
});

test.each([
  ['4 816 320', '4 816 320'],
  ['2027 00419', '2027 00419'],
  ['KX 0419', 'KX 0419'],
  ['KX–0419', 'KX–0419'],
  ['RF71 2348 2312', 'RF71 2348 2312'],
  ['0419 vom 3.4.2027', '0419'],
  ['KX-0419 Seite 2', 'KX-0419'],
])('the reference %j', async (written, value) => {
  const { result } = await extract(
    textReading(`Zeichen: ${written}`),
    useCaseOf({ name: 'wanted', type: 'string', kind: 'reference', labels: ['Zeichen'] }),
  );
  expect(result).toEqual({ wanted: value });
});

const ACCOUNT = 'AT483200000012345864';

test.each([
  ['IBAN: AT48-3200-0000-1234-5864', ACCOUNT],
  ['IBAN: AT48–3200–0000–1234–5864', ACCOUNT],
  ['IBAN: AT48.3200.0000.1234.5864', ACCOUNT],
  ['IBAN: AT 483200000012345864', ACCOUNT],
  ['Konto IBANAT483200000012345864', ACCOUNT],
  ['IBAN: AT483200000012345864RLNWATWWXXX', ACCOUNT],
  ['IBAN: A T 4 8 3 2 0 0 0 0 0 0 1 2 3 4 5 8 6 4', ACCOUNT],
  ['IBAN:  AT48  3200  0000  1234  5864', ACCOUNT],
  ['IBAN: AT48 3200 0000\n1234 5864', ACCOUNT],
  ['IBAN: AT48 3200 0000\n1234 5865', null],
])('the account number in %j', async (text, iban) => {
  expect(await saidBy('invoice', `Nordkamm Bau GmbH\n\n${text}`)).toMatchObject({ iban });
});

test('the total is what its label says, whatever is remarked behind it', async () => {
  const invoice = (total: string) => saidBy('invoice', `Pinewell Press Ltd\n\nInvoice no. 52\n${total}`);
  for (const total of ['Total £84.00 incl. £14.00 VAT', 'Total: £84.00 (£70.00 net)', 'Total £84.00 (2 x £42.00)'])
    expect(await invoice(total)).toMatchObject({ gross_amount: '84.00' });
  expect(await saidBy('receipt', 'Dune Cafe\nTotal (Excl. GST) 8.00\nGST 5% 0.40\nTotal (Incl. GST) 8.40')).toMatchObject({
    total: '8.40',
    tax_amount: '0.40',
  });
});

test('a code in a name is no currency where amounts have one', async () => {
  expect(await saidBy('receipt', 'KEDAI TUAH SDN BHD\nACME SAR\nTotal RM 84.00')).toMatchObject({ currency: 'MYR', total: '84.00' });
});

test('what is still due after a payment is no total', async () => {
  const invoice = (rows: string) => saidBy('invoice', `Pinewell Press Ltd\n\nInvoice no. 52\n${rows}`);
  expect(await invoice('Total  £84.00\nPaid  £30.00\nBalance due  £54.00')).toMatchObject({ gross_amount: '84.00' });
  expect(await invoice('Grand total  £84.00\nDeposit paid  -£80.00\nAmount due  £4.00')).toMatchObject({ gross_amount: '84.00' });
});

test('taxes of several rates that lead from net to gross leave both as they are', async () => {
  const text =
    'Nordkamm Bau GmbH\n\nNettobetrag  300,00 EUR\nUSt. 7 % auf 100,00  7,00 EUR\nUSt. 19 % auf 200,00  38,00 EUR\nGesamtbetrag  345,00 EUR';
  expect(await saidBy('invoice', text)).toMatchObject({ net_amount: '300.00', gross_amount: '345.00' });
});

test('of two readings of a period the one that does not end before it begins; a national bank writes the month first', async () => {
  const statement = (bank: string, period: string) =>
    saidBy('bank_statement_header', `${bank}\nStatement period: ${period}\nOpening balance 50.00`);
  expect(await statement('Lakemoor Bank', '06/09/2027 - 07/08/2027')).toMatchObject({
    statement_period_start: '2027-06-09',
    statement_period_end: '2027-07-08',
  });
  expect(await statement('Lakemoor Bank plc', '09/06/2027 - 08/07/2027')).toMatchObject({ statement_period_start: '2027-06-09' });
  expect(await statement('Lakemoor Bank, N.A.', '12/06/2027 - 01/05/2028')).toMatchObject({ statement_period_start: '2027-12-06' });
});

test("a number behind the buyer's name is the buyer's", async () => {
  const text = 'Pinewell Press Inc\n\nSold to: Saltgate Books Ltd, VAT no. GB987654321\nInvoice no. 52\nTotal $84.00';
  expect(await saidBy('invoice', text)).toMatchObject({ seller_vat_id: null });
});

const ITEMS = useCaseOf({
  name: 'items',
  type: 'array',
  fields: [
    FieldDefinitionSchema.parse({ name: 'what', type: 'string', labels: ['Ware'] }),
    FieldDefinitionSchema.parse({ name: 'pieces', type: 'integer', labels: ['Stück'] }),
    FieldDefinitionSchema.parse({ name: 'price', type: 'decimal', labels: ['Preis'] }),
  ],
});

test('a table goes on on the next page, below a letterhead and without its headings', async () => {
  const text =
    'Ware        Stück    Preis\nKelle       2        9,00\nEimer       1        4,50\n\fNordkamm Bau GmbH\n\nFugenband   3        7,20\nSumme                20,70';
  const { result } = await extract(textReading(text), ITEMS);
  expect(result.items).toMatchObject([{ what: 'Kelle' }, { what: 'Eimer' }, { what: 'Fugenband', pieces: 3, price: '7.20' }]);
});

test('columns closer than a gap between cells are parted by their headings; a long text stays whole', async () => {
  const reading = pageReading([
    ['Ware', 50, 100],
    ['Stück', 250, 100],
    ['Preis', 300, 100],
    ['Kelle', 50, 120],
    ['12 1.350,00', 265, 120],
    ['Eimer mit Deckel und Henkel aus verzinktem Blech', 50, 140],
    ['4,50', 305, 140],
  ]);
  const { result } = await extract(reading, ITEMS);
  expect(result.items).toMatchObject([
    { what: 'Kelle', pieces: 12, price: '1350.00' },
    { what: 'Eimer mit Deckel und Henkel aus verzinktem Blech', pieces: null, price: '4.50' },
  ]);
});

test('two labels of one field with a slash between are one', async () => {
  expect(await saidBy('invoice', 'Pinewell Press Ltd\n\nBill to / Sold to:\nSaltgate Books Ltd\n3 Quay\n\nTotal £84.00')).toMatchObject({
    buyer_name: 'Saltgate Books Ltd',
  });
});
