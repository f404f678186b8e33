/**
 * `npm run bench [-- suite…] [--quick] [--rounds N] [--rows N] [--held SECONDS] [--data DIR] [--documents DIR] [--json FILE]`: measures,
 * prints one table, and leaves it as JSON in bench/results/. BENCH_DATABASE_URL: a server to use instead of one of its own. See README.md
 * here.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { callbacks } from './callbacks.ts';
import { onClient, startServer } from './database.ts';
import { explain } from './explain.ts';
import { describeMachine, formatMachine } from './machine.ts';
import { memory } from './memory.ts';
import { overload } from './overload.ts';
import { pages } from './pages.ts';
import { pdfs } from './pdfs.ts';
import { peers } from './peers/peers.ts';
import { read } from './read.ts';
import { store } from './store.ts';
import type { Suite } from './suite.ts';
import { formatTable, type Row } from './table.ts';
import { uploads } from './uploads.ts';
import { watchers } from './watchers.ts';

const SUITES: Readonly<Record<string, Suite>> = {
  peers,
  store,
  pages,
  pdfs,
  read,
  callbacks,
  explain,
  memory,
  uploads,
  watchers,
  overload,
};
/** Without a name: all but those that take long beside what they say. */
const DEFAULT = Object.keys(SUITES).filter((name) => !['memory', 'read', 'uploads', 'watchers', 'overload'].includes(name));

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    rows: { type: 'string' },
    held: { type: 'string' },
    data: { type: 'string' },
    documents: { type: 'string' },
    json: { type: 'string' },
  },
});

const whole = (name: string, given: string | undefined, fallback: number, least: number): number => {
  const value = given === undefined ? fallback : Number(given);
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`--${name}: expected an integer of ${least} or more, got ${given}`);
};

const chosen = (positionals.length === 0 ? DEFAULT : positionals).map((name) => {
  const suite = SUITES[name];
  if (suite === undefined) throw new RangeError(`no suite ${name}: there are ${Object.keys(SUITES).join(', ')}`);
  return { name, suite };
});
const options = {
  quick: flags.quick,
  rounds: whole('rounds', flags.rounds, flags.quick ? 5 : 7, 1),
  maxRows: whole('rows', flags.rows, flags.quick ? 1_000_000 : 10_000_000, 10_000),
  heldSeconds: whole('held', flags.held, flags.quick ? 20 : 60, 5),
  documentsDir: flags.documents ?? null,
  resultsDir: join(import.meta.dirname, 'results'),
  say: (line: string) => console.error(line),
};

await mkdir(options.resultsDir, { recursive: true });
const startedAt = new Date().toISOString();
const server = await startServer(process.env.BENCH_DATABASE_URL || null, flags.data ?? null);
// However it ends, the server does not stay behind.
const end = (code: number) => void server.stop().finally(() => process.exit(code));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(130));
process.once('unhandledRejection', (error) => {
  console.error(error);
  end(1);
});
try {
  const machine = await onClient(server.url, describeMachine);
  console.log(formatMachine(machine));
  if (machine.loadBefore > 1) console.log('Others are at work on this machine: ratios still tell something, milliseconds do not.');
  const rows: (Row & { suite: string })[] = [];
  for (const { name, suite } of chosen) {
    options.say(`${name}:`);
    const result = await suite({ ...options, server });
    if (result.rows.length > 0) console.log(`\n${name}\n${formatTable(result.rows)}`);
    for (const note of result.notes) console.log(note);
    rows.push(...result.rows.map((measured) => ({ suite: name, ...measured })));
    if (result.failed || result.rows.some(({ required }) => required?.met === false)) process.exitCode = 1;
  }
  const file = flags.json ?? join(options.resultsDir, `${startedAt.replaceAll(':', '-').slice(0, 19)}.json`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ startedAt, machine, quick: options.quick, rounds: options.rounds, rows }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
} finally {
  await server.stop();
}
