/** `ix eval`: documents whose truth is known, and how much of it ix finds. */
import { type Command, Option } from 'commander';
import type { Run } from '../evaluation/run.ts';

export interface EvalOptions {
  readonly useCase?: string;
  readonly useCaseFile?: string;
  readonly engine: Run['engine'];
  readonly against?: string;
  readonly by: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('eval')
    .summary('how much of what is true of documents ix finds')
    .description(
      'Extract the fields of a use case from all documents of a folder that have their truth beside them (x.pdf and x.json), and say ' +
        'what is right, null and wrong, by field and by trust. It needs no running ix and no database; settings are those of a worker. ' +
        'docs/evaluation.md says what the files of truth look like, and what counts as the same value.',
    )
    .argument('<folder>', 'documents with their truth beside them; folders in it are looked into')
    .option('-u, --use-case <name>', 'what to extract: bank_statement_header, invoice, receipt, or one of your own (IX_USE_CASES_DIR)')
    .option('--use-case-file <file>', 'a use case that ix does not know by name: JSON or TypeScript')
    .addOption(new Option('--engine <engine>', 'what extracts').choices(['auto', 'rules', 'llm']).default('auto'))
    .option('--against <run.json>', 'an earlier run: say what has changed since; exit code 1 when a figure has fallen')
    .option('--by <name>', 'figures by something that the files of truth say of their documents: language, family', collect, [])
    .option('--out <folder>', 'write run.json and index.html: all mistakes, with pictures of their pages')
    .option('--json', 'print the run as JSON, which --against reads')
    .addHelpText(
      'after',
      `
Exit codes:
  0  evaluated, and no figure has fallen
  1  a figure has fallen since the run of --against, or a document could not be
     read
  2  wrong usage: an option, a folder, a use case or a file of truth

Examples:
  ix eval samples --use-case invoice
  ix eval samples -u receipt --json > before.json
  ix eval samples -u receipt --against before.json
  ix eval mine -u invoice --by language --out report`,
    )
    .action(async (folder: string, options: EvalOptions) => {
      // Here and not above: commands that only ask a running ix do without the pipeline.
      const { evaluateFolder } = await import('./eval-folder.ts');
      process.exitCode = await evaluateFolder(folder, options);
    });
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];
