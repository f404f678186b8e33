/** `ix health`: is every part of the running ix well. */
import type { Command } from 'commander';
import { z } from 'zod';
import { CliError, EXIT } from './failure.ts';
import { coloured, table, widthOf } from './table.ts';
import { clientOf, KEY_FILE_OPTION, type TargetOptions, URL_OPTION } from './target.ts';

const HealthSchema = z.record(z.string(), z.looseObject({ ok: z.boolean(), state: z.string(), detail: z.string().nullable() }));

export function register(program: Command): void {
  program
    .command('health')
    .summary('is every part of ix well')
    .description('Ask the running ix how its parts are: database, queue, workers, OCR, model server.')
    .option('--json', "print ix's answer as JSON")
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText('after', '\nExit codes: 0 all are well or not wanted, 1 one is ill, 4 no ix answers\n\nExample:\n  ix health')
    .action(async (options: TargetOptions & { readonly json?: true }) => {
      const client = await clientOf(options);
      const json = await client.health();
      const health = HealthSchema.safeParse(json);
      if (!health.success) throw new CliError(`${client.url} answers, but not as ix does`, EXIT.unreachable);
      const rows = Object.entries(health.data).map(([part, { state, detail }]) => [part, state, detail ?? '']);
      const text = table(['PART', 'STATE', 'DETAIL'], rows, { width: widthOf(process.stdout), shrink: ['DETAIL'] });
      process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${coloured(text, process.stdout)}\n`);
      process.exitCode = Object.values(health.data).every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
    });
}
