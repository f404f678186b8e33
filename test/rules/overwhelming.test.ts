/** Evidence that leaves nothing open, and what looks like it: what it decides, and how far it is trusted. */
import { expect, test } from 'vitest';
import { extractByRules } from '../../src/pipeline/engines/rules/extract.ts';
import { trustOf } from '../../src/pipeline/grounding/trust.ts';
import { bankStatementHeader } from '../../src/pipeline/use-cases/bank-statement-header.ts';
import { invoice } from '../../src/pipeline/use-cases/invoice.ts';
import { receipt } from '../../src/pipeline/use-cases/receipt.ts';
import { textReading, useCaseOf } from './support.ts';

function trusted(text: string, useCase: ReturnType<typeof useCaseOf>) {
  const reading = textReading(text);
  const extraction = extractByRules(reading, useCase);
  const { trust } = trustOf(reading, useCase, extraction, null);
  return (field: string) => [extraction.result[field], trust?.[`result.${field}`]?.level];
}

const NOTE = useCaseOf(
  { name: 'isin', type: 'string', labels: ['ISIN'], pattern: '[A-Z]{2}[A-Z0-9]{9}[0-9]' },
  { name: 'day', type: 'date', labels: ['Trade date', 'Value date'] },
  { name: 'paid', type: 'decimal', labels: ['Net amount', 'Debit', 'Credit'] },
);

test('the only value of its form, behind a label of a user’s own, is trusted; one of two is not', () => {
  expect(trusted('ISIN: DE000A1B2C34\n\nHarbour Fund', NOTE)('isin')).toEqual(['DE000A1B2C34', 'high']);
  expect(trusted('ISIN: DE000A1B2C34\n\nHarbour Fund US88160R1014', NOTE)('isin')[1]).not.toBe('high');
});

test('a label further down the list that names another thing keeps a value from being trusted', () => {
  expect(trusted('Trade date: 3 May 2026', NOTE)('day')).toEqual(['2026-05-03', 'high']);
  expect(trusted('Value date: 3 May 2026', NOTE)('day')).toEqual(['2026-05-03', 'check']);
});

test('a field whose labels say which way the money went has no sign', () => {
  expect(trusted('Net amount  -120.50 EUR', NOTE)('paid')[0]).toBe('120.50');
});

const RECEIPT = (sum: string, day: string) => `Corner House\n12 Quay Street\nDate: ${day}\n\nCoffee   4.00\nCake     5.00\n${sum}  9.00\n`;

test.each([
  ['a currency in brackets', RECEIPT('Total (RM)', '31/05/2026'), 'currency', ['MYR', 'high']],
  ['a currency that only a name may hold', 'CORNER HOUSE RM\nTotal  9.00', 'currency', [null, 'none']],
  ['the day first, as where the money comes from', RECEIPT('Total RM', '03/05/2026'), 'date', ['2026-05-03', 'high']],
  ['either way where the money does not tell', RECEIPT('Total $', '03/05/2026'), 'date', ['2026-05-03', 'check']],
])('%s', (_, text, field, expected) => {
  expect(trusted(text, receipt)(field)).toEqual(expected);
});

test.each([
  [
    'Customer',
    'a buyer before an address in one line',
    'Customer  Winter & Sons Ltd, 3 Orchard Road, Bath BA1 2QN',
    'buyer_name',
    'Winter & Sons Ltd',
  ],
  ['NIP', 'a tax number as it is written at home', 'Sprzedawca\nNIP: 581-736-36-95', 'seller_vat_id', '581-736-36-95'],
  ['Invoice no.', 'a date apart is no part of a number', 'Invoice no. 72/521 - 20/02/2025', 'invoice_number', '72/521'],
])('%s: %s', (_label, _what, text, field, value) => {
  expect(extractByRules(textReading(text), invoice).result[field]).toBe(value);
});

test('balances that only their days tell apart, and a period behind a title', () => {
  const text = `North Bank plc
Account statement 1 May 2026 – 31 May 2026

Balance on 1 May 2026      100.00
02/05/2026  Rent           -40.00
09/05/2026  Salary          90.00
Balance on 31 May 2026     150.00`;
  expect(extractByRules(textReading(text), bankStatementHeader).result).toMatchObject({
    statement_period_start: '2026-05-01',
    statement_period_end: '2026-05-31',
    opening_balance: '100.00',
    closing_balance: '150.00',
  });
});
