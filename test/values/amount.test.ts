/** Amounts: every usual way of printing a number is read, and what only looks like one is not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalDecimal, findAmounts, parseAmount } from '../../src/pipeline/values/amount.ts';

test.each([
  ['1.234,56', ['1234.56']],
  ['1,234.56', ['1234.56']],
  ["1'234.50", ['1234.50']],
  ['1’234.50', ['1234.50']],
  ['1 234,56', ['1234.56']],
  ['1\u202f234,56', ['1234.56']],
  ['1\u00a0234\u00a0567,89', ['1234567.89']],
  ['1.234.567,89', ['1234567.89']],
  ['1,23,456.00', ['123456.00']],
  ['0,05', ['0.05']],
  ['.50', ['0.50']],
  ['007,50', ['7.50']],
  ['1.234', ['1234', '1.234']],
  ['1,234', ['1234', '1.234']],
  ['0.125', ['0.125']],
  ['12,-', ['12']],
  ['12.--', ['12']],
  ['1.234,56-', ['-1234.56']],
  ['1.234,56 -', ['-1234.56']],
  ['-7,67', ['-7.67']],
  ['−7,67', ['-7.67']],
  ['- 7,67', ['-7.67', '7.67']],
  ['+7,67', ['7.67']],
  ['(1,234.56)', ['-1234.56', '1234.56']],
  ['($1,234.56)', ['-1234.56', '1234.56']],
  ['312,47 S', ['-312.47', '312.47']],
  ['312,47 H', ['312.47']],
  ['312,47 Soll', ['-312.47']],
  ['12.00CR', ['12.00']],
  ['12.00 DR', ['-12.00']],
  ['EUR 1.234,56', ['1234.56']],
  ['1.234,56 €', ['1234.56']],
  ['€-5.00', ['-5.00']],
  ['-€5.00', ['-5.00']],
  ['USD -5.00', ['-5.00']],
  ["CHF 1'234.50", ['1234.50']],
  ['Fr. 12.50', ['12.50']],
  ['12.-- CHF', ['12']],
  ['-0,00', ['0.00']],
  ['１２，５０', ['12.50']],
  ['abc', []],
  ['12,50 kg Mehl', []],
  ['31.12.2025', []],
])('%j reads as %j', (text, readings) => {
  expect(parseAmount(text)).toEqual(readings);
});

test.each([
  ['2025-12-31'],
  ['12/31/2025'],
  ['31.12.2025'],
  ['12:30'],
  ['RE-2014'],
  ['RE2014'],
  ['DE123456789'],
  ['01.234.567.8'],
  ['192.168.10.12'],
  ['2x'],
  ['5kg'],
  ['A4'],
  ['100-200'],
  ['+49/711'],
  ['12_345'],
  ['1.2.3'],
])('%j holds no amount', (text) => {
  expect(findAmounts(text)).toEqual([]);
});

test.each([
  ['EUR100.00', 'EUR'],
  ['100.00EUR', 'EUR'],
  ['US$ 5', 'USD'],
  ['R$ 5,00', 'BRL'],
  ['£7', 'GBP'],
  ['5,00 EUR-', 'EUR'],
  ['5,00 Euro', 'EUR'],
  ['5,00 Europa', null],
])('the currency beside %j is %j', (text, currency) => {
  expect(findAmounts(text).map((amount) => amount.currency)).toEqual([currency]);
});

test('a rate is marked', () => {
  expect(findAmounts('19 % von 100,00').map(({ value, percent }) => [value, percent])).toEqual([
    ['19', true],
    ['100.00', false],
  ]);
});

test('an ordinary blank may group or part: the joined number comes first, then its parts', () => {
  expect(findAmounts('3 234,56').map(({ value }) => value)).toEqual(['3234.56', '3', '234.56']);
  expect(findAmounts('3\t234,56').map(({ value }) => value)).toEqual(['3', '234.56']);
  expect(findAmounts('3\u00a0234,56').map(({ value }) => value)).toEqual(['3234.56']);
});

test('a dash between two amounts parts them', () => {
  expect(findAmounts('1,00 - 7,67').map(({ value }) => value)).toEqual(['1.00', '7.67']);
});

/** cents → the ways people print them. */
const FORMATS: readonly ((whole: string, fraction: string) => string)[] = [
  (whole, fraction) => `${grouped(whole, '.')},${fraction}`,
  (whole, fraction) => `${grouped(whole, ',')}.${fraction}`,
  (whole, fraction) => `${grouped(whole, "'")}.${fraction}`,
  (whole, fraction) => `${grouped(whole, '\u202f')},${fraction}`,
  (whole, fraction) => `${grouped(whole, ' ')},${fraction}`,
  (whole, fraction) => `${whole},${fraction}`,
  (whole, fraction) => `${whole}.${fraction}`,
];
const grouped = (digits: string, sign: string) => digits.replace(/\B(?=(\d{3})+$)/g, sign);
const SIGNS: readonly ((text: string) => string)[] = [
  (text) => `-${text}`,
  (text) => `${text}-`,
  (text) => `−${text}`,
  (text) => `EUR -${text}`,
  (text) => `${text} DR`,
];

test('every format reads back to the amount it was made of', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10 ** 11 }),
      fc.constantFrom(...FORMATS),
      fc.constantFrom(null, ...SIGNS),
      (cents, format, sign) => {
        const [whole, fraction] = [String(Math.floor(cents / 100)), String(cents % 100).padStart(2, '0')];
        const written = format(whole, fraction);
        const [value] = parseAmount(sign === null ? written : sign(written));
        expect(canonicalDecimal(value ?? '')).toBe(canonicalDecimal(`${sign === null ? '' : '-'}${whole}.${fraction}`));
      },
    ),
  );
});

test('spans lie in the text, in order, and hold what was read', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-+() EURCHF€$%S\u00a0\t/:'), maxLength: 60 }), (text) => {
      let last = 0;
      for (const { start, end, readings, value } of findAmounts(text)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(text.slice(start, end)).toMatch(/\d/);
        expect(readings[0]).toBe(value);
        expect(value).toMatch(/^-?\d+(\.\d+)?$/);
        last = start;
      }
    }),
  );
});

test.each([
  ['1234.50', '1234.5'],
  ['-0.00', '0'],
  ['+7', '7'],
  ['007.10', '7.1'],
  ['.5', '0.5'],
  ['100', '100'],
])('canonical form of %j is %j', (value, canonical) => {
  expect(canonicalDecimal(value)).toBe(canonical);
});
