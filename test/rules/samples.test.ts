/** The samples that come with ix, as PDF and as text: every field right. The table is printed for the reader of the test output. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { SHIPPED } from '../../src/pipeline/use-cases/registry.ts';
import { extract } from './support.ts';

const FOLDER = new URL('../../samples/', import.meta.url);
const TruthSchema = z.object({ use_case: z.string(), truth: z.record(z.string(), z.string().nullable()) });
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

test('there are samples', () => {
  expect(names.length).toBeGreaterThanOrEqual(6);
});

test.each(names.flatMap((name) => [`${name}.pdf`, `${name}.txt`]))('%s', async (file) => {
  const { use_case, truth } = TruthSchema.parse(JSON.parse(readFileSync(new URL(file.replace(/\.\w+$/, '.json'), FOLDER), 'utf8')));
  const useCase = SHIPPED.find(({ name }) => name === use_case);
  if (useCase === undefined) throw new Error(`${file} wants the use case ${use_case}, which is not shipped`);
  const bytes = readFileSync(new URL(file, FOLDER));
  const pages = file.endsWith('.pdf') ? (await readPdf(bytes, { maxPages: 100 })).pages : readText(bytes.toString('utf8'));
  const { result } = await extract({ pages, unread: [] }, useCase);
  const verdicts = Object.entries(truth).map(([field, value]) => {
    const verdict = result[field] === value ? 'right' : result[field] === null ? 'null' : 'WRONG';
    return `  ${verdict.padEnd(6)}${field.padEnd(24)}${JSON.stringify(result[field])}${verdict === 'right' ? '' : `, true is ${JSON.stringify(value)}`}`;
  });
  console.log([file, ...verdicts].join('\n'));
  expect(result).toEqual(truth);
});
