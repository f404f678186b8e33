/** Bank statements and receipts: balances, periods and accounts by their labels; a receipt by its layout. */
import { expect, test } from 'vitest';
import type { UseCase } from '../../src/contracts/use-case.ts';
import { bankStatementHeader } from '../../src/pipeline/use-cases/bank-statement-header.ts';
import { receipt } from '../../src/pipeline/use-cases/receipt.ts';
import { extract, textReading } from './support.ts';

type Expected = Readonly<Record<string, string | null>>;

const CASES: readonly (readonly [name: string, useCase: UseCase, text: string, expected: Expected])[] = [
  [
    'a savings bank, labels at the left, Soll and Haben',
    bankStatementHeader,
    `
Stadtsparkasse Beispielstadt

Kontoauszug Nr. 4 vom 30.04.2025
Girokonto   IBAN: DE89 3704 0044 0532 0130 00   BIC: COBADEFFXXX
Kontowährung: EUR
Auszugszeitraum: 01.04.2025 bis 30.04.2025

Alter Saldo per 31.03.2025                 1.000,00 H
02.04.   Miete                               650,00 S
15.04.   Gehalt                            2.100,00 H
         IBAN DE21 8600 0000 0086 0010 55
Neuer Saldo per 30.04.2025                 2.450,00 H
`,
    {
      bank_name: 'Stadtsparkasse Beispielstadt',
      account_iban: 'DE89370400440532013000',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2025-04-30',
      statement_period_start: '2025-04-01',
      statement_period_end: '2025-04-30',
      opening_balance: '1000.00',
      closing_balance: '2450.00',
    },
  ],
  [
    'an English statement in one column',
    bankStatementHeader,
    `
Harrow Community Bank Ltd
Savings account statement

Statement date: 31 May 2025
Statement period: 1 May 2025 - 31 May 2025
Account IBAN: GB29 NWBK 6016 1331 9268 19
Currency: GBP

Balance brought forward: £120.00
Total paid in: £30.00
Total paid out: £50.00
Balance carried forward: £100.00
`,
    {
      bank_name: 'Harrow Community Bank Ltd',
      account_iban: 'GB29NWBK60161331926819',
      account_type: 'savings',
      currency: 'GBP',
      statement_date: '2025-05-31',
      statement_period_start: '2025-05-01',
      statement_period_end: '2025-05-31',
      opening_balance: '120.00',
      closing_balance: '100.00',
    },
  ],
  [
    'an overdrawn card account with a minus behind the figure',
    bankStatementHeader,
    `
Kreditkartenabrechnung

Kontostand alt     12,00-
Kontostand neu    250,40-
Alle Beträge in EUR
`,
    {
      account_type: 'credit',
      opening_balance: '-12.00',
      closing_balance: '-250.40',
      bank_name: null,
      account_iban: null,
      statement_date: null,
    },
  ],
  [
    'one of two closing balances follows from the bookings',
    bankStatementHeader,
    `
Opening balance                100.00
Groceries                      -40.00
Salary                         500.00
Closing balance                560.00
Closing balance next month     900.00
Closing balance                300.00
`,
    { opening_balance: '100.00', closing_balance: '560.00' },
  ],
  [
    'two accounts on one page are neither the account',
    bankStatementHeader,
    'IBAN: DE89 3704 0044 0532 0130 00\nIBAN: DE21 8600 0000 0086 0010 55\n',
    { account_iban: null },
  ],
  [
    'a till receipt',
    receipt,
    `
        Bäckerei Sommer e.K.
           Marktplatz 3
          79098 Freiburg

Brötchen     4 x 0,45     1,80 B
Kaffee                    3,20 A
--------------------------------
SUMME EUR                 5,00
Bar                      10,00
Rückgeld                  5,00

MwSt      Netto   Steuer  Brutto
A 19%      2,69    0,51    3,20
B  7%      1,68    0,12    1,80

12.08.2025   07:41
`,
    {
      merchant_name: 'Bäckerei Sommer e.K.',
      date: '2025-08-12',
      time: '07:41',
      currency: 'EUR',
      total: '5.00',
      payment_method: 'Bar',
    },
  ],
  [
    'an American receipt',
    receipt,
    `
Corner Hardware
12 Main Street
Springfield, IL 62701
(217) 555-0100

Hammer              19.99
Sub Total           19.99
Tax 6.25%            1.25
Total              $21.24
Mastercard ****1111 $21.24
03/04/2025 5:15 PM
`,
    {
      merchant_name: 'Corner Hardware',
      date: '2025-03-04',
      time: '17:15',
      currency: 'USD',
      total: '21.24',
      tax_amount: '1.25',
      payment_method: 'Mastercard',
    },
  ],
  [
    'an account beside the balances, another among the bookings',
    bankStatementHeader,
    `
                                                                   ING-DiBa AG
                                                                   60628 Frankfurt am Main
Frau
Erika Musterfrau
Beispielweg 1
60311 Frankfurt

Girokonto Nummer 5412345678
Kontoauszug Oktober 2024

Datum              31.10.2024
Auszugsnummer      10
Eingeräumte Kontoüberziehung  1.000,00 Euro
Alter Saldo        1.234,56 Euro
Neuer Saldo        987,65 Euro
IBAN               DE89 5001 0517 5407 3249 31
BIC                INGDDEFFXXX

Buchung     Buchung / Verwendungszweck                  Betrag (EUR)
Valuta
01.10.2024  Lastschrift Stadtwerke                          -80,00
02.10.2024
15.10.2024  Gehalt/Rente Firma AG                          500,00
15.10.2024  IBAN DE21 8600 0000 0086 0010 55
28.10.2024  Überweisung Miete                             -666,91
28.10.2024
            Neuer Saldo                                     987,65
`,
    {
      bank_name: 'ING-DiBa AG',
      account_iban: 'DE89500105175407324931',
      account_type: 'checking',
      currency: 'EUR',
      statement_date: '2024-10-31',
      statement_period_start: null,
      opening_balance: '1234.56',
      closing_balance: '987.65',
    },
  ],
  [
    'an American statement, its period alone on a line',
    bankStatementHeader,
    `
CHASE
JPMorgan Chase Bank, N.A.
P O Box 659754
San Antonio, TX 78265-9754

                                            January 11, 2024 through February 8, 2024
                                            Account Number: 000000123456789

CHECKING SUMMARY      Chase Total Checking
                                     AMOUNT
Beginning Balance                 $1,500.25
Deposits and Additions               700.00
ATM & Debit Card Withdrawals        -350.00
Ending Balance                    $1,850.25
`,
    {
      bank_name: 'JPMorgan Chase Bank, N.A.',
      account_iban: null,
      account_type: 'checking',
      currency: 'USD',
      statement_date: null,
      statement_period_start: '2024-01-11',
      statement_period_end: '2024-02-08',
      opening_balance: '1500.25',
      closing_balance: '1850.25',
    },
  ],
  [
    'a direct bank that says du',
    bankStatementHeader,
    `
N26 Bank SE
Kontoauszug
01.03.2024 bis 31.03.2024

Inhaber: Lena Fischer
IBAN: DE89 1001 1001 2620 0000 12
BIC: NTSBDEB1XXX

Dein alter Kontostand       +250,00€
Ausgehende Transaktionen     -50,00€
Eingehende Transaktionen     +10,00€
Dein neuer Kontostand       +210,00€
Erstellt am 02.04.2024
`,
    {
      bank_name: 'N26 Bank SE',
      statement_date: '2024-04-02',
      statement_period_start: '2024-03-01',
      statement_period_end: '2024-03-31',
      opening_balance: '250.00',
      closing_balance: '210.00',
      currency: 'EUR',
    },
  ],
  [
    'a Swiss statement with a column of balances',
    bankStatementHeader,
    `
UBS Switzerland AG
8098 Zürich

Kontoauszug 01.01.2024 - 31.03.2024
UBS Privatkonto
IBAN CH93 0076 2011 6238 5295 7
Währung CHF

Datum      Text                 Belastung   Gutschrift   Valuta     Saldo
01.01.24   Anfangssaldo                                             12'345.60
05.01.24   Miete                 1'500.00                05.01.24   10'845.60
25.01.24   Salär                             6'000.00    25.01.24   16'845.60
31.03.24   Schlusssaldo                                             16'845.60
           Total                 1'500.00    6'000.00
`,
    {
      bank_name: 'UBS Switzerland AG',
      account_iban: 'CH9300762011623852957',
      account_type: 'checking',
      currency: 'CHF',
      statement_date: null,
      statement_period_start: '2024-01-01',
      statement_period_end: '2024-03-31',
      opening_balance: '12345.60',
      closing_balance: '16845.60',
    },
  ],
];

test.each(CASES)('%s', async (_, useCase, text, expected) => {
  const { result } = await extract(textReading(text), useCase);
  const asked = Object.fromEntries(Object.keys(expected).map((name) => [name, result[name]]));
  expect(asked).toEqual(expected);
});

test('an ambiguous date is said with its other reading, unless another date of the document decides', async () => {
  const open = await extract(textReading('Statement date: 03/04/2025'), bankStatementHeader);
  expect(open.result.statement_date).toBe('2025-04-03');
  expect(open.reasons.get('statement_date')).toEqual(['"03/04/2025" was read as 2025-04-03, but may be 2025-03-04']);
  const american = await extract(textReading('Statement date: 03/04/2025\nPrinted 12/31/2025'), bankStatementHeader);
  expect(american.result.statement_date).toBe('2025-03-04');
  expect([...american.reasons]).toEqual([]);
  const european = await extract(textReading('Statement date: 03/04/2025\nPrinted 31/12/2025'), bankStatementHeader);
  expect(european.result.statement_date).toBe('2025-04-03');
  expect([...european.reasons]).toEqual([]);
});

test('an IBAN that fails its check is said with a warning where a label names it, and not at all where none does', async () => {
  const labelled = await extract(textReading('IBAN: DE88 3704 0044 0532 0130 00'), bankStatementHeader);
  expect(labelled.result.account_iban).toBe('DE88370400440532013000');
  expect(labelled.reasons.get('account_iban')).toEqual(['"DE88 3704 0044 0532 0130 00" fails the IBAN check']);
  const bare = await extract(textReading('Ref DE88 3704 0044 0532 0130 00'), bankStatementHeader);
  expect(bare.result.account_iban).toBe(null);
});
