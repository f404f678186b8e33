/** What an invoice says, before anything is drawn. */
import { anyDay, daysAfter, decimalOf, shareOf } from '../../codes.ts';
import { type Company, makeCompany } from '../../companies.ts';
import { entries } from '../../languages/language.ts';
import type { Random } from '../../random.ts';
import type { Scene } from '../../scene.ts';

export interface Line {
  readonly code: string;
  readonly text: string;
  /** Hundredths. */
  readonly quantity: number;
  readonly unit: string;
  /** Cents. */
  readonly price: number;
  readonly rate: number;
  readonly amount: number;
}

export interface TaxLine {
  readonly rate: number;
  readonly base: number;
  readonly tax: number;
}

export interface Bill {
  readonly seller: Company;
  readonly buyer: Company;
  /** The name at the top is a picture that no text layer has, or another one than the company's. */
  readonly logo: 'name' | 'picture' | 'brand';
  readonly credit: boolean;
  readonly number: string;
  readonly numberIn: 'info' | 'title';
  readonly date: string;
  /** How the day it was issued is said; `bare` and `none` do not say it. */
  readonly dated: 'label' | 'place' | 'title' | 'bare' | 'none';
  readonly due: string | null;
  /** In the head, in a sentence. */
  readonly dueIn: 'info' | 'sentence';
  readonly delivery: string | null;
  readonly order: string | null;
  readonly customer: string | null;
  readonly lines: readonly Line[];
  readonly linesTotal: number;
  readonly discount: { readonly rate: number; readonly amount: number } | null;
  readonly shipping: number | null;
  /** Null where prices hold the tax and nobody says what they are without it. */
  readonly net: number | null;
  readonly taxes: readonly TaxLine[];
  readonly tax: number | null;
  readonly gross: number;
  readonly paid: number | null;
}

export function makeBill(scene: Scene, mostLines: number): Bill {
  const { random, language, country, truth } = scene;
  const seller = makeCompany(random, language, country);
  const abroad = random.chance(0.1) ? random.pick(language.countries) : country;
  const buyer = makeCompany(random, language, abroad);
  const credit = random.chance(0.05);
  const taxed = random.weighted({ added: 84, included: 9, none: 7 });
  const rates = taxed === 'none' ? [0] : ratesOf(random, country.rates);
  const sign = credit && random.chance(0.6) ? -1 : 1;
  const lines = Array.from({ length: random.int(1, random.chance(0.8) ? Math.min(6, mostLines) : mostLines) }, () =>
    makeLine(scene, random.pick(rates), sign),
  );
  const linesTotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const discountRate = random.pick([2, 3, 5, 10]);
  const discount = random.chance(0.12) ? { rate: discountRate, amount: shareOf(linesTotal, discountRate) } : null;
  const shipping = random.chance(0.12) ? sign * random.pick([490, 690, 1250, 2500, 995]) : null;
  const total = linesTotal - (discount?.amount ?? 0) + (shipping ?? 0);
  const [first = 0] = rates;
  const bases = new Map<number, number>();
  for (const { rate, amount } of lines) bases.set(rate, (bases.get(rate) ?? 0) + amount - shareOf(amount, discount?.rate ?? 0));
  const known = [...bases.values()].reduce((sum, base) => sum + base, 0);
  bases.set(first, (bases.get(first) ?? 0) + total - known);
  const taxes = [...bases]
    .filter(([, base]) => base !== 0)
    .toSorted(([a], [b]) => b - a)
    .map(([rate, sum]): TaxLine => {
      const base = taxed === 'included' ? Math.round((sum * 100) / (100 + rate)) : sum;
      return { rate, base, tax: taxed === 'included' ? sum - base : shareOf(base, rate) };
    });
  const tax = taxes.reduce((sum, line) => sum + line.tax, 0);
  const gross = taxed === 'included' ? total : total + tax;
  const date = anyDay(random);
  const dated = random.weighted({ label: 82, place: 6, title: 5, bare: 4, none: 3 });
  const bill: Bill = {
    seller,
    buyer,
    logo: random.weighted({ name: 66, picture: 24, brand: 10 }),
    credit,
    number: invoiceNumber(random, date),
    numberIn: dated === 'title' || random.chance(0.15) ? 'title' : 'info',
    date,
    dated,
    due: random.chance(0.62) ? daysAfter(date, random.pick([7, 10, 14, 14, 21, 30, 30, 45, 60])) : null,
    dueIn: random.chance(0.7) ? 'info' : 'sentence',
    delivery: random.chance(0.35) ? daysAfter(date, -random.int(0, 20)) : null,
    order: random.chance(0.4) ? orderNumber(random) : null,
    customer: random.chance(0.55) ? random.shape(random.pick(['00000', 'K-0000', '000 000', 'C000000', 'CUST-00-000', '1000000'])) : null,
    lines,
    linesTotal,
    discount,
    shipping,
    net: taxed === 'none' || (taxed === 'included' && random.chance(0.4)) ? null : gross - tax,
    taxes: taxed === 'none' ? [] : taxes,
    tax: taxed === 'none' ? null : tax,
    gross,
    paid: random.chance(0.08) ? shareOf(gross, random.pick([20, 30, 50])) : null,
  };
  const says: Readonly<Record<string, string | null>> = {
    invoice_number: bill.number,
    invoice_date: bill.date,
    due_date: bill.due,
    delivery_date: bill.delivery,
    order_number: bill.order,
    seller_name: seller.name,
    seller_vat_id: seller.vatId?.replace(/ (?:MWST|TVA|IVA)$/, '') ?? null,
    buyer_name: buyer.name,
    currency: country.currency,
    net_amount: bill.net === null ? null : decimalOf(bill.net),
    tax_amount: bill.tax === null ? null : decimalOf(bill.tax),
    gross_amount: decimalOf(gross),
    iban: seller.iban,
    bic: seller.bic,
  };
  for (const [field, text] of Object.entries(says)) if (text !== null) truth.set(field, text);
  lines.forEach((line, n) => {
    truth.set(`line_items.${n}.description`, line.text);
    truth.set(`line_items.${n}.quantity`, quantityOf(line.quantity));
    truth.set(`line_items.${n}.unit`, line.unit);
    truth.set(`line_items.${n}.unit_price`, decimalOf(line.price));
    truth.set(`line_items.${n}.tax_rate`, String(line.rate));
    truth.set(`line_items.${n}.amount`, decimalOf(line.amount));
  });
  bill.taxes.forEach(({ rate, base, tax: amount }, n) => {
    truth.set(`tax_lines.${n}.rate`, String(rate));
    truth.set(`tax_lines.${n}.net_amount`, decimalOf(base));
    truth.set(`tax_lines.${n}.tax_amount`, decimalOf(amount));
  });
  return bill;
}

const quantityOf = (hundredths: number): string => (hundredths % 100 === 0 ? String(hundredths / 100) : decimalOf(hundredths));

const ratesOf = (random: Random, rates: readonly number[]): readonly number[] => {
  const [full = 0, ...lower] = rates;
  if (lower.length === 0 || random.chance(0.7)) return [full];
  return random.chance(0.25) ? [random.pick(lower)] : [full, random.pick(lower)];
};

function makeLine({ random, language }: Scene, rate: number, sign: number): Line {
  const quantity = random.chance(0.75) ? 100 * random.int(1, random.chance(0.8) ? 12 : 400) : 25 * random.int(1, 90);
  const price = random.chance(0.5) ? 100 * random.int(1, 400) - random.pick([0, 1, 5, 50]) : random.int(45, 98_000);
  return {
    code: random.shape(random.pick(['00000', '@@-000', '0000.00', '@000'])),
    text: random.pick(entries(language.products)),
    quantity,
    unit: random.pick(entries(language.units)),
    price,
    rate,
    amount: sign * Math.round((quantity * price) / 100),
  };
}

function invoiceNumber(random: Random, date: string): string {
  const [year = '', month = ''] = date.split('-');
  const shape = random.common([
    `${year}-0000`,
    `RE-${year}-000`,
    '00000',
    `INV-00000`,
    `${year}0000`,
    `${year}/000`,
    `@@000000`,
    '000000000',
    `F${year.slice(2)}-000`,
    `${month}/000/${year}`,
    `@-00.000`,
    '00-00000-@',
    `${year} 00000`,
    '00 000 000',
    `INV–0000`,
    `@@/00/00/000`,
    '000',
    `FA_0000_${year}`,
    `${year}.${month}.00`,
    '0',
  ]);
  // A year in the shape is no place for chance.
  return shape
    .replaceAll(year, '\u0001')
    .replace(/[0@]+/g, (run) => random.shape(run))
    .replaceAll('\u0001', year)
    .replace(/^0/, '1');
}

const orderNumber = (random: Random): string =>
  random
    .shape(
      random.common([
        '4500000000',
        'PO-00000',
        '000000',
        'B-0000/@@',
        '@@@0000',
        '0000-00',
        'ORD 00000',
        'PO-@@@@-0000',
        '00000/@@@',
        '2024-B-000',
      ]),
    )
    .replace(/^0/, '7');
