/**
 * `npm run evaluate`: the samples and 500 documents made of families left out of training, against the committed figures; exit code 1 when one
 * has fallen. `-- --write` commits to those of today.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { differencesText, figureTable, LEGEND } from '../../src/cli/eval-text.ts';
import { COMMITTED, changesSince, figuresIn } from './committed.ts';
import { evaluateSets, LONG, madeSets, SHORT, sampleSets } from './sets.ts';

const { values: flags } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const samples = await sampleSets();
const figures = figuresIn(await evaluateSets([...samples, ...madeSets(LONG)]));
console.log(`${figureTable('SET', figures)}\n${LEGEND}\n`);
const changes = changesSince(COMMITTED, figures);
console.log(differencesText({ figures: changes, values: [], only_before: [], only_now: [] }));
if (flags.write) {
  const all = { ...figures, ...figuresIn(await evaluateSets(madeSets(SHORT))) };
  await writeFile(new URL('figures.json', import.meta.url), `${JSON.stringify(all, null, 2)}\n`);
} else if (changes.some(({ fell }) => fell)) process.exitCode = 1;
