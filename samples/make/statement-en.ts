/** A British current-account statement: running balance, money out and in in columns of their own. */
import { type Cents, decimal, english, grouped, iban, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const BANK = 'Harbour & Vale Bank plc';
const IBAN = iban('GB', 'HVBK04291131926819');
const OPENING: Cents = 241_836;
const NAVY = '#14284b';
const GREY = '#5c6675';

const MOVEMENTS: readonly (readonly [date: string, text: string, detail: string, amount: Cents])[] = [
  ['2 Mar', 'Standing order', 'Clifton Lettings - rent', -118_500],
  ['3 Mar', 'Card payment', 'Greengrocer & Co, Bristol', -2_347],
  ['5 Mar', 'Direct debit', 'Severn Water', -3_812],
  ['9 Mar', 'Faster payment', 'H Okafor - concert tickets', 6_400],
  ['12 Mar', 'Card payment', 'Great Western Trains', -4_860],
  ['16 Mar', 'Direct debit', 'Larkfield Energy', -9_175],
  ['18 Mar', 'Cash withdrawal', 'Whiteladies Road', -8_000],
  ['23 Mar', 'Card payment', 'Toft & Daughters Books', -3_598],
  ['27 Mar', 'Bank giro credit', 'Meridian Survey Ltd - salary', 287_422],
  ['30 Mar', 'Card payment', 'Harbourside Dental Practice', -6_250],
];

export function statementEn(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Account statement 27',
    author: BANK,
    created: new Date('2026-03-31T06:00:00Z'),
    base: { size: 9, font: 'sans', color: '#1b1b1b', align: 'left' },
    columnWidth: 5,
  });
  const closing = OPENING + sum(MOVEMENTS.map(([, , , amount]) => amount));
  const paidIn = sum(MOVEMENTS.map(([, , , amount]) => Math.max(amount, 0)));
  const paidOut = -sum(MOVEMENTS.map(([, , , amount]) => Math.min(amount, 0)));
  const pounds = (amount: Cents): string => `£${english(amount)}`;

  sheet.box(0, 0, A4.width, 74, { fill: NAVY });
  sheet.text(50, 46, BANK, { size: 21, font: 'serif-bold', color: '#ffffff' });
  sheet.text(545, 46, 'Your current account statement', { size: 11, color: '#ffffff', align: 'right' });

  sheet.lines(50, 128, ['Ms Eleanor Whitcombe', '14 Larch Terrace', 'Redland', 'BRISTOL', 'BS6 5QT'], 13, { size: 10 });

  const details: readonly (readonly [string, string])[] = [
    ['Account name', 'Eleanor Whitcombe'],
    ['Account type', 'Current account'],
    ['Sort code', '04-29-11'],
    ['Account number', '31926819'],
    ['IBAN', grouped(IBAN)],
    ['BIC', 'HVBKGB2L'],
    ['Currency', 'GBP'],
    ['Statement number', '27'],
    ['Statement date', '31 March 2026'],
    ['Statement period', '1 March 2026 to 31 March 2026'],
  ];
  details.forEach(([label, value], n) => {
    const y = 115 + n * 13;
    sheet.text(318, y, label, { color: GREY });
    sheet.text(410, y, value, { font: 'sans-bold' });
  });

  sheet.text(50, 286, 'Account summary', { size: 12, font: 'sans-bold', color: NAVY });
  sheet.box(50, 294, 495, 70, { fill: '#eef2f8' });
  const summary: readonly (readonly [string, Cents])[] = [
    ['Opening balance on 1 March 2026', OPENING],
    ['Total paid in', paidIn],
    ['Total paid out', paidOut],
    ['Closing balance on 31 March 2026', closing],
  ];
  summary.forEach(([label, amount], n) => {
    const font = n === 3 ? 'sans-bold' : 'sans';
    sheet.text(60, 310 + n * 15, label, { font });
    sheet.text(535, 310 + n * 15, pounds(amount), { align: 'right', font });
  });

  sheet.text(50, 400, 'Your transactions', { size: 12, font: 'sans-bold', color: NAVY });
  const columns = [
    { x: 55 },
    { x: 105 },
    { x: 190 },
    { x: 400, align: 'right' },
    { x: 468, align: 'right' },
    { x: 540, align: 'right' },
  ] as const;
  sheet.box(50, 408, 495, 18, { fill: NAVY });
  sheet.row(420, columns, ['Date', 'Type', 'Description', 'Paid out', 'Paid in', 'Balance'], { color: '#ffffff', font: 'sans-bold' });
  sheet.row(442, columns, ['1 Mar', '', 'Balance brought forward', '', '', english(OPENING)]);
  let balance = OPENING;
  MOVEMENTS.forEach(([date, type, text, amount], n) => {
    balance += amount;
    const y = 460 + n * 18;
    sheet.rule(50, y - 12, 545, '#d5dbe4');
    sheet.row(y, columns, [date, type, text, amount < 0 ? english(-amount) : '', amount > 0 ? english(amount) : '', english(balance)]);
  });
  const end = 460 + MOVEMENTS.length * 18;
  sheet.rule(50, end - 12, 545, NAVY, 1);
  sheet.row(end + 2, columns, ['31 Mar', '', 'Balance carried forward', '', '', english(balance)], { font: 'sans-bold' });

  const small = { size: 7, color: GREY };
  sheet.lines(
    50,
    770,
    [
      `${BANK}. Registered in England and Wales No. 01234987. Registered office: 2 Quay Street, Bristol BS1 4DJ.`,
      'Lost or stolen card? Call 0117 496 0182, day or night. Please tell us within 13 months of any payment you do not recognise.',
      'Page 1 of 1',
    ],
    10,
    small,
  );

  return {
    name: 'statement-en',
    use_case: 'bank_statement_header',
    sheet,
    truth: {
      bank_name: BANK,
      account_iban: IBAN,
      account_type: 'checking',
      currency: 'GBP',
      statement_date: '2026-03-31',
      statement_period_start: '2026-03-01',
      statement_period_end: '2026-03-31',
      opening_balance: decimal(OPENING),
      closing_balance: decimal(closing),
    },
  };
}
