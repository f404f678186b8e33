/** `ix use-cases …`: what can be extracted by name, and whether a definition of one's own is right. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { CliError, EXIT } from './failure.ts';
import { table, widthOf } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';
import { readUseCaseFile } from './wanted.ts';

interface Shared extends TargetOptions {
  readonly json?: true;
}

const ListSchema = z.looseObject({
  use_cases: z.array(z.looseObject({ name: z.string(), title: z.string(), fields: z.array(z.unknown()) })),
});

const print = (json: unknown): void => void process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);

export function register(program: Command): void {
  const useCases = program
    .command('use-cases')
    .summary('list, show use cases; check one of your own')
    .description('Use cases: what can be extracted by name. More: docs/use-cases.md');

  useCases
    .command('list')
    .description('List the use cases that the running ix knows.')
    .option('--json', "print ix's answer as JSON")
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (options: Shared) => {
      const { value, json } = await (await runningIx(options)).get('/use-cases', ListSchema);
      if (options.json) return print(json);
      const rows = value.use_cases.map(({ name, title, fields }) => [name, String(fields.length), title]);
      process.stdout.write(`${table(['NAME', 'FIELDS', 'TITLE'], rows, { width: widthOf(process.stdout), shrink: ['TITLE'] })}\n`);
    });

  useCases
    .command('show')
    .description('Show the fields of a use case, and which labels they are looked for by.')
    .argument('<name>', 'its name, as listed')
    .option('--json', "print ix's answer as JSON")
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (given: string, options: Shared) => {
      const name = NameSchema.safeParse(given);
      if (!name.success) throw new CliError(`${given}: ${name.error.issues[0]?.message}`, EXIT.usage);
      const { UseCaseShownSchema, useCaseText } = await import('./use-case-text.ts');
      const path = `/use-cases/${encodeURIComponent(name.data)}`;
      const { value, json } = await (await runningIx(options)).get(path, UseCaseShownSchema);
      if (options.json) return print(json);
      process.stdout.write(`${useCaseText(value, widthOf(process.stdout) ?? 80)}\n`);
    });

  useCases
    .command('check')
    .description(
      'Check a definition of your own: everything that is wrong with it, or which labels it will look for. It needs no running ix.',
    )
    .argument('<file>', 'a use case in JSON or TypeScript')
    .addHelpText(
      'after',
      `
Exit codes: 0 it can be used, 2 it cannot

Example:
  ix use-cases check purchase-order.json`,
    )
    .action(async (file: string) => {
      // Here and not above: commands that only ask a running ix do without the pipeline.
      const [{ faultsOfFile }, { useCaseText }] = await Promise.all([
        import('../pipeline/use-cases/registry.ts'),
        import('./use-case-text.ts'),
      ]);
      const faults = await faultsOfFile(resolve(file));
      if (faults.length > 0) {
        const count = faults.length === 1 ? '' : `${faults.length} faults:`;
        throw new CliError([`${file}: ${count}`.trimEnd(), ...faults.map((fault) => `  ${fault}`)].join('\n'), EXIT.usage);
      }
      process.stdout.write(`${useCaseText(await readUseCaseFile(file), widthOf(process.stdout) ?? 80)}\n`);
    });
}
