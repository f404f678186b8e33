/** Numbers with a shape of their own. */
import { expect, test } from 'vitest';
import { type FoundCode, findBics, findEmails, findPhones, findUrls, findVatIds } from '../../src/pipeline/values/codes.ts';

test.each<readonly [find: (text: string) => FoundCode[], text: string, values: readonly string[]]>([
  [findVatIds, 'USt-IdNr.: DE123456789', ['DE123456789']],
  [findVatIds, 'DE 123 456 789', ['DE123456789']],
  [findVatIds, 'ATU12345678', ['ATU12345678']],
  [findVatIds, 'CHE-417.283.966 MWST', ['CHE-417.283.966']],
  [findVatIds, 'GB 123 4567 89', ['GB123456789']],
  [findVatIds, 'BE 0123.456.789', ['BE0123456789']],
  [findVatIds, 'NL123456789B01', ['NL123456789B01']],
  [findVatIds, 'FR12345678901', ['FR12345678901']],
  [findVatIds, 'TVA FR XY 123 456 789', ['FRXY123456789']],
  [findVatIds, 'AT U12345678', ['ATU12345678']],
  [findVatIds, 'ES X1234567Z', ['ESX1234567Z']],
  [findVatIds, 'BE 0123.456.789', ['BE0123456789']],
  [findVatIds, 'DE1234567890', []],
  [findVatIds, 'ABDE123456789', []],
  [findBics, 'BIC: COBADEFFXXX', ['COBADEFFXXX']],
  [findBics, 'HVBKGB2L', ['HVBKGB2L']],
  [findBics, 'ABCDXX12', []],
  [findBics, 'cobadeff', []],
  [findEmails, 'write to eva.kern+x@mail.example.org.', ['eva.kern+x@mail.example.org']],
  [findEmails, 'a@b', []],
  [findUrls, 'see https://example.org/a?b=1.', ['https://example.org/a?b=1']],
  [findUrls, 'www.example.org, tel', ['www.example.org']],
  [findPhones, 'Tel. +49 (30) 123-4567', ['+49 (30) 123-4567']],
  [findPhones, '(575) 555-0126', ['(575) 555-0126']],
  [findPhones, '12345678', []],
])('%o in %j', (find, text, values) => {
  expect(find(text).map(({ value }) => value)).toEqual(values);
  for (const { start, end } of find(text)) expect(text.slice(start, end)).toMatch(/^[\w+(].*\w$/u);
});
