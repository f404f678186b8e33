/** What a receipt says, before anything is drawn. */
import { anyDay, decimalOf, shareOf } from '../../codes.ts';
import { type Company, makeCompany } from '../../companies.ts';
import { entries } from '../../languages/language.ts';
import type { Scene } from '../../scene.ts';

export interface Article {
  readonly text: string;
  readonly quantity: number;
  /** Cents. */
  readonly price: number;
  readonly amount: number;
  readonly rate: number;
}

export interface Sale {
  readonly merchant: Company;
  /** As printed at the top; many tills have capitals only. */
  readonly name: string;
  readonly date: string;
  /** HH:MM:SS. */
  readonly time: string;
  readonly articles: readonly Article[];
  readonly subtotal: number;
  readonly discount: number | null;
  readonly taxes: readonly { readonly rate: number; readonly base: number; readonly tax: number }[];
  readonly tax: number;
  /** Whether prices hold the tax. */
  readonly included: boolean;
  readonly rounding: number | null;
  readonly tip: number | null;
  /** Tax included, rounded, with the tip. */
  readonly total: number;
  /** Cash that was handed over; null: another way of payment. */
  readonly given: number | null;
  readonly method: string;
}

export function makeSale(scene: Scene, mostArticles: number, tipped: boolean): Sale {
  const { random, language, country, manner, truth } = scene;
  const merchant = makeCompany(random, language, country);
  const name = random.chance(0.5) ? merchant.name.toUpperCase() : merchant.name;
  const included = !['US'].includes(country.code) && random.chance(0.8);
  const [full, ...lower] = country.rates;
  const rates = lower.length > 0 && random.chance(0.35) ? [full, random.pick(lower)] : [full];
  const articles = Array.from({ length: random.int(1, mostArticles) }, (): Article => {
    const quantity = random.chance(0.75) ? 1 : random.int(2, 8);
    const price = random.chance(0.7) ? 10 * random.int(4, 240) - random.pick([0, 1, 5]) : random.int(95, 14_900);
    return { text: random.pick(entries(language.words.goods)), quantity, price, amount: quantity * price, rate: random.pick(rates) };
  });
  const subtotal = articles.reduce((sum, { amount }) => sum + amount, 0);
  const discount = random.chance(0.12) ? shareOf(subtotal, random.pick([5, 10, 15])) : null;
  const left = subtotal - (discount ?? 0);
  const shares = new Map<number, number>();
  for (const { rate, amount } of articles) shares.set(rate, (shares.get(rate) ?? 0) + amount);
  const [first = full] = shares.keys();
  shares.set(first, (shares.get(first) ?? 0) - (discount ?? 0));
  const taxes = [...shares].map(([rate, sum]) => {
    const base = included ? Math.round((sum * 100) / (100 + rate)) : sum;
    return { rate, base, tax: included ? sum - base : shareOf(base, rate) };
  });
  const tax = taxes.reduce((sum, line) => sum + line.tax, 0);
  const gross = included ? left : left + tax;
  const rounds = ['MY', 'CH', 'AU'].includes(country.code) && random.chance(0.5);
  const rounding = rounds ? Math.round(gross / 5) * 5 - gross : null;
  const tip = tipped && random.chance(0.6) ? Math.round(shareOf(gross, random.pick([5, 10, 15, 18, 20])) / 10) * 10 : null;
  const total = gross + (rounding ?? 0) + (tip ?? 0);
  const cash = random.chance(0.45);
  const note = random.pick([500, 1000, 2000, 5000]);
  const time = `${String(random.int(7, 22)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`;
  const sale: Sale = {
    merchant,
    name,
    date: anyDay(random),
    time,
    articles,
    subtotal,
    discount,
    taxes,
    tax,
    included,
    rounding,
    tip,
    total,
    given: cash ? Math.ceil(total / note) * note : null,
    method: cash ? manner.word('r_cash') : random.common(entries(language.words.methods)),
  };
  const says: Readonly<Record<string, string | null>> = {
    merchant_name: name,
    date: sale.date,
    time: time.slice(0, 5),
    currency: country.currency,
    total: decimalOf(total),
    tax_amount: decimalOf(tax),
    payment_method: sale.method,
    tip: tip === null ? null : decimalOf(tip),
  };
  for (const [field, text] of Object.entries(says)) if (text !== null) truth.set(field, text);
  articles.forEach((article, n) => {
    truth.set(`line_items.${n}.description`, article.text);
    truth.set(`line_items.${n}.quantity`, String(article.quantity));
    truth.set(`line_items.${n}.unit_price`, decimalOf(article.price));
    truth.set(`line_items.${n}.amount`, decimalOf(article.amount));
  });
  return sale;
}
