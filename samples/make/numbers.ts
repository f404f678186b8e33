/** Amounts as countries write them, and account and tax numbers whose check digits are right though nobody owns them. */

/** Whole cents; every total of a sample is summed in these. */
export type Cents = number;

export const sum = (amounts: readonly Cents[]): Cents => amounts.reduce((total, amount) => total + amount, 0);

/** Rounded half away from zero, as invoices round. */
export const percent = (amount: Cents, rate: number): Cents => Math.sign(amount) * Math.round((Math.abs(amount) * rate) / 100);

/** The truth's form: `-1234.50`. */
export const decimal = (amount: Cents): string => write(amount, '', '.');
/** `-1.234,50` */
export const german = (amount: Cents): string => write(amount, '.', ',');
/** `-1,234.50` */
export const english = (amount: Cents): string => write(amount, ',', '.');
/** `-1'234.50` */
export const swiss = (amount: Cents): string => write(amount, "'", '.');

function write(amount: Cents, group: string, point: string): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${amount < 0 ? '-' : ''}${whole}${point}${digits.slice(-2)}`;
}

/** Check digits by ISO 13616: (98 − (BBAN, country and 00, letters as 10…35) mod 97). Without blanks. */
export function iban(country: string, bban: string): string {
  const digits = [...`${bban}${country}00`].map((c) => Number.parseInt(c, 36)).join('');
  const check = 98n - (BigInt(digits) % 97n);
  return `${country}${String(check).padStart(2, '0')}${bban}`;
}

/** As printed: groups of four. */
export const grouped = (iban: string): string => iban.replace(/(.{4})(?!$)/g, '$1 ');

/** German VAT id from its first eight digits; check digit by ISO 7064 mod 11,10. */
export function germanVatId(first8: string): string {
  let product = 10;
  for (const digit of first8) {
    const total = (Number(digit) + product) % 10 || 10;
    product = (2 * total) % 11;
  }
  return `DE${first8}${(11 - product) % 10}`;
}

/** British VAT number from its first seven digits: weights 8…2, two check digits by mod 97 (HMRC's first form). */
export function britishVatId(first7: string): string {
  const total = [...first7].reduce((all, digit, n) => all + Number(digit) * (8 - n), 0);
  return `GB${first7}${String(97 - (total % 97)).padStart(2, '0')}`;
}

/** Swiss enterprise number (UID) from its first eight digits: weights 5 4 3 2 7 6 5 4, check digit by mod 11. */
export function swissUid(first8: string): string {
  const weights = [5, 4, 3, 2, 7, 6, 5, 4];
  const check = (11 - (weights.reduce((all, weight, n) => all + weight * Number(first8[n]), 0) % 11)) % 11;
  if (check === 10) throw new Error(`${first8} has no check digit: choose another`);
  return `CHE-${first8.slice(0, 3)}.${first8.slice(3, 6)}.${first8.slice(6)}${check}`;
}
