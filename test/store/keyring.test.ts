/** What the keyring seals opens with its key, at its place, unchanged; and not otherwise. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Keyring, secretKey, Unopenable } from '../../src/store/keyring.ts';

const key = (id: string) => secretKey(randomBytes(32), id);
const [old, next] = [key('old'), key('next')];
const TEXT = 'Bearer ß "\u{1F511}"';

test('opens what it has sealed, each time sealed otherwise', () => {
  const keyring = new Keyring([old]);
  const sealed = [keyring.seal(TEXT, 'here'), keyring.seal(TEXT, 'here')];
  expect(new Set(sealed).size).toBe(2);
  for (const one of sealed) {
    expect(one).toMatch(/^sealed:old:[\w-]+$/);
    expect(one).not.toContain('Bearer');
    expect(keyring.open(one, 'here')).toBe(TEXT);
  }
});

test('without keys all stays as it is, and is read with keys later', () => {
  const none = new Keyring([]);
  expect([none.seals, none.seal(TEXT, 'here'), none.isCurrent(TEXT)]).toEqual([false, TEXT, true]);
  expect(new Keyring([old]).open(TEXT, 'here')).toBe(TEXT);
  expect(new Keyring([old]).isCurrent(TEXT)).toBe(false);
});

test('the first key seals, all of them open', () => {
  const before = new Keyring([old]).seal(TEXT, 'here');
  const rotated = new Keyring([next, old]);
  const after = rotated.seal(TEXT, 'here');
  expect([rotated.open(before, 'here'), rotated.open(after, 'here')]).toEqual([TEXT, TEXT]);
  expect([rotated.isCurrent(before), rotated.isCurrent(after)]).toEqual([false, true]);
});

describe('a clear error that names IX_SECRET_KEY, and the key', () => {
  const sealed = new Keyring([old]).seal(TEXT, 'here');
  const changed = `${sealed.slice(0, -3)}${sealed.endsWith('AAA') ? 'BBB' : 'AAA'}`;
  test.each([
    ['without keys', new Keyring([]), sealed, 'here'],
    ['without the key', new Keyring([next]), sealed, 'here'],
    ['with another of its name', new Keyring([key('old')]), sealed, 'here'],
    ['elsewhere', new Keyring([old]), sealed, 'there'],
    ['what was changed', new Keyring([old]), changed, 'here'],
    ['what was cut off', new Keyring([old]), sealed.slice(0, 20), 'here'],
  ])('%s', (_, keyring, value, place) => {
    expect(() => keyring.open(value, place)).toThrow(Unopenable);
    expect(() => keyring.open(value, place)).toThrow(/^IX_SECRET_KEY: .*"old"/);
  });
});

test('digests are known again under every key that was there, and told by none else', () => {
  const digest = randomBytes(32);
  const known = (now: Keyring, before: Keyring) => now.digests(digest).some((one) => one.equals(before.digests(digest)[0]));
  const [none, first, rotated] = [new Keyring([]), new Keyring([old]), new Keyring([next, old])];
  expect([known(first, first), known(rotated, first), known(first, none), known(rotated, none)]).toEqual([true, true, true, true]);
  expect([known(none, first), known(first, rotated)]).toEqual([false, false]);
  expect(none.digests(digest)).toEqual([digest]);
});
