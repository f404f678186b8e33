/** `npm run mutations`: jobs with thousands of mutations of the samples. Exit code 0: each was answered or refused as a document. */
import { parseArgs } from 'node:util';
import { newSeed } from '../chaos/seed.ts';
import { runMutations } from './mutate.ts';

const HELP = `npm run mutations -- [options]
  --count N  mutations to make (5000)
  --seed N   repeats a run's mutations
  --only N   makes the nth mutation of such a run alone
`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '5000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** @throws naming the option, when it is no whole number. */
function whole(name: 'count' | 'only'): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} ${values[name]}: expected a whole number`);
}

if (values.help) process.stdout.write(HELP);
else {
  const seed = newSeed(values.seed);
  console.log(`seed ${seed}`);
  const numbers = values.only === undefined ? Array.from({ length: whole('count') }, (_, nth) => nth) : [whole('only')];
  const { counts, bugs } = await runMutations(seed, numbers, (nth, what) => console.log(`mutation ${nth}: ${what}`));
  console.log([...counts, ['faults of ix', bugs.size]].map(([outcome, count]) => `${outcome}: ${count}`).join(', '));
  process.exitCode = bugs.size === 0 ? 0 : 1;
}
