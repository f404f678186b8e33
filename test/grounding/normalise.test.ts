/** Values in the form in which equal ones are equal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecimal, writing } from '../../src/pipeline/grounding/normalise.ts';
import { sameTime } from '../../src/pipeline/values/time.ts';

describe('plainDecimal', () => {
  it.each([
    [1e21, '1000000000000000000000'],
    [1.5e21, '1500000000000000000000'],
    [1e-7, '0.0000001'],
    [-1.25e-7, '-0.000000125'],
    [1234.5, '1234.5'],
    [0, '0'],
  ])('%d is %s', (value, decimal) => {
    expect(plainDecimal(value)).toBe(decimal);
  });

  it('writes every number without an exponent, and reads back as it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const decimal = plainDecimal(value);
        expect(decimal).toMatch(/^-?\d+(?:\.\d+)?$/);
        expect(Number(decimal)).toBe(value + 0);
      }),
    );
  });
});

describe('writing', () => {
  it.each([
    ['ACME GmbH & Co. KG', 'acmegmbhcokg'],
    ['Straße / STRASSE', 'strassestrasse'],
    ['1.5 % von 1,000', '1.5%von1,000'],
    ['Nr. 5, Haus', 'nr5haus'],
    ['+49 (30) 12-34', '+49301234'],
    ['14:30 Uhr', '14:30uhr'],
    ['oﬃce', 'office'],
    ['Rech\u00adnung', 'rechnung'],
  ])('%s', (text, written) => {
    expect(writing(text)).toBe(written);
  });
});

describe('sameTime', () => {
  it.each([
    ['14:30', '14:30:00', true],
    ['14:30:15', '14:30', false],
    ['14:30Z', '14:30+00:00', true],
    ['14:30+01:00', '14:30', true],
    ['14:30+01:00', '14:30+02:00', false],
    ['14:30', '14:31', false],
    ['nonsense', 'nonsense', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameTime(one, other)).toBe(same);
    expect(sameTime(other, one)).toBe(same);
  });
});
