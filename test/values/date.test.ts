/** Dates and times: European, ISO and US forms with month names of many languages; impossible and merely similar ones are none. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDates, findDateTimes, findTimes, parseDate } from '../../src/pipeline/values/date.ts';

test.each([
  ['31.12.2025', '2025-12-31'],
  ['31. 12. 2025', '2025-12-31'],
  ['5.3.2013', '2013-03-05'],
  ['31.12.25', '2025-12-31'],
  ['31.12.85', '1985-12-31'],
  ['31. Dezember 2025', '2025-12-31'],
  ['31.Dez.2025', '2025-12-31'],
  ['1. März 2024', '2024-03-01'],
  ['1. Maerz 2024', '2024-03-01'],
  ['1. Jänner 2024', '2024-01-01'],
  ['2025-12-31', '2025-12-31'],
  ['2025/12/31', '2025-12-31'],
  ['2025.12.31', '2025-12-31'],
  ['12/31/2025', '2025-12-31'],
  ['31/12/2025', '2025-12-31'],
  ['Dec 31, 2025', '2025-12-31'],
  ['December 31st 2025', '2025-12-31'],
  ['31 December 2025', '2025-12-31'],
  ['31st of December, 2025', '2025-12-31'],
  ['31-Dec-2025', '2025-12-31'],
  ['31/Dec/25', '2025-12-31'],
  ['Sept 5, 2024', '2024-09-05'],
  ['1er janvier 2024', '2024-01-01'],
  ['3 de mayo de 2024', '2024-05-03'],
  ['12 maggio 2024', '2024-05-12'],
  ['29.02.2024', '2024-02-29'],
  ['04/04/2025', '2025-04-04'],
])('%j is %s', (text, iso) => {
  expect(parseDate(text)).toEqual([iso]);
});

test.each([
  ['03/04/2025', ['2025-04-03', '2025-03-04']],
  ['3-4-25', ['2025-04-03', '2025-03-04']],
])('%j is ambiguous', (text, readings) => {
  expect(parseDate(text)).toEqual(readings);
});

test('the order is told where the form shows it', () => {
  expect(findDates('12/31/2025 31/12/2025 03/04/2025 31.12.2025').map(({ order }) => order)).toEqual(['mdy', 'dmy', null, null]);
});

test.each([
  ['29.02.2023'],
  ['31.04.2025'],
  ['32.01.2025'],
  ['13/13/2025'],
  ['12.12.20123'],
  ['01.234.567.8'],
  ['192.168.10.12'],
  ['RE-20140519'],
  ['RE-2014-05-19'],
  ['Dez 2025'],
  ['12.12.'],
  ['1.2.3'],
  ['05 158 004'],
  ['31.12.0025'],
])('%j holds no date', (text) => {
  expect(findDates(text)).toEqual([]);
});

test.each([
  ['01.12. - 31.12.2025', ['2025-12-01', '2025-12-31']],
  ['01.12.–31.12.2025', ['2025-12-01', '2025-12-31']],
  ['1.-15.03.2024', ['2024-03-01', '2024-03-15']],
  ['3. bis 5. März 2024', ['2024-03-03', '2024-03-05']],
  ['01.12.2025-31.12.2025', ['2025-12-01', '2025-12-31']],
  ['2025-01-01/2025-02-01', ['2025-01-01', '2025-02-01']],
  ['1 March to 31 March 2026', ['2026-03-01', '2026-03-31']],
  ['Nr. 5 - 31.12.2025', ['2025-12-31']],
  ['15.12. - 14.01.2026', ['2025-12-15', '2026-01-14']],
  ['March 1 - 31, 2026', ['2026-03-01', '2026-03-31']],
  ['March 1 - March 31, 2026', ['2026-03-01', '2026-03-31']],
])('both ends of %j', (text, expected) => {
  expect(findDates(text).map(({ iso }) => iso)).toEqual(expected);
});

test('each end of a range has its own place', () => {
  const text = 'from March 1 - 31, 2026 on';
  expect(findDates(text).map(({ start, end }) => text.slice(start, end))).toEqual(['March 1', '31, 2026']);
  const dotted = 'vom 01.12. – 31.12.2025';
  expect(findDates(dotted).map(({ start, end }) => dotted.slice(start, end))).toEqual(['01.12.', '31.12.2025']);
});

test.each([
  ['14:30', ['14:30']],
  ['8:05 Uhr', ['08:05']],
  ['14.30 Uhr', ['14:30']],
  ['2:30 PM', ['14:30']],
  ['12:15 a.m.', ['00:15']],
  ['14:30:05', ['14:30:05']],
  ['14:30:05+0200', ['14:30:05+02:00']],
  ['T14:30:00Z', []],
  ['25:00', []],
  ['12:60', []],
  ['1:14:30:05', []],
])('times of %j', (text, expected) => {
  expect(findTimes(text).map(({ iso }) => iso)).toEqual(expected);
});

test.each([
  ['2025-12-31T14:30:00Z', '2025-12-31T14:30:00Z'],
  ['31.12.2025 um 14.30 Uhr', '2025-12-31T14:30'],
  ['12/31/2025 2:30 PM', '2025-12-31T14:30'],
  ['04.03.2025, 14:30', '2025-03-04T14:30'],
])('date and time of %j', (text, iso) => {
  expect(findDateTimes(text).map((found) => found.iso)).toEqual([iso]);
});

test('a time far from the date is not its time', () => {
  expect(findDateTimes('31.12.2025 and opened at 14:30')).toEqual([]);
});

const MONTHS_DE = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ');
const MONTHS_EN = 'January February March April May June July August September October November December'.split(' ');
const two = (n: number) => String(n).padStart(2, '0');
const FORMATS: readonly ((y: number, m: number, d: number) => string)[] = [
  (y, m, d) => `${two(d)}.${two(m)}.${y}`,
  (y, m, d) => `${d}.${m}.${y}`,
  (y, m, d) => `${y}-${two(m)}-${two(d)}`,
  (y, m, d) => `${d}. ${MONTHS_DE[m - 1]} ${y}`,
  (y, m, d) => `${d} ${MONTHS_EN[m - 1]} ${y}`,
  (y, m, d) => `${MONTHS_EN[m - 1]?.slice(0, 3)} ${d}, ${y}`,
  (y, m, d) => `${d}-${MONTHS_EN[m - 1]?.slice(0, 3)}-${y}`,
];

test('every form reads back to the day it was made of, at its span', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(
      day,
      fc.constantFrom(...FORMATS),
      fc.constantFrom('', 'Datum: ', 'vom '),
      fc.constantFrom('', '.', ', ', ' und'),
      (date, format, before, after) => {
        const written = format(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
        const text = before + written + after;
        const [found, ...more] = findDates(text);
        expect(more).toEqual([]);
        expect(found?.iso).toBe(date.toISOString().slice(0, 10));
        expect(text.slice(found?.start, found?.end)).toBe(written);
      },
    ),
  );
});
