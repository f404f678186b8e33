/** The command line: all commands, and how what goes wrong in them is told. */
import { Command } from 'commander';
import ix from '../../package.json' with { type: 'json' };
import * as api from './api.ts';
import * as backup from './backup.ts';
import * as callbacks from './callbacks.ts';
import * as clients from './clients.ts';
import * as completion from './completion.ts';
import * as doctor from './doctor.ts';
import * as evaluation from './eval.ts';
import * as extract from './extract.ts';
import { EXIT, report } from './failure.ts';
import * as health from './health.ts';
import * as jobs from './jobs.ts';
import * as keys from './keys.ts';
import * as migrate from './migrate.ts';
import * as reviews from './reviews.ts';
import * as secrets from './secrets.ts';
import * as submit from './submit.ts';
import * as up from './up.ts';
import * as useCases from './use-cases.ts';
import * as version from './version.ts';
import * as worker from './worker.ts';

// Behind the launcher (bin.js): when that is killed outright, this ends as if its terminal had been closed.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGHUP'));
  process.channel?.unref();
}

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `ix jobs list | head`, a terminal that was closed: the reader has left, and nothing is wrong with that.
    if (error.code === 'EPIPE' || error.code === 'EIO') return;
    process.exit(stream === process.stdout ? report(error) : EXIT.failed);
  });
}

const program = new Command('ix')
  .description('Documents in, structured and grounded JSON out, as durable jobs inside one Postgres.')
  .version(ix.version)
  .exitOverride()
  .showHelpAfterError('(ix --help lists the commands, ix COMMAND --help explains one)')
  .addHelpText(
    'after',
    `
First steps:
  ix up                  start ix here: database, API and worker
  ix extract samples/statement-en.pdf --use-case bank_statement_header
  ix jobs list           what has been submitted

Settings are environment variables (IX_PORT, IX_DATABASE_URL, ...):
docs/configuration.md`,
  );
for (const { register } of [
  ...[up, api, worker, migrate, backup, health, doctor, extract, submit, jobs, useCases, evaluation, reviews],
  ...[callbacks, secrets, keys, clients, completion, version],
])
  register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
