/** For any value in any of its printed forms, in any surroundings: found at exactly its place, and not when one digit differs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../src/contracts/use-case.ts';
import { findAnywhere } from '../../src/pipeline/grounding/find.ts';
import { targetOf } from '../../src/pipeline/grounding/normalise.ts';
import { SegmentIndex } from '../../src/pipeline/grounding/segments.ts';
import { compactIban } from '../../src/pipeline/values/iban.ts';
import { readingOfTexts, useCaseOf } from './readings.ts';

const RUNS = { numRuns: 500 };

function placesOf(type: FieldType, value: unknown, text: string) {
  const field = useCaseOf({ name: 'field', type }).fields[0];
  const target = field === undefined ? null : targetOf(value, field);
  if (target === null) throw new Error('nothing to look for');
  return findAnywhere(target, new SegmentIndex(readingOfTexts(text)), 100);
}

/** Words that hold no digit: what stands around values. */
const word: fc.Arbitrary<string> = fc.constantFrom(
  'Saldo',
  'Betrag:',
  'netto',
  'am',
  '(vgl.',
  'fällig,',
  'Total',
  'the',
  'wird',
  'überwiesen.',
  '–',
  '|',
  'Zahlung',
  'Kto.',
  'gemäß',
);
const words = fc.array(word, { maxLength: 6 });
/** Lines before and after, and words left and right of the value. */
const surroundings = fc.record({
  above: fc.array(words, { maxLength: 3 }),
  left: words,
  right: words,
  below: fc.array(words, { maxLength: 3 }),
});
type Surroundings = typeof surroundings extends fc.Arbitrary<infer T> ? T : never;

function place(printed: string, { above, left, right, below }: Surroundings) {
  const line = [...left, printed, ...right].join(' ');
  const lines = [...above.map((some) => some.join(' ')), line, ...below.map((some) => some.join(' '))];
  const start = left.join(' ').length + (left.length > 0 ? 1 : 0);
  return { text: lines.join('\n'), segment: `p1_l${above.length}`, start, end: start + printed.length };
}

/** The value stands where it was put, and the value with one digit changed stands nowhere. */
function check(type: FieldType, value: string, changed: string, printed: string, around: Surroundings) {
  const { text, segment, start, end } = place(printed, around);
  expect(placesOf(type, value, text).map((parts) => parts.map((part) => [part.segment.id, part.start, part.end]))).toEqual([
    [[segment, start, end]],
  ]);
  expect(placesOf(type, changed, text)).toEqual([]);
}

/** Another digit at a place of the text that holds one. */
function withOtherDigit(text: string, pick: number, by: number): string {
  const places = [...text.matchAll(/\d/g)].map(({ index }) => index);
  const at = places[pick % places.length] ?? 0;
  return `${text.slice(0, at)}${(Number(text.charAt(at)) + by) % 10}${text.slice(at + 1)}`;
}
const otherDigit = fc.record({ pick: fc.nat(30), by: fc.integer({ min: 1, max: 9 }) });

const grouped = (digits: string, separator: string) => digits.replace(/(?<=\d)(?=(?:\d{3})+$)/g, separator);
const AMOUNT_FORMS: readonly ((whole: string, cents: string) => string)[] = [
  (whole, cents) => `${grouped(whole, '.')},${cents}`,
  (whole, cents) => `${grouped(whole, ',')}.${cents}`,
  (whole, cents) => `${grouped(whole, "'")}.${cents}`,
  (whole, cents) => `${grouped(whole, '’')}.${cents}`,
  (whole, cents) => `${grouped(whole, ' ')},${cents}`,
  (whole, cents) => `${whole},${cents}`,
  (whole, cents) => `${whole}.${cents}`,
];
const SIGNS: readonly { readonly negative: boolean; readonly print: (amount: string) => string }[] = [
  { negative: false, print: (amount) => amount },
  { negative: true, print: (amount) => `-${amount}` },
  { negative: true, print: (amount) => `${amount}-` },
  { negative: true, print: (amount) => `−${amount}` },
];

describe('amounts', () => {
  const amount = fc.record({
    whole: fc.integer({ min: 0, max: 99_999_999 }).map(String),
    cents: fc.integer({ min: 0, max: 99 }).map((cents) => String(cents).padStart(2, '0')),
    form: fc.constantFrom(...AMOUNT_FORMS),
    sign: fc.constantFrom(...SIGNS),
    currency: fc.constantFrom('', ' EUR', ' €', '€'),
  });

  it('stand at exactly their place, and not with one digit changed', () => {
    fc.assert(
      fc.property(amount, otherDigit, surroundings, ({ whole, cents, form, sign, currency }, { pick, by }, around) => {
        const plain = `${whole}.${cents}`;
        const changed = withOtherDigit(plain, pick, by);
        // Zero has no sign to get wrong, and a dash beside an amount may be one.
        fc.pre(Number(plain) !== 0 && around.left.at(-1) !== '–' && around.right[0] !== '–');
        const minus = sign.negative ? '-' : '';
        const printed = sign.print(form(whole, cents));
        const right = currency === '' ? around.right : [`${currency.trim()}`, ...around.right];
        check('decimal', minus + plain, minus + changed, printed, { ...around, right });
      }),
      RUNS,
    );
  });

  it('are not found in amounts of which they are a part', () => {
    const part = fc.record({
      head: fc.integer({ min: 1, max: 999 }),
      tail: fc.integer({ min: 100, max: 999 }),
      form: fc.constantFrom(...AMOUNT_FORMS),
    });
    fc.assert(
      fc.property(part, surroundings, ({ head, tail, form }, around) => {
        const { text } = place(form(`${head}${tail}`, '00'), around);
        expect(placesOf('decimal', `${tail}.00`, text)).toEqual([]);
        expect(placesOf('integer', tail, text)).toEqual([]);
        // Of "725 725,00" the first part is a word of its own.
        if (head !== tail) expect(placesOf('string', String(tail), text)).toEqual([]);
      }),
      RUNS,
    );
  });
});

const MONTHS_DE = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August', 'September', 'Oktober', 'November', 'Dezember'];
const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const two = (value: number) => String(value).padStart(2, '0');
const DATE_FORMS: readonly ((day: number, month: number, year: number) => string)[] = [
  (day, month, year) => `${two(day)}.${two(month)}.${year}`,
  (day, month, year) => `${day}.${month}.${year}`,
  (day, month, year) => `${two(day)}.${two(month)}.${two(year % 100)}`,
  (day, month, year) => `${year}-${two(month)}-${two(day)}`,
  (day, month, year) => `${day}. ${MONTHS_DE[month - 1]} ${year}`,
  (day, month, year) => `${day} ${MONTHS_EN[month - 1]} ${year}`,
  (day, month, year) => `${MONTHS_EN[month - 1]} ${day}, ${year}`,
  (day, month, year) => `${MONTHS_EN[month - 1]?.slice(0, 3)} ${day}, ${year}`,
];

describe('dates', () => {
  const date = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    month: fc.integer({ min: 1, max: 12 }),
    year: fc.integer({ min: 1980, max: 2060 }),
    form: fc.constantFrom(...DATE_FORMS),
  });

  it('stand at exactly their place, and not with one digit changed', () => {
    fc.assert(
      fc.property(date, otherDigit, surroundings, ({ day, month, year, form }, { pick, by }, around) => {
        const iso = `${year}-${two(month)}-${two(day)}`;
        check('date', iso, withOtherDigit(iso, pick, by), form(day, month, year), around);
      }),
      RUNS,
    );
  });

  it('printed numerically with slashes stand as both of their readings, and as no other', () => {
    fc.assert(
      fc.property(date, surroundings, ({ day, month, year }, around) => {
        const { text } = place(`${two(day)}/${two(month)}/${year}`, around);
        expect(placesOf('date', `${year}-${two(month)}-${two(day)}`, text)).toHaveLength(1);
        if (day <= 12) expect(placesOf('date', `${year}-${two(day)}-${two(month)}`, text)).toHaveLength(1);
        expect(placesOf('date', `${year + 1}-${two(month)}-${two(day)}`, text)).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('account numbers', () => {
  /** A German account number with right check digits (ISO 13616: 98 − the rest of 97). */
  const iban = fc.stringMatching(/^\d{18}$/).map((account) => {
    const rest = BigInt(`${account}131400`) % 97n;
    return `DE${String(98n - rest).padStart(2, '0')}${account}`;
  });
  const FORMS: readonly ((value: string) => string)[] = [
    (value) => value,
    (value) => value.replace(/(.{4})(?=.)/g, '$1 '),
    (value) => value.toLowerCase(),
  ];

  it('stand at exactly their place, and not with one digit changed', () => {
    fc.assert(
      fc.property(iban, fc.constantFrom(...FORMS), otherDigit, surroundings, (value, form, { pick, by }, around) => {
        check('string', value, withOtherDigit(value, pick, by), form(value), around);
        expect(compactIban(form(value))).toBe(value);
      }),
      RUNS,
    );
  });

  it('are found over a line break at any of their groups', () => {
    fc.assert(
      fc.property(iban, fc.integer({ min: 1, max: 5 }), (value, group) => {
        const groups = value.match(/.{1,4}/g) ?? [];
        const text = `IBAN: ${groups.slice(0, group).join(' ')}\n${groups.slice(group).join(' ')} BIC`;
        const [place, ...more] = placesOf('string', value, text);
        expect(more).toEqual([]);
        expect(place?.map((part) => part.segment.id)).toEqual(['p1_l0', 'p1_l1']);
      }),
      RUNS,
    );
  });
});

describe('strings', () => {
  const token = fc.stringMatching(/^[A-ZÄÖÜ][a-zäöüß]{2,8}$|^[A-Z]{1,3}\d{2,5}$/);
  const text = fc.array(token, { minLength: 1, maxLength: 4 });
  const GLUE = [' ', '  ', '-', ', ', ' & ', '/', ' - '];

  it('stand at exactly their place whatever parts their words, and not inside longer words', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...GLUE), fc.constantFrom(...GLUE), surroundings, (tokens, glue, other, around) => {
        const value = tokens.join(glue);
        const printed = tokens.join(other);
        fc.pre(value.length > 2 && !around.left.concat(around.right).some((one) => value.includes(one)));
        const { text: placed, segment, start, end } = place(printed, around);
        const places = placesOf('string', value, placed);
        expect(places.map((parts) => parts.map((part) => [part.segment.id, part.start, part.end]))).toEqual([[[segment, start, end]]]);
        expect(placesOf('string', value, place(`${printed}x`, around).text)).toEqual([]);
        expect(placesOf('string', value, place(`x${printed}`, around).text)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('are found over a line break between any two of their words', () => {
    fc.assert(
      fc.property(fc.array(token, { minLength: 2, maxLength: 4 }), fc.nat(10), (tokens, pick) => {
        const at = 1 + (pick % (tokens.length - 1));
        const placed = `an die ${tokens.slice(0, at).join(' ')}\n${tokens.slice(at).join(' ')}, Berlin`;
        const found = placesOf('string', tokens.join(' '), placed);
        expect(found.map((parts) => parts.map((part) => part.segment.id))).toContainEqual(['p1_l0', 'p1_l1']);
      }),
      RUNS,
    );
  });

  it('with one character changed stand nowhere', () => {
    fc.assert(
      fc.property(text, fc.nat(40), surroundings, (tokens, pick, around) => {
        const value = tokens.join(' ');
        const letters = [...value.matchAll(/\p{L}|\d/gu)].map(({ index }) => index);
        const at = letters[pick % letters.length] ?? 0;
        const changed = `${value.slice(0, at)}${/\d/.test(value.charAt(at)) ? (Number(value.charAt(at)) + 1) % 10 : 'q'}${value.slice(at + 1)}`;
        fc.pre(changed.toLowerCase() !== value.toLowerCase());
        expect(placesOf('string', changed, place(value, around).text)).toEqual([]);
      }),
      RUNS,
    );
  });
});
