/** `ix extract`: documents in, their fields out, before the command ends. */
import { type Command, Option } from 'commander';
import type { Job } from '../contracts/job.ts';
import type { Answer, IxClient, UseCaseFields } from './client.ts';
import { CliError, EXIT, type ExitCode } from './failure.ts';
import { follow } from './follow.ts';
import { type Input, nameOf, openInputs } from './inputs.ts';
import { type Progress, progressOn } from './progress.ts';
import { aheadOf, missingFields, resultText } from './result.ts';
import { submissionOf } from './submission.ts';
import { KEY_FILE_OPTION, type TargetOptions, URL_OPTION, withIx } from './target.ts';

interface ExtractOptions extends TargetOptions {
  readonly useCase: string;
  readonly json?: true;
  readonly table?: true;
  readonly text?: true;
  readonly together?: true;
}

export function register(program: Command): void {
  program
    .command('extract')
    .summary('extract fields from documents and print them')
    .description(
      'Extract the fields of a use case from documents and print each with its value, its page, and whether it was found again there.\n\n' +
        'Talks to the ix that runs on this machine (IX_HOST, IX_PORT) or at --url. Without --url, and when none runs, it starts one\n' +
        'for the occasion over the same data folder and stops it afterwards.',
    )
    .argument('<file...>', 'PDF or text files, or URLs that ix fetches')
    .requiredOption('-u, --use-case <name>', 'what to extract: bank_statement_header, invoice, receipt, or one of your own')
    .addOption(new Option('--json', "print the job's response as JSON (several jobs: a list of them)").conflicts('table'))
    .option('--table', 'print a table (the default)')
    .option('--text', 'print the text that was read, too')
    .option('--together', 'the files are parts of one document: one job for all of them')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Exit codes:
  0  done, every required field found
  1  a job ended in error
  2  wrong usage: an option, a setting, a file or a use case that does not exist
  3  done, but a required field was not found
  4  no ix answers

Examples:
  ix extract samples/statement-en.pdf --use-case bank_statement_header
  ix extract invoices/*.pdf -u invoice --json | jq '.[].ix_result.result.gross_amount'
  ix extract page1.pdf page2.pdf -u invoice --together
  ix extract contract.txt -u invoice --text`,
    )
    .action(async (files: string[], options: ExtractOptions) => {
      const inputs = await openInputs(files);
      const jobs: readonly Input[][] = options.together ? [inputs] : inputs.map((input) => [input]);
      const progress = progressOn(process.stderr);
      try {
        await withIx(options, progress, async (client) => {
          const fields = await client.useCase(options.useCase);
          const outcomes = await extractAll(client, jobs, options, progress);
          progress.clear();
          print(outcomes, options, fields);
          process.exitCode = exitCodeOf(outcomes, fields);
        });
      } finally {
        progress.clear();
      }
    });
}

/** What became of one job: its end, or why ix did not take it. */
type Outcome = Answer<Job> | CliError;

/** Submits all, then follows them in order: ix works on the later ones meanwhile. */
async function extractAll(
  client: IxClient,
  jobs: readonly (readonly Input[])[],
  options: ExtractOptions,
  progress: Progress,
): Promise<Outcome[]> {
  const submitted: Outcome[] = [];
  for (const inputs of jobs) {
    const name = inputs.map(nameOf).join(', ');
    progress.show(`sending ${name} (${submitted.length + 1} of ${jobs.length})`);
    submitted.push(await submitOne(client, inputs, name, options));
  }
  const finished: Outcome[] = [];
  for (const [n, job] of submitted.entries()) {
    const place = jobs.length === 1 ? '' : ` (${n + 1} of ${jobs.length})`;
    const onState = ({ display_name, status, queue }: Job): void => {
      const ahead = queue === null || queue.ahead === 0 ? '' : `, ${aheadOf(queue)}`;
      progress.show(`${display_name ?? 'job'}${place}: ${status}${ahead}`);
    };
    finished.push(job instanceof CliError ? job : await follow(client, job, { onState }));
  }
  return finished;
}

/** One document that ix refuses does not stop the others. */
async function submitOne(client: IxClient, inputs: readonly Input[], name: string, options: ExtractOptions): Promise<Outcome> {
  const { submission, uploads } = submissionOf(inputs, {
    use_case: options.useCase,
    options: { ocr: { include_ocr_text: options.text === true } },
  });
  try {
    return await client.submit(submission, uploads);
  } catch (error) {
    if (error instanceof CliError && error.exitCode !== EXIT.unreachable) {
      return new CliError(`${name}: ${error.message}`, error.exitCode, { cause: error });
    }
    throw error;
  }
}

function print(outcomes: readonly Outcome[], options: ExtractOptions, fields: UseCaseFields): void {
  const done = outcomes.flatMap((outcome) => (outcome instanceof CliError ? [] : [outcome]));
  if (options.json) {
    const responses = done.map(({ value }) => value.response);
    process.stdout.write(`${JSON.stringify(outcomes.length === 1 ? responses[0] : responses, null, 2)}\n`);
  } else {
    process.stdout.write(done.map(({ value }) => `${resultText(value, fields)}\n`).join('\n'));
  }
  for (const outcome of outcomes) if (outcome instanceof CliError) process.stderr.write(`ix: ${outcome.message}\n`);
}

function exitCodeOf(outcomes: readonly Outcome[], fields: UseCaseFields): ExitCode {
  const codes = outcomes.map((outcome): ExitCode => {
    if (outcome instanceof CliError) return outcome.exitCode;
    if (outcome.value.status === 'error') return EXIT.failed;
    return missingFields(outcome.value, fields).length > 0 ? EXIT.incomplete : EXIT.ok;
  });
  const worst = [EXIT.failed, EXIT.usage, EXIT.incomplete] as const;
  return worst.find((code) => codes.includes(code)) ?? EXIT.ok;
}
