/** `ix api`: the HTTP side alone. */
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('api')
    .summary('start the API alone; workers run beside it')
    .description(
      'Start the HTTP API without a worker: it takes jobs and answers for them, and `ix worker` processes on the same database run ' +
        'them. Several may run at once. Prints the address once it answers.',
    )
    .addHelpText(
      'after',
      `
Example:
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix api`,
    )
    .action(async () => {
      const { addressLine, serve } = await import('./serve.ts');
      await serve({ api: true, worker: false }, (ix) => process.stdout.write(addressLine(ix)));
    });
}
