/** `ix worker`: runs jobs and delivers callbacks. */
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('worker')
    .summary('start a worker alone: runs jobs and delivers callbacks')
    .description(
      'Start a worker without the API. As many as you like may run on one database, on any number of hosts; they share nothing else. ' +
        'One that dies loses no job: others take its jobs over after IX_LEASE_SECONDS.',
    )
    .addHelpText(
      'after',
      `
Example:
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix worker`,
    )
    .action(async () => {
      const { serve } = await import('./serve.ts');
      await serve({ api: false, worker: true }, () => process.stdout.write('worker ready\n'));
    });
}
