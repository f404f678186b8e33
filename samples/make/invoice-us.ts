/** An American trade invoice: boxed tables, month-first dates, sales tax, payment by check. */
import { type Cents, decimal, english, percent, sum } from './numbers.ts';
import type { Sample } from './sample.ts';
import { LETTER, Sheet } from './sheet.ts';

const SELLER = 'Copper Ridge Tools, Inc.';
const BUYER = 'Halvorsen Home Supply LLC';
const COPPER = '#8a4b1f';

const ITEMS: readonly (readonly [code: string, text: string, quantity: number, price: Cents])[] = [
  ['CR-1180', 'Claw hammer, 16 oz, hickory handle', 48, 1_895],
  ['CR-2204', 'Torpedo level, 9 in, magnetic', 36, 1_450],
  ['CR-3310', 'Adjustable wrench set, 3 pieces', 24, 3_275],
  ['CR-5002', 'Nail pouch, oiled leather', 30, 2_149],
];

export function invoiceUs(): Sample {
  const sheet = new Sheet({
    size: LETTER,
    title: 'Invoice INV-10583',
    author: SELLER,
    created: new Date('2026-03-03T15:00:00Z'),
    base: { size: 9.5, font: 'sans', color: '#161616', align: 'left' },
    columnWidth: 5.1,
  });
  const net = sum(ITEMS.map(([, , quantity, price]) => quantity * price));
  const tax = percent(net, 7.25);
  const gross = net + tax;

  sheet.text(48, 66, SELLER, { size: 17, font: 'sans-bold', color: COPPER });
  sheet.lines(48, 82, ['880 Smelter Road', 'Silver City, NM 88061', '(575) 555-0126'], 12, { size: 9 });
  sheet.text(564, 72, 'INVOICE', { size: 28, font: 'sans-bold', color: '#c9c2bb', align: 'right' });

  const facts: readonly (readonly [string, string])[] = [
    ['Invoice #', 'INV-10583'],
    ['Invoice Date', '03/03/2026'],
    ['Due Date', '04/02/2026'],
    ['Terms', 'Net 30'],
    ['P.O. Number', '77120'],
  ];
  facts.forEach(([label, value], n) => {
    const y = 94 + n * 18;
    sheet.box(384, y, 82, 18, { stroke: '#b5aca4' });
    sheet.box(466, y, 98, 18, { stroke: '#b5aca4' });
    sheet.text(390, y + 12, label, { font: 'sans-bold', size: 8.5 });
    sheet.text(558, y + 12, value, { align: 'right' });
  });

  const address = [BUYER, '4120 Industrial Parkway', 'Boise, ID 83705'];
  for (const [x, label] of [
    [48, 'Bill To'],
    [316, 'Ship To'],
  ] as const) {
    sheet.box(x, 208, 248, 18, { fill: '#f0e7df' });
    sheet.text(x + 6, 220, label, { font: 'sans-bold', color: COPPER });
    sheet.lines(x + 6, 242, x === 48 ? address : [BUYER, 'Receiving Dock 3', ...address.slice(1)], 13);
  }

  const columns = [{ x: 54 }, { x: 118 }, { x: 388, align: 'right' }, { x: 468, align: 'right' }, { x: 558, align: 'right' }] as const;
  sheet.box(48, 312, 516, 18, { fill: COPPER });
  sheet.row(324, columns, ['Item', 'Description', 'Qty', 'Rate', 'Amount'], { font: 'sans-bold', color: '#ffffff' });
  ITEMS.forEach(([code, text, quantity, price], n) => {
    sheet.row(348 + n * 20, columns, [code, text, String(quantity), english(price), english(quantity * price)]);
  });
  const y = 348 + ITEMS.length * 20;
  sheet.box(48, 330, 516, y - 330, { stroke: '#b5aca4' });

  const totals: readonly (readonly [string, Cents])[] = [
    ['Subtotal', net],
    ['Sales Tax (7.25%)', tax],
    ['Total', gross],
    ['Payments/Credits', 0],
    ['Balance Due', gross],
  ];
  totals.forEach(([label, amount], n) => {
    const font = n === 2 || n === 4 ? 'sans-bold' : 'sans';
    sheet.text(400, y + 24 + n * 18, label, { font });
    sheet.text(558, y + 24 + n * 18, `$${english(amount)}`, { font, align: 'right' });
  });

  sheet.lines(
    48,
    y + 150,
    [
      `Please make checks payable to ${SELLER}`,
      'Past-due balances are subject to a finance charge of 1.5% per month.',
      'Thank you for your business!',
    ],
    14,
    { size: 9 },
  );

  return {
    name: 'invoice-us',
    use_case: 'invoice',
    sheet,
    truth: {
      invoice_number: 'INV-10583',
      invoice_date: '2026-03-03',
      due_date: '2026-04-02',
      delivery_date: null,
      seller_name: SELLER,
      seller_vat_id: null,
      buyer_name: BUYER,
      currency: 'USD',
      net_amount: decimal(net),
      tax_amount: decimal(tax),
      gross_amount: decimal(gross),
      iban: null,
      bic: null,
      order_number: '77120',
    },
  };
}
