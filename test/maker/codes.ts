/** Numbers with check digits that are right, of accounts and securities that nobody owns. */
import type { Random } from './random.ts';

/** ISO 13616: 98 − (BBAN, country and 00, letters as 10…35) mod 97. Without blanks. */
export function ibanOf(country: string, bban: string): string {
  return `${country}${String(98n - (digitsOf(`${bban}${country}00`) % 97n)).padStart(2, '0')}${bban}`;
}

/** ISO 6166: the check digit is Luhn's over the letters as 10…35. */
export function isinOf(country: string, nsin: string): string {
  const digits = [...String(digitsOf(`${country}${nsin}`))].reverse();
  const sum = digits.reduce((all, digit, n) => {
    const figure = Number(digit) * (n % 2 === 0 ? 2 : 1);
    return all + (figure > 9 ? figure - 9 : figure);
  }, 0);
  return `${country}${nsin}${(10 - (sum % 10)) % 10}`;
}

/** Creditor reference, ISO 11649. */
export const creditorReference = (reference: string): string => ibanOf('RF', reference);

const digitsOf = (text: string): bigint => BigInt([...text].map((sign) => Number.parseInt(sign, 36)).join(''));

/** ISO day so many days after another. */
export function daysAfter(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const anyDay = (random: Random, from = '2022-01-03', days = 1700): string => daysAfter(from, random.int(0, days));

/** Cents as the truth has them: `-1234.50`. */
export function decimalOf(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A share of an amount in cents, rounded half away from zero. */
export const shareOf = (cents: number, percent: number): number => Math.sign(cents) * Math.round((Math.abs(cents) * percent) / 100);
