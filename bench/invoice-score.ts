/**
 * Scores the rules engine on a folder of real invoices with their true values: right, null and wrong by field.
 * `node bench/invoice-score.ts [folder] [--wrong] [--null]`: the flags list the answers behind the figures.
 */
import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createRulesEngine } from '../src/pipeline/engines/rules/rules.ts';
import { readPdf } from '../src/pipeline/reading/pdf.ts';
import { type Reading, segmentsOf } from '../src/pipeline/reading/reading.ts';
import { invoice } from '../src/pipeline/use-cases/invoice.ts';
import { canonicalDecimal, findAmounts } from '../src/pipeline/values/amount.ts';
import { findCurrencies } from '../src/pipeline/values/currency.ts';
import { findDates } from '../src/pipeline/values/date.ts';
import { fold } from '../src/pipeline/values/fold.ts';
import { compactIban } from '../src/pipeline/values/iban.ts';

/** Name in truth.json → field of the use case, and how its values are compared. */
const FIELDS = {
  invoice_number: { field: 'invoice_number', kind: 'words' },
  invoice_date: { field: 'invoice_date', kind: 'date' },
  seller_name: { field: 'seller_name', kind: 'words' },
  buyer_name: { field: 'buyer_name', kind: 'words' },
  currency: { field: 'currency', kind: 'currency' },
  total_net: { field: 'net_amount', kind: 'amount' },
  total_tax: { field: 'tax_amount', kind: 'amount' },
  total_gross: { field: 'gross_amount', kind: 'amount' },
  iban: { field: 'iban', kind: 'iban' },
} as const;
type Kind = (typeof FIELDS)[keyof typeof FIELDS]['kind'];

const TruthSchema = z.array(
  z.object({
    file: z.string(),
    truth: z.record(z.string(), z.string().nullable()),
    visible: z.record(z.string(), z.boolean()),
  }),
);

function same(kind: Kind, answer: string, truth: string): boolean {
  if (kind === 'amount') return canonicalDecimal(answer) === canonicalDecimal(truth);
  if (kind === 'iban') return compactIban(answer) === compactIban(truth);
  return kind === 'words' ? fold(answer) === fold(truth) : answer === truth;
}

/** Whether a value stands in the page text, for those truth.json does not say it of. */
function stands(kind: Kind, truth: string, text: string): boolean {
  switch (kind) {
    case 'amount':
      return findAmounts(text).some(({ readings }) => readings.some((reading) => same(kind, reading, truth)));
    case 'date':
      return findDates(text).some(({ iso, alternatives }) => iso === truth || alternatives.includes(truth));
    case 'currency':
      return findCurrencies(text).some(({ codes }) => codes.includes(truth));
    case 'iban':
      return compactIban(text).includes(compactIban(truth));
    case 'words':
      return ` ${fold(text)} `.includes(` ${fold(truth)} `);
  }
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { wrong: { type: 'boolean', default: false }, null: { type: 'boolean', default: false } },
});
const folder = resolve(positionals[0] ?? join(import.meta.dirname, '../../shared/data/invoices'));
try {
  await access(join(folder, 'truth.json'));
} catch {
  console.error(`no truth.json in ${folder}: give the folder of invoices as argument`);
  process.exit(1);
}

const engine = createRulesEngine();
const documents = TruthSchema.parse(JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')));
const counts = new Map(Object.keys(FIELDS).map((name) => [name, { right: 0, null: 0, wrong: 0 }]));
let spentMs = 0;
for (const { file, truth, visible } of documents) {
  const { pages } = await readPdf(await readFile(join(folder, file)), { maxPages: 100 });
  const reading: Reading = { pages, unread: [] };
  const text = segmentsOf(reading)
    .map(({ line }) => line.text)
    .join('\n');
  const start = performance.now();
  const { result } = await engine.extract(
    reading,
    invoice,
    { model: null, temperature: null, pictures: null },
    new AbortController().signal,
  );
  spentMs += performance.now() - start;
  for (const [name, { field, kind }] of Object.entries(FIELDS)) {
    const expected = truth[name] ?? null;
    if (expected === null || !(visible[name] ?? stands(kind, expected, text))) continue;
    const answer = result[field];
    const verdict = answer === null ? 'null' : typeof answer === 'string' && same(kind, answer, expected) ? 'right' : 'wrong';
    const count = counts.get(name);
    if (count !== undefined) count[verdict] += 1;
    if (verdict !== 'right' && flags[verdict])
      console.log(`${verdict}  ${name}: ${JSON.stringify(answer)}, true is ${JSON.stringify(expected)}  (${file})`);
  }
}

const line = (name: string, { right, null: empty, wrong }: { right: number; null: number; wrong: number }) => {
  const all = right + empty + wrong;
  const share = (n: number) => `${String(n).padStart(5)} ${`${all === 0 ? 0 : ((100 * n) / all).toFixed(1)} %`.padStart(8)}`;
  return `${name.padEnd(16)}${share(right)}${share(empty)}${share(wrong)}${String(all).padStart(6)}`;
};
console.log(`${'field'.padEnd(16)}${'right'.padStart(14)}${'null'.padStart(14)}${'wrong'.padStart(14)}${'all'.padStart(6)}`);
const total = { right: 0, null: 0, wrong: 0 };
for (const [name, count] of counts) {
  console.log(line(name, count));
  for (const verdict of ['right', 'null', 'wrong'] as const) total[verdict] += count[verdict];
}
console.log(line('all', total));
console.log(`${documents.length} documents, ${(spentMs / documents.length).toFixed(2)} ms each`);
