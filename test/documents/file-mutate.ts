/** `npm run mutations:files`: thousands of mutations of each type of file that is read. Exit code 0: none brought out a fault of ix. */
import { parseArgs } from 'node:util';
import { cii, PRINTED, pdfOf, ubl } from './e-invoice-files.ts';
import { readMutations, SAMPLES } from './file-mutations.ts';
import { FORMATS } from './formats.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } } });
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) throw new Error('--count and --seed: expected whole numbers');

const types: Readonly<Record<string, readonly Uint8Array[]>> = {
  PDF: SAMPLES,
  'PDF with an electronic invoice': [await pdfOf(PRINTED, { files: { 'factur-x.xml': cii() } })],
  ...Object.fromEntries(Object.entries(FORMATS).map(([name, bytes]) => [name, [bytes]])),
  'electronic invoice': [Buffer.from(cii()), Buffer.from(ubl())],
};
for (const [name, files] of Object.entries(types)) {
  const outcomes = await readMutations(files, count, seed);
  console.log(`${name}: ${[...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(', ')}`);
  if ([...outcomes.keys()].some((outcome) => outcome.startsWith('bug'))) process.exitCode = 1;
}
