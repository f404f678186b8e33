/** `ix jobs export` and `ix jobs import`: jobs that have ended, out of the database and back. */
import { type Command, InvalidArgumentError } from 'commander';

interface ExportOptions {
  readonly out?: string;
  readonly client?: string;
  readonly useCase?: string;
  readonly finishedBefore?: Date;
}

export function registerArchive(jobs: Command): void {
  jobs
    .command('export')
    .description(
      'Write jobs that have ended, with their answers, files, callbacks and reviews, as NDJSON. ' +
        'It reads the database itself (IX_DATABASE_URL, or the embedded one that runs), beside any ix. ' +
        'Where the file is there already, it goes on behind the last job in it.',
    )
    .option('--out <file>', 'the archive (default: standard output)')
    .option('--client <id>', 'only jobs of this client')
    .option('--use-case <name>', 'only jobs of this use case')
    .option('--finished-before <time>', 'only jobs that ended before, ISO 8601', toTime)
    .addHelpText(
      'after',
      `
Examples:
  ix jobs export --out archive.ndjson
  ix jobs export --client acme --finished-before 2026-01-01 | gzip > acme.gz`,
    )
    .action(async ({ out, client, useCase, finishedBefore }: ExportOptions) => {
      const [{ exportArchive, resumeFile }, { loadConfig }] = await Promise.all([import('../app/archive.ts'), import('../config.ts')]);
      const sink = out === undefined ? STANDARD_OUTPUT : await resumeFile(out);
      try {
        const filter = { clientId: client ?? null, useCase: useCase ?? null, finishedBefore: finishedBefore ?? null };
        const n = await exportArchive(loadConfig(), filter, sink);
        process.stderr.write(`${n} jobs\n`);
      } finally {
        await sink.close();
      }
    });

  jobs
    .command('import')
    .description(
      'Put jobs of an archive back, as they were: none runs again, and no callback is sent. ' +
        'Jobs that are there already stay as they are, so that it may be broken off and started again.',
    )
    .argument('[file]', 'the archive (default: standard input)')
    .addHelpText('after', '\nExamples:\n  ix jobs import archive.ndjson\n  zcat acme.gz | ix jobs import')
    .action(async (file: string | undefined) => {
      const [{ importArchive }, { loadConfig }] = await Promise.all([import('../app/archive.ts'), import('../config.ts')]);
      const { jobs, known } = await importArchive(loadConfig(), file ?? null);
      process.stdout.write(`${jobs} jobs put back${known > 0 ? `, ${known} were there already` : ''}\n`);
    });
}

const STANDARD_OUTPUT = {
  last: null,
  write: (line: string) => new Promise<void>((resolve) => process.stdout.write(line, () => resolve())),
  close: async () => {},
};

function toTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('expected a time such as 2026-01-31 or 2026-01-31T12:00:00Z');
  return time;
}
