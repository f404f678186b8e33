/**
 * `npm run scans [-- 'kind of picture' …]`: the samples as all kinds of pictures, and how many of their fields come back as from the text PDF. Minutes.
 * What differs stands in differences.json; exit code 1 when something else does. `-- --write` commits to the differences of today.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { table } from '../../src/cli/table.ts';
import { PICTURES } from './pictures.ts';
import { ocrPipeline, SAMPLE_NAMES, type Score, scoreOf, sumOf } from './scores.ts';

const TABLE = new URL('differences.json', import.meta.url);
const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean', default: false } } });
const kinds = positionals.length > 0 ? positionals : Object.keys(PICTURES);
/** Kind of picture → `sample field: answer, not truth`. */
const committed = z.record(z.string(), z.array(z.string())).parse(JSON.parse(await readFile(TABLE, 'utf8')));
const found: Record<string, string[]> = {};
const pipeline = await ocrPipeline();
const rows: string[][] = [];
for (const kind of kinds) {
  const scores: Score[] = [];
  for (const sample of SAMPLE_NAMES) scores.push(await scoreOf(pipeline, sample, kind));
  const { right, fields, missed, wrong, wrongAtHigh, rightAtHigh } = sumOf(scores);
  rows.push([kind, `${right} of ${fields}`, String(missed.length), String(wrong.length), String(wrongAtHigh.length), String(rightAtHigh)]);
  const differences = [...missed, ...wrong].sort();
  found[kind] = differences;
  const known = new Set(committed[kind]);
  process.stdout.write(`${kind}: ${right} of ${fields} right\n`);
  for (const one of differences)
    process.stdout.write(`  ${known.has(one) ? '' : 'NEW '}${one}${wrongAtHigh.includes(one) ? ' (of high trust)' : ''}\n`);
  if (wrongAtHigh.length > 0 || differences.some((one) => !known.has(one))) process.exitCode = 1;
}
process.stdout.write(`\n${table(['picture', 'right', 'missed', 'wrong', 'wrong of high trust', 'right of high trust'], rows)}\n`);
if (flags.write) await writeFile(TABLE, `${JSON.stringify({ ...committed, ...found }, null, 2)}\n`);
await pipeline.close();
