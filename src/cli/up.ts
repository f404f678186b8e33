/** `ix up`: everything in one process. */
import { relative } from 'node:path';
import type { Command } from 'commander';
import type { RunningIx } from '../app/main.ts';

export function register(program: Command): void {
  program
    .command('up')
    .summary('start ix here: database, API and worker in one process')
    .description(
      'Start ix in one process: the API, a worker that runs jobs and delivers callbacks, and, unless IX_DATABASE_URL names a ' +
        'PostgreSQL, an embedded one whose data is kept under IX_DATA_DIR (.ix). The schema is brought up to date first.\n\n' +
        'Prints the address once it answers. Ctrl-C stops it: what is under way may end, the rest is handed back; twice, at once.',
    )
    .addHelpText(
      'after',
      `
Examples:
  ix up
  IX_PORT=9000 IX_DATA_DIR=/var/lib/ix ix up
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix up`,
    )
    .action(async () => {
      // Here and not above: the server's parts are large, and commands that only ask a running ix do without them.
      const { addressLine, serve } = await import('./serve.ts');
      await serve({ api: true, worker: true }, (ix) => process.stdout.write(addressLine(ix) + firstSteps(ix)));
    });
}

const DEFAULT_PORT = '8994';

function firstSteps({ address, dataDir }: RunningIx): string {
  const data = dataDir === null ? 'the database of IX_DATABASE_URL' : shortest(dataDir);
  const port = new URL(address ?? '').port;
  // Commands look for ix where the settings say it listens.
  const here = port === DEFAULT_PORT ? '' : `IX_PORT=${port} `;
  return `
  API     ${address}
  data    ${data}
  try     ${here}npx ix extract samples/statement-en.pdf --use-case bank_statement_header
  stop    Ctrl-C

`;
}

/** Relative where it lies below the folder ix was started in. */
function shortest(path: string): string {
  const below = relative('.', path);
  return below === '' || below.startsWith('..') ? path : below;
}
