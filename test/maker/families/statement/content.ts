/** What a bank statement says, before anything is drawn. */
import { anyDay, daysAfter, decimalOf, ibanOf } from '../../codes.ts';
import { bankName, type Company, fill, makeCompany } from '../../companies.ts';
import type { Scene } from '../../scene.ts';

export interface Booking {
  readonly date: string;
  readonly valued: string;
  readonly text: string;
  /** Cents; below zero: a debit. */
  readonly amount: number;
  /** After it. */
  readonly balance: number;
}

export interface Statement {
  readonly bank: Company;
  readonly bankName: string;
  readonly owner: Company;
  readonly iban: string | null;
  readonly account: string;
  readonly type: 'checking' | 'savings' | 'credit';
  readonly start: string;
  readonly end: string;
  readonly date: string | null;
  readonly opening: number;
  readonly closing: number;
  readonly bookings: readonly Booking[];
}

export function makeStatement(scene: Scene, mostBookings: number): Statement {
  const { random, language, country, manner, truth } = scene;
  const bank = makeCompany(random, language, country);
  const owner = makeCompany(random, language, country);
  const [year = '', month = ''] = anyDay(random).split('-');
  const start = random.chance(0.75) ? `${year}-${month}-01` : anyDay(random);
  const end = daysAfter(start, random.pick([27, 29, 30, 30, 89]));
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
  const opening = random.int(-120_000, 900_000) + (random.chance(0.2) ? 0 : 150_000);
  const count = random.int(2, mostBookings);
  let balance = opening;
  const bookings = Array.from({ length: count }, (_, n): Booking => {
    const date = daysAfter(start, Math.floor(((n + random.next()) * days) / count));
    const amount = random.chance(0.72) ? -random.int(199, 95_000) : random.int(1500, 320_000);
    balance += amount;
    const name = makeCompany(random, language, country);
    const text = fill(manner.any('bookings'), { name: name.name, city: name.city });
    return { date, valued: daysAfter(date, random.int(0, 2)), text, amount, balance };
  });
  const iban = country.bban === '' ? null : ibanOf(country.code, random.shape(country.bban));
  const statement: Statement = {
    bank,
    bankName: bankName(random, language, country, bank.city),
    owner,
    iban,
    account: random.shape(random.pick(['0000000000', '000 0000 00', '00-000-000', '0000 0000'])),
    type: random.weighted({ checking: 76, savings: 12, credit: 12 }),
    start,
    end,
    date: random.chance(0.6) ? daysAfter(end, random.int(0, 3)) : null,
    opening,
    closing: balance,
    bookings,
  };
  const says: Readonly<Record<string, string | null>> = {
    bank_name: statement.bankName,
    account_iban: iban,
    account_type: statement.type,
    currency: country.currency,
    statement_date: statement.date,
    statement_period_start: start,
    statement_period_end: end,
    opening_balance: decimalOf(opening),
    closing_balance: decimalOf(balance),
  };
  for (const [field, text] of Object.entries(says)) if (text !== null) truth.set(field, text);
  bookings.forEach((booking, n) => {
    truth.set(`bookings.${n}.date`, booking.date);
    truth.set(`bookings.${n}.value_date`, booking.valued);
    truth.set(`bookings.${n}.description`, booking.text);
    truth.set(`bookings.${n}.amount`, decimalOf(booking.amount));
    truth.set(`bookings.${n}.balance`, decimalOf(booking.balance));
  });
  return statement;
}
