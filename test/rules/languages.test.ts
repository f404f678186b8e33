/** Every language that ix knows, on made-up documents of each kind: what they say is found, by the words of its locale. */
import { expect, test } from 'vitest';
import { LOCALES } from '../../src/pipeline/locales/vocabulary.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { DOCUMENTS } from './languages.ts';
import { extract, textReading } from './support.ts';

test('the languages that ix comes with', () => {
  expect([...LOCALES.keys()]).toEqual(expect.arrayContaining(['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt']));
});

test.each(DOCUMENTS.map((told, i) => [told.language, told.useCase, i] as const))('%s %s %i', async (_language, _useCase, at) => {
  const told = DOCUMENTS[at];
  const useCase = SHIPPED.find(({ name }) => name === told?.useCase);
  if (told === undefined || useCase === undefined) throw new Error('no such document');
  const { result } = await extract(textReading(told.text), useCase);
  expect(Object.fromEntries(Object.keys(told.says).map((name) => [name, result[name]]))).toEqual(told.says);
});
