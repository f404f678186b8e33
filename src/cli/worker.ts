/** `ix worker`: runs jobs and delivers callbacks. */
import type { Command } from 'commander';

interface Options {
  readonly useCases?: string;
  readonly engines?: string;
  readonly concurrency?: string;
}

export function register(program: Command): void {
  program
    .command('worker')
    .summary('start a worker alone: runs jobs and delivers callbacks')
    .description(
      'Start a worker without the API. As many as you like may run on one database, on any number of hosts; they share nothing else. ' +
        'One that dies loses no job: others take its jobs over after IX_LEASE_SECONDS. ' +
        'With --use-cases or --engines it runs those jobs alone: so a host with a model, or with many cores, is kept for what needs it.',
    )
    .option('--use-cases <names>', 'run jobs of these use cases only, by name, commas between them (IX_WORKER_USE_CASES)')
    .option('--engines <engines>', 'run jobs that ask for these engines only: rules, llm, auto (IX_WORKER_ENGINES)')
    .option('--concurrency <n>', 'jobs at a time (IX_WORKER_CONCURRENCY)')
    .addHelpText(
      'after',
      `
Examples:
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix worker
  ix worker --engines llm,auto --concurrency 4
  ix worker --use-cases invoice,receipt`,
    )
    .action(async ({ useCases, engines, concurrency }: Options) => {
      const { serve } = await import('./serve.ts');
      await serve({ api: false, worker: true }, () => process.stdout.write('worker ready\n'), {
        IX_WORKER_USE_CASES: useCases,
        IX_WORKER_ENGINES: engines,
        IX_WORKER_CONCURRENCY: concurrency,
      });
    });
}
