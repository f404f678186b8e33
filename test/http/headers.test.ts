/** The two request headers that are parsed by hand: Prefer and traceparent. */
import { describe, expect, test } from 'vitest';
import { parsePrefer } from '../../src/http/prefer.ts';
import { validTraceparent } from '../../src/http/trace.ts';

describe('Prefer', () => {
  const cases: [string | undefined, ReturnType<typeof parsePrefer>][] = [
    [undefined, { wait: 0, strict: false, applied: null }],
    ['wait=5', { wait: 5, strict: false, applied: 'wait=5' }],
    ['wait=3600', { wait: 60, strict: false, applied: 'wait=60' }],
    ['wait=99999999999999999999', { wait: 60, strict: false, applied: 'wait=60' }],
    ['wait=0', { wait: 0, strict: false, applied: null }],
    ['wait=-1', { wait: 0, strict: false, applied: null }],
    ['wait=1.5', { wait: 0, strict: false, applied: null }],
    ['wait', { wait: 0, strict: false, applied: null }],
    ['respond-async, WAIT = "10" ; foo=bar, Handling=Strict', { wait: 10, strict: true, applied: 'wait=10, handling=strict' }],
    ['wait=5, wait=50', { wait: 5, strict: false, applied: 'wait=5' }],
    ['handling=lenient, handling=strict', { wait: 0, strict: false, applied: null }],
  ];
  test.each(cases)('%s', (header, expected) => {
    expect(parsePrefer(header)).toEqual(expected);
  });
});

describe('traceparent', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const parent = '00f067aa0ba902b7';
  const valid = `00-${trace}-${parent}-01`;
  const cases: [string | undefined, string | null][] = [
    [undefined, null],
    ['', null],
    [valid, valid],
    [`cc-${trace}-${parent}-01-what-the-future-will-be`, valid],
    [`00-${trace}-${parent}-01-extra`, null],
    [`ff-${trace}-${parent}-01`, null],
    [`00-${'0'.repeat(32)}-${parent}-01`, null],
    [`00-${trace}-${'0'.repeat(16)}-01`, null],
    [valid.toUpperCase(), null],
    [`${valid} `, null],
    [`00-${trace}-${parent}`, null],
  ];
  test.each(cases)('%s', (header, expected) => {
    expect(validTraceparent(header)).toBe(expected);
  });
});
