/** An American savings statement over two pages: month-first dates, no IBAN anywhere. */
import { type Cents, decimal, english, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { LETTER, Sheet } from './sheet.ts';

const BANK = 'Prairie First Bank, N.A.';
const OPENING: Cents = 1_520_418;
const MAROON = '#7a1f2b';
const GREY = '#555555';

const DEPOSITS: readonly (readonly [date: string, text: string, amount: Cents])[] = [
  ['03/02/2026', 'Transfer from checking ...4417', 50_000],
  ['03/06/2026', 'Mobile deposit, check 1182', 12_750],
  ['03/09/2026', 'Transfer from checking ...4417', 50_000],
  ['03/16/2026', 'Transfer from checking ...4417', 50_000],
  ['03/20/2026', 'Direct deposit, State of Nebraska tax refund', 61_233],
  ['03/23/2026', 'Transfer from checking ...4417', 50_000],
  ['03/30/2026', 'Transfer from checking ...4417', 50_000],
  ['03/31/2026', 'Interest payment', 4_417],
];
const WITHDRAWALS: readonly (readonly [date: string, text: string, amount: Cents])[] = [
  ['03/04/2026', 'Online payment, Platte River Roofing', -185_000],
  ['03/12/2026', 'ATM withdrawal, 1200 O St, Lincoln NE', -20_000],
  ['03/18/2026', 'Online payment, Salt Creek Veterinary', -31_480],
  ['03/27/2026', 'Wire fee', -1_500],
];

export function statementUsTwoPages(): Sample {
  const sheet = new Sheet({
    size: LETTER,
    title: 'Savings statement March 2026',
    author: BANK,
    created: new Date('2026-04-02T09:00:00Z'),
    base: { size: 9.5, font: 'sans', color: '#1a1a1a', align: 'left' },
    columnWidth: 5.2,
  });
  const all = [...DEPOSITS, ...WITHDRAWALS].toSorted(([a], [b]) => a.localeCompare(b));
  const closing = OPENING + sum(all.map(([, , amount]) => amount));
  const dollars = (amount: Cents): string => (amount < 0 ? `-$${english(-amount)}` : `$${english(amount)}`);
  const footer = (page: number): void => {
    sheet.rule(54, 738, 558, MAROON);
    sheet.text(54, 752, `${BANK} · P.O. Box 4400, Lincoln, NE 68501 · Member FDIC · Equal Housing Lender`, { size: 7.5, color: GREY });
    sheet.text(558, 752, `Page ${page} of 2`, { size: 7.5, color: GREY, align: 'right' });
  };
  const columns = [{ x: 54 }, { x: 130 }, { x: 558, align: 'right' }] as const;
  const heading = (y: number, text: string): void => {
    sheet.text(54, y, text, { size: 12, font: 'sans-bold', color: MAROON });
    sheet.rule(54, y + 6, 558, MAROON, 1);
  };

  sheet.text(54, 62, BANK, { size: 20, font: 'serif-bold', color: MAROON });
  sheet.lines(54, 80, ['P.O. Box 4400', 'Lincoln, NE 68501'], 11, { size: 8.5, color: GREY });
  sheet.text(558, 62, 'STATEMENT OF ACCOUNT', { size: 12, font: 'sans-bold', align: 'right' });
  const facts: readonly (readonly [string, string])[] = [
    ['Account number:', '000 4471 9035'],
    ['Statement date:', '03/31/2026'],
    ['Statement period:', '03/01/2026 through 03/31/2026'],
    ['Days in period:', '31'],
  ];
  facts.forEach(([label, value], n) => {
    sheet.text(332, 80 + n * 14, label, { font: 'sans-bold' });
    sheet.text(420, 80 + n * 14, value);
  });
  sheet.lines(54, 152, ['Robert J. and Dana M. Lindqvist', '2218 Sheridan Boulevard', 'Lincoln, NE 68502'], 13, { size: 10.5 });

  heading(220, 'Prairie Growth Savings Account');
  const summary: readonly (readonly [string, string])[] = [
    ['Beginning balance', dollars(OPENING)],
    [`Deposits and other credits (${DEPOSITS.length})`, dollars(sum(DEPOSITS.map(([, , amount]) => amount)))],
    [`Withdrawals and other debits (${WITHDRAWALS.length})`, dollars(sum(WITHDRAWALS.map(([, , amount]) => amount)))],
    ['Ending balance', dollars(closing)],
  ];
  summary.forEach(([label, value], n) => {
    const font = n === 0 || n === 3 ? 'sans-bold' : 'sans';
    sheet.text(54, 246 + n * 17, label, { font });
    sheet.text(558, 246 + n * 17, value, { font, align: 'right' });
  });
  sheet.lines(
    54,
    330,
    [
      'Annual percentage yield earned this period: 3.45%.   Interest paid year to date: $128.06.',
      'All amounts on this statement are in U.S. dollars (USD).',
    ],
    14,
    { size: 9, color: GREY },
  );

  heading(386, 'Deposits and other credits');
  sheet.row(408, columns, ['Date', 'Description', 'Amount'], { font: 'sans-bold' });
  DEPOSITS.forEach(([date, text, amount], n) => {
    sheet.row(428 + n * 18, columns, [date, text, english(amount)]);
  });
  heading(610, 'Withdrawals and other debits');
  sheet.row(632, columns, ['Date', 'Description', 'Amount'], { font: 'sans-bold' });
  WITHDRAWALS.forEach(([date, text, amount], n) => {
    sheet.row(652 + n * 18, columns, [date, text, english(amount)]);
  });
  footer(1);

  sheet.nextPage();
  sheet.text(54, 54, BANK, { size: 12, font: 'serif-bold', color: MAROON });
  sheet.text(558, 54, 'Account number 000 4471 9035 (continued)', { align: 'right' });
  heading(100, 'Daily ending balance');
  sheet.row(122, columns, ['Date', '', 'Balance'], { font: 'sans-bold' });
  let balance = OPENING;
  all.forEach(([date, , amount], n) => {
    balance += amount;
    sheet.row(142 + n * 18, columns, [date, '', english(balance)]);
  });
  heading(400, 'In case of errors or questions about your electronic transfers');
  sheet.lines(
    54,
    422,
    [
      'Call us at 402-555-0143 or write to us at the address above as soon as you can if you think your statement or receipt is',
      'wrong. We must hear from you no later than 60 days after we sent the first statement on which the error appeared.',
      'Tell us your name and account number, and describe the transfer you are unsure about with its date and dollar amount.',
    ],
    13,
    { size: 8.5 },
  );
  footer(2);

  return {
    name: 'statement-us-two-pages',
    use_case: 'bank_statement_header',
    sheet,
    truth: {
      bank_name: BANK,
      account_iban: null,
      account_type: 'savings',
      currency: 'USD',
      statement_date: '2026-03-31',
      statement_period_start: '2026-03-01',
      statement_period_end: '2026-03-31',
      opening_balance: decimal(OPENING),
      closing_balance: decimal(closing),
    },
  };
}
