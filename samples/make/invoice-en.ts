/** A British invoice from a design studio: coloured side bar, every fact below its label. */
import { britishVatId, type Cents, decimal, english, grouped, iban, percent, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { A4, Sheet } from './sheet.ts';

const SELLER = 'Fernhill Studio Ltd';
const BUYER = 'Ashdown Museum Trust';
const IBAN = iban('GB', 'HVBK04291170022518');
const VAT_ID = britishVatId('3178842');
const TEAL = '#12666a';

const ITEMS: readonly (readonly [text: string, quantity: number, price: Cents])[] = [
  ['Exhibition identity, concept and two rounds of changes', 1, 240_000],
  ['Wall panels, layout and artwork', 14, 18_500],
  ['Wayfinding icons', 9, 6_250],
  ['Print supervision, half days', 3, 32_000],
];

export function invoiceEn(): Sample {
  const sheet = new Sheet({
    size: A4,
    title: 'Invoice FS-2026-031',
    author: SELLER,
    created: new Date('2026-02-11T10:00:00Z'),
    base: { size: 9.5, font: 'sans', color: '#202020', align: 'left' },
    columnWidth: 5,
  });
  const net = sum(ITEMS.map(([, quantity, price]) => quantity * price));
  const tax = percent(net, 20);
  const gross = net + tax;
  const label = { size: 7.5, font: 'sans-bold', color: TEAL } as const;

  sheet.box(0, 0, 26, A4.height, { fill: TEAL });
  sheet.text(60, 70, 'INVOICE', { size: 26, font: 'sans-bold', color: TEAL });
  sheet.text(545, 58, SELLER, { size: 12, font: 'sans-bold', align: 'right' });
  ['The Old Maltings, Unit 5', 'Lewes BN7 2QJ', 'accounts@fernhill.example', `VAT no. ${VAT_ID}`].forEach((line, n) => {
    sheet.text(545, 73 + n * 12, line, { size: 8.5, align: 'right', color: '#555555' });
  });

  sheet.rule(60, 132, 545, TEAL, 1);
  const facts: readonly (readonly [x: number, label: string, value: string])[] = [
    [60, 'INVOICE NUMBER', 'FS-2026-031'],
    [182, 'ISSUE DATE', '11 February 2026'],
    [304, 'DUE DATE', '13 March 2026'],
    [426, 'PURCHASE ORDER', 'AMT-4471'],
  ];
  for (const [x, name, value] of facts) {
    sheet.text(x, 148, name, label);
    sheet.text(x, 163, value, { size: 10.5 });
  }
  sheet.rule(60, 174, 545, TEAL, 1);

  sheet.text(60, 200, 'BILL TO', label);
  sheet.lines(60, 215, [BUYER, 'Attn: Priya Raman', 'Castle Hill', 'Ashdown TN22 4LA'], 13, { size: 10 });

  const columns = [{ x: 60 }, { x: 372, align: 'right' }, { x: 458, align: 'right' }, { x: 545, align: 'right' }] as const;
  sheet.row(300, columns, ['DESCRIPTION', 'QTY', 'UNIT PRICE', 'AMOUNT'], label);
  sheet.rule(60, 307, 545, TEAL, 0.6);
  ITEMS.forEach(([text, quantity, price], n) => {
    sheet.row(326 + n * 22, columns, [text, String(quantity), english(price), english(quantity * price)]);
    sheet.rule(60, 334 + n * 22, 545, '#d9e3e3', 0.4);
  });

  const y = 326 + ITEMS.length * 22 + 14;
  const totals: readonly (readonly [string, Cents])[] = [
    ['Subtotal', net],
    ['VAT at 20%', tax],
  ];
  totals.forEach(([name, amount], n) => {
    sheet.text(390, y + n * 18, name);
    sheet.text(545, y + n * 18, `£${english(amount)}`, { align: 'right' });
  });
  sheet.box(380, y + 26, 165, 26, { fill: '#e3efef' });
  sheet.text(390, y + 43, 'Total due', { font: 'sans-bold', size: 11 });
  sheet.text(539, y + 43, `£${english(gross)}`, { font: 'sans-bold', size: 11, align: 'right' });

  sheet.text(60, 600, 'HOW TO PAY', label);
  const payment: readonly (readonly [string, string])[] = [
    ['Account name', SELLER],
    ['Bank', 'Harbour & Vale Bank plc'],
    ['IBAN', grouped(IBAN)],
    ['BIC', 'HVBKGB2L'],
    ['Reference', 'FS-2026-031'],
  ];
  payment.forEach(([name, value], n) => {
    sheet.text(60, 616 + n * 14, name, { color: '#555555' });
    sheet.text(140, 616 + n * 14, value);
  });
  sheet.lines(
    60,
    712,
    [
      'Payment terms: 30 days from the date of this invoice. Thank you for working with us.',
      `${SELLER}. Registered in England and Wales, company number 09948210.`,
    ],
    12,
    { size: 8, color: '#555555' },
  );

  return {
    name: 'invoice-en',
    use_case: 'invoice',
    sheet,
    truth: {
      invoice_number: 'FS-2026-031',
      invoice_date: '2026-02-11',
      due_date: '2026-03-13',
      delivery_date: null,
      seller_name: SELLER,
      seller_vat_id: VAT_ID,
      buyer_name: BUYER,
      currency: 'GBP',
      net_amount: decimal(net),
      tax_amount: decimal(tax),
      gross_amount: decimal(gross),
      iban: IBAN,
      bic: 'HVBKGB2L',
      order_number: 'AMT-4471',
    },
  };
}
