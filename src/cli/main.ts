/** The command line: all commands, and how what goes wrong in them is told. */
import { Command, CommanderError } from 'commander';
import ix from '../../package.json' with { type: 'json' };
import { ConfigError } from '../config.ts';
import * as api from './api.ts';
import * as callbacks from './callbacks.ts';
import * as extract from './extract.ts';
import { CliError, EXIT } from './failure.ts';
import * as jobs from './jobs.ts';
import * as migrate from './migrate.ts';
import * as secrets from './secrets.ts';
import * as submit from './submit.ts';
import * as up from './up.ts';
import * as worker from './worker.ts';

// Behind the launcher (bin.js): when that is killed outright, so is this, as if it had been the target itself.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel?.unref();
}

// `ix jobs list | head`: the reader has left, and nothing is wrong with that.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

const program = new Command('ix')
  .description('Documents in, structured and grounded JSON out, as durable jobs inside one Postgres.')
  .version(ix.version)
  .exitOverride()
  .showHelpAfterError('(ix --help lists the commands, ix COMMAND --help explains one)')
  .addHelpText(
    'after',
    `
First steps:
  ix up                                                                  start ix here: database, API and worker
  ix extract samples/statement-en.pdf --use-case bank_statement_header   a first extraction
  ix jobs list                                                           what has been submitted

Settings are environment variables (IX_PORT, IX_DATABASE_URL, ...): docs/configuration.md`,
  );
for (const { register } of [up, api, worker, migrate, extract, submit, jobs, callbacks, secrets]) register(program);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // Commander has written its own message.
  if (!(error instanceof CommanderError)) process.stderr.write(`ix: ${error instanceof Error ? error.message : String(error)}\n`);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CliError) return error.exitCode;
  return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
}
