/** How the rules do on documents made: `npm run score-documents -- [count] [seed] [kind] [language]`, by kind, language, family and field. */
import { createRulesEngine } from '../../src/pipeline/engines/rules/rules.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { FIELDS, KINDS, type MadeDocument, makeDocuments, useCaseOf } from './maker.ts';

const [count = '100', seed = '1', only, language] = process.argv.slice(2);
const verbose = process.env.VERBOSE !== undefined;

interface Tally {
  right: number;
  wrong: number;
  missing: number;
  /** Given though the document does not say it, and rightly not given. */
  invented: number;
  silent: number;
}
const tallies = new Map<string, Tally>();

const engine = createRulesEngine();
const never = new AbortController().signal;

for (const kind of KINDS) {
  if (only !== undefined && only !== kind) continue;
  for (const made of makeDocuments(kind, Number(count), Number(seed), language === undefined ? {} : { language })) await score(made);
}
for (const [key, { right, wrong, missing, invented, silent }] of [...tallies].toSorted()) {
  const said = right + wrong + missing;
  const share = (n: number, of: number): string => `${((100 * n) / Math.max(1, of)).toFixed(1).padStart(5)} %`;
  const nulls = `null ${String(invented + silent).padStart(4)} invented ${share(invented, invented + silent)}`;
  console.log(
    `${key.padEnd(44)} n ${String(said).padStart(5)} right ${share(right, said)} wrong ${share(wrong, said)} missing ${share(missing, said)}  ${nulls}`,
  );
}

async function score(made: MadeDocument): Promise<void> {
  const pages = made.format === 'pdf' ? (await readPdf(made.bytes, { maxPages: 100 })).pages : readText(made.bytes.toString());
  const { result } = await engine.extract({ pages, unread: [] }, useCaseOf(made.kind), { model: null, temperature: null }, never);
  for (const field of FIELDS[made.kind]) {
    // Fields that no use case has yet.
    if (!(field in result)) continue;
    const truth = made.truth[field]?.value ?? null;
    const got = result[field] ?? null;
    const verdict = verdictOf(truth, got);
    const { kind, language, family } = made;
    for (const key of [kind, `${kind} language ${language}`, `${kind} family ${family}`, `${kind} field ${field}`]) {
      const tally = tallies.get(key) ?? { right: 0, wrong: 0, missing: 0, invented: 0, silent: 0 };
      tally[verdict]++;
      tallies.set(key, tally);
    }
    if (verbose && verdict !== 'right' && verdict !== 'silent')
      console.log(`${verdict} ${made.name} ${field}: ${JSON.stringify(got)}, true ${JSON.stringify(truth)}`);
  }
}

function verdictOf(truth: string | null, got: unknown): keyof Tally {
  if (truth === null) return got === null ? 'silent' : 'invented';
  if (got === null) return 'missing';
  const number = /^-?\d+(\.\d+)?$/;
  if (number.test(truth) && number.test(String(got)) && Number(truth) === Number(got)) return 'right';
  return letters(truth) === letters(String(got)) ? 'right' : 'wrong';
}

function letters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
