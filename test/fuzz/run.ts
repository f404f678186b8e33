/** `npm run fuzz`: a long fuzz of an ix with a database of its own. Exit code 0: nothing went wrong. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newSeed } from '../chaos/seed.ts';
import { Ix } from '../lifecycle/ix.ts';
import { faultText, figuresOf, SETTINGS } from './figures.ts';
import { fuzz } from './fuzz.ts';

const HELP = `npm run fuzz -- [options]
  --requests N  requests to send (20000)
  --seed N      repeats a run's requests
  --only N      sends the nth request of such a run alone
`;

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** @throws naming the option, when it is no whole number. */
function whole(name: 'requests' | 'only'): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${name} ${values[name]}: expected a whole number`);
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const seed = newSeed(values.seed);
  console.log(`seed ${seed}`);
  const folder = await mkdtemp(join(tmpdir(), 'ix-fuzz-'));
  // The server may run as another user, who has to reach its folder in here.
  await chmod(folder, 0o711);
  const ix = new Ix(['up'], { ...SETTINGS, IX_DATA_DIR: folder });
  // It is not in this process's group.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ix.kill('SIGTERM'));
  try {
    const address = await ix.address();
    const onFault = (fault: Parameters<typeof faultText>[0]) => console.log(faultText(fault, ix.stderr));
    const only = values.only === undefined ? undefined : whole('only');
    const work = fuzz({ address, seed, requests: whole('requests'), only, onFault });
    const report = await Promise.race([work, ix.until(() => false).then(() => work)]);
    console.log(figuresOf(report));
    return report.faults.length === 0;
  } finally {
    await ix.clear();
    await rm(folder, { recursive: true, force: true });
  }
}
