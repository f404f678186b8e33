/** `npm run scans [-- 'kind of picture' …]`: the samples as all kinds of pictures, and how many of their fields come back right. Minutes. */
import { table } from '../../src/cli/table.ts';
import { PICTURES } from './pictures.ts';
import { ocrPipeline, SAMPLE_NAMES, type Score, scoreOf, sumOf } from './scores.ts';

const asked = process.argv.slice(2);
const kinds = asked.length > 0 ? asked : Object.keys(PICTURES);
const pipeline = await ocrPipeline();
const rows: string[][] = [];
for (const kind of kinds) {
  const scores: Score[] = [];
  for (const sample of SAMPLE_NAMES) scores.push(await scoreOf(pipeline, sample, kind));
  const { right, fields, missed, wrong, wrongAtHigh, rightAtHigh } = sumOf(scores);
  rows.push([kind, `${right} of ${fields}`, String(missed.length), String(wrong.length), String(wrongAtHigh.length), String(rightAtHigh)]);
  process.stdout.write(`${kind}: ${right} of ${fields} right\n`);
  for (const one of missed) process.stdout.write(`  missed ${one}\n`);
  for (const one of wrong) process.stdout.write(`  WRONG ${one}${wrongAtHigh.includes(one) ? ' (of high trust)' : ''}\n`);
}
process.stdout.write(`\n${table(['picture', 'right', 'missed', 'wrong', 'wrong of high trust', 'right of high trust'], rows)}\n`);
await pipeline.close();
