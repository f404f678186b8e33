/** IBANs, currencies and folding. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCurrencies, isCurrencyCode, parseCurrency } from '../../src/pipeline/values/currency.ts';
import { fold, foldWithOffsets, foldWords, level } from '../../src/pipeline/values/fold.ts';
import { compactIban, findIbans, isValidIban } from '../../src/pipeline/values/iban.ts';

test.each([
  ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000', true],
  ['DE89370400440532013000', 'DE89370400440532013000', true],
  ['IBAN: GB29 NWBK 6016 1331 9268 19.', 'GB29NWBK60161331926819', true],
  ['de89370400440532013000', 'DE89370400440532013000', true],
  ['CH93\u00a00076\u00a02011\u00a06238\u00a05295\u00a07', 'CH9300762011623852957', true],
  ['DE88370400440532013000', 'DE88370400440532013000', false],
  ['DE12 1234 4321 9876 00 BIC X', 'DE1212344321987600', false],
])('%j holds %s', (text, value, valid) => {
  expect(findIbans(text).map((found) => [found.value, found.valid])).toEqual([[value, valid]]);
});

test.each([
  ['DE123456789'],
  ['XX89370400440532013000'],
  ['RE-DE89370400440532013000X'],
  ['DE8937040044053201300012345'],
  ['GLN 4000001123452'],
])('%j holds no IBAN', (text) => {
  expect(findIbans(text)).toEqual([]);
});

/** A German account number with the right check digits: ISO 7064 mod 97-10. */
function ibanOf(account: string): string {
  let remainder = 0;
  for (const digit of `${account}131400`) remainder = (remainder * 10 + Number(digit)) % 97;
  return `DE${String(98 - remainder).padStart(2, '0')}${account}`;
}
const account = fc.stringMatching(/^\d{18}$/);

test('an IBAN is found whole in any grouping; with one digit changed it no longer passes', () => {
  fc.assert(
    fc.property(account, fc.constantFrom('', ' ', '\u00a0'), fc.nat(17), (digits, gap, place) => {
      const iban = ibanOf(digits);
      const text = `Konto ${iban.replace(/(.{4})(?=.)/g, `$1${gap}`)}, Bank`;
      expect(findIbans(text).map(({ value, valid }) => [value, valid])).toEqual([[iban, true]]);
      const changed = `${iban.slice(0, place + 4)}${(Number(iban.charAt(place + 4)) + 1) % 10}${iban.slice(place + 5)}`;
      expect(isValidIban(changed)).toBe(false);
      expect(compactIban(text.slice(6, -6))).toBe(iban);
    }),
  );
});

test.each([
  ['Preis in EUR', ['EUR']],
  ['12 €', ['EUR']],
  ['US$ 5, C$ 6', ['USD', 'CAD']],
  ['5 Euro in Europa', ['EUR']],
  ['eur', []],
  ['FEUER', []],
  ['5 zł', ['PLN']],
  ['XYZ', []],
])('currencies of %j', (text, codes) => {
  expect(findCurrencies(text).map(({ code }) => code)).toEqual(codes);
});

test('a code that is also a word is marked', () => {
  expect(findCurrencies('ALL ITEMS, Mo.-Fr. 8.00').map(({ code, kind }) => [code, kind])).toEqual([
    ['ALL', 'word'],
    ['CHF', 'word'],
  ]);
});

test('a spelling alone', () => {
  expect(parseCurrency(' € ')).toEqual(['EUR']);
  expect(parseCurrency('usd')).toEqual(['USD']);
  expect(parseCurrency('$')[0]).toBe('USD');
  expect(parseCurrency('Taler')).toEqual([]);
  expect(isCurrencyCode('CHF')).toBe(true);
  expect(isCurrencyCode('ABC')).toBe(false);
});

test.each([
  ['Rechnungs-Nr.:', 'rechnungs nr'],
  ['  Fälligkeit  am ', 'falligkeit am'],
  ['GROẞE STRASSE', 'grosse strasse'],
  ['Straße', 'strasse'],
  ['Œuvre ﬁn', 'oeuvre fin'],
  ['Über\u00adweisung', 'uberweisung'],
  ['Ｎｏ．１２', 'no 12'],
  ['Ελλάδα', 'ελλαδα'],
  ['#', ''],
  ['', ''],
])('%j folds to %j', (text, folded) => {
  expect(fold(text)).toBe(folded);
  expect(foldWithOffsets(text).text).toBe(folded);
});

test('words know their places', () => {
  const { words, starts, ends } = foldWords('  Rechnungs-Nr.: #12 Größe');
  expect(words).toEqual(['rechnungs', 'nr', '#', '12', 'grosse']);
  expect(starts.map((start, i) => '  Rechnungs-Nr.: #12 Größe'.slice(start, ends[i]))).toEqual(['Rechnungs', 'Nr', '#', '12', 'Größe']);
});

test('folding is idempotent, both ways of it agree, and places stay inside the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const { text: folded, starts, ends } = foldWithOffsets(text);
      expect(fold(folded)).toBe(folded);
      expect(fold(text)).toBe(folded);
      expect(starts.length).toBe(folded.length);
      for (const [i, start] of starts.entries()) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(ends[i]).toBeGreaterThanOrEqual(start);
        expect(ends[i]).toBeLessThanOrEqual(text.length);
      }
    }),
  );
});

test('levelling keeps every place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(level(text).length).toBe(text.length);
    }),
  );
  expect(level('−7’5\u202f０')).toBe("-7'5\u00a00");
});
