/** `ix clients …`: what there is of a client. */
import type { Command } from 'commander';
import { DeletedClientSchema } from '../contracts/client.ts';
import { CliError, EXIT } from './failure.ts';
import { printable } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface Options extends TargetOptions {
  readonly yes?: true;
}

export function register(program: Command): void {
  const clients = program.command('clients').summary('delete all that there is of a client').description('Those who submit jobs.');

  clients
    .command('purge')
    .description(
      'Delete all that there is of a client, for good: jobs, files, callbacks, reviews, endpoints, secrets and keys. ' +
        'The audit keeps that it was done. Jobs of it that wait or run have to be cancelled first.',
    )
    .argument('<client>', 'its id')
    .option('--yes', 'it is meant: nothing is deleted without')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
An archive made before brings it back: ix jobs export --client acme

Example:
  ix clients purge acme --yes`,
    )
    .action(async (id: string, options: Options) => {
      if (options.yes !== true)
        throw new CliError(`this deletes all that there is of client ${printable(id)}, for good: expected --yes`, EXIT.usage);
      const client = await runningIx(options);
      let [jobs, files] = [0, 0];
      for (let more = true; more; ) {
        const { value } = await client.delete(`/v1/clients/${encodeURIComponent(id)}`, DeletedClientSchema);
        ({ more } = value);
        [jobs, files] = [jobs + value.jobs, files + value.files];
      }
      process.stdout.write(`${printable(id)}: deleted ${jobs} jobs and ${files} files\n`);
    });
}
