/** `ix extract`: documents in, their fields out, before the command ends. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { isTerminal, type Job } from '../contracts/job.ts';
import type { Answer, IxClient, UseCaseFields } from './client.ts';
import { whyEmptyText } from './explain-text.ts';
import { CliError, EXIT, type ExitCode } from './failure.ts';
import { type FollowOptions, follow, late } from './follow.ts';
import { FILES_ARGUMENT, type Input, nameOf, openInputs } from './inputs.ts';
import { type Progress, progressOn } from './progress.ts';
import { aheadOf, missingFields, resultText } from './result.ts';
import { submissionOf } from './submission.ts';
import { widthOf } from './table.ts';
import { KEY_FILE_OPTION, type TargetOptions, URL_OPTION, withIx } from './target.ts';
import { addWanted, type Wanted, type WantedOptions, wantedOf } from './wanted.ts';

interface ExtractOptions extends TargetOptions, WantedOptions {
  readonly client?: string;
  readonly timeout?: number;
  readonly json?: true;
  readonly jsonl?: true;
  readonly table?: true;
  readonly text?: true;
  readonly explain?: true;
  readonly together?: true;
}

export function register(program: Command): void {
  addWanted(
    program
      .command('extract')
      .summary('extract fields from documents and print them')
      .description(
        'Extract the fields of a use case from documents and print each with its value, its page, and whether it was found again there.\n\n' +
          'Talks to the ix that runs on this machine (IX_HOST, IX_PORT) or at --url. Without --url, and when none runs, it starts one ' +
          'for the occasion over the data folder and stops it afterwards.',
      )
      .argument(...FILES_ARGUMENT),
  )
    .addOption(new Option('--json', 'print a list of answers, one for each job, with job_id and file').conflicts(['jsonl', 'table']))
    .addOption(new Option('--jsonl', 'print the same answers one a line, each as soon as it is there').conflicts('table'))
    .option('--table', 'print a table (the default)')
    .option('--text', 'print the text that was read, too')
    .option('--explain', 'say why fields are empty: labels looked for, candidates, why each lost')
    .option('--together', 'the files are parts of one document: one job for all')
    .option('--client <id>', 'whose jobs they are (default: "default")')
    .option('--timeout <seconds>', 'wait no longer than this for all of them', seconds)
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
  5  not done within --timeout; the jobs go on

Examples:
  ix extract samples/statement-en.pdf --use-case bank_statement_header
  ix extract invoices/*.pdf -u invoice --jsonl | jq .ix_result.result
  ix extract page1.pdf page2.pdf -u invoice --together
  ix extract order.pdf --use-case-file purchase-order.json
  cat letter.txt | ix extract - --field total:decimal:Total,Summe`,
    )
    .action(async (files: string[], options: ExtractOptions) => {
      const wanted = await wantedOf(options);
      const inputs = await openInputs(files);
      const jobs: readonly Input[][] = options.together ? [inputs] : inputs.map((input) => [input]);
      const progress = progressOn(process.stderr);
      try {
        await withIx(options, progress, async (client) => {
          const fields = await wanted.fields(client);
          const outcomes = await extractAll(client, jobs, wanted, options, progress);
          progress.clear();
          print(outcomes, options, fields);
          process.exitCode = exitCodeOf(outcomes, fields);
        });
      } finally {
        progress.clear();
      }
    });
}

/** What became of one job. */
interface Outcome {
  /** Its files, as they were given. */
  readonly file: string;
  /** Null: ix did not take it. */
  readonly job: Answer<Job> | null;
  /** Why there is no answer of the job; null: there is one. */
  readonly failure: CliError | null;
}

/** Submits all, then follows them in order: ix works on the later ones meanwhile. */
async function extractAll(
  client: IxClient,
  jobs: readonly (readonly Input[])[],
  wanted: Wanted,
  options: ExtractOptions,
  progress: Progress,
): Promise<Outcome[]> {
  const started = performance.now();
  const submitted: Outcome[] = [];
  for (const inputs of jobs) {
    progress.show(`sending ${inputs.map(nameOf).join(', ')} (${submitted.length + 1} of ${jobs.length})`);
    submitted.push(await submitOne(client, inputs, wanted, options));
  }
  const finished: Outcome[] = [];
  for (const [n, outcome] of submitted.entries()) {
    const place = jobs.length === 1 ? '' : ` (${n + 1} of ${jobs.length})`;
    const onState = ({ display_name, status, queue }: Job, why: string | null): void => {
      const waits = why ?? (queue === null || queue.ahead === 0 ? null : aheadOf(queue));
      progress.show(`${display_name ?? 'job'}${place}: ${status}${waits === null ? '' : `, ${waits}`}`);
    };
    const left = options.timeout === undefined ? Infinity : Math.max(0, options.timeout - (performance.now() - started) / 1000);
    const end = outcome.job === null ? outcome : await followOne(client, outcome.file, outcome.job, { seconds: left, onState }, options);
    if (options.jsonl) process.stdout.write(`${JSON.stringify(shownOf(end))}\n`);
    finished.push(end);
  }
  return finished;
}

/** One document that ix refuses does not stop the others. */
async function submitOne(client: IxClient, inputs: readonly Input[], wanted: Wanted, options: ExtractOptions): Promise<Outcome> {
  const file = inputs.map(({ given }) => given).join(', ');
  const { submission, uploads } = submissionOf(inputs, {
    ...wanted.request,
    ...(options.client === undefined ? {} : { ix_client_id: options.client }),
    options: { ocr: { include_ocr_text: options.text === true }, explain: options.explain === true },
  });
  try {
    return { file, job: await client.submit(submission, uploads), failure: null };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === EXIT.unreachable) throw error;
    return { file, job: null, failure: new CliError(`${file}: ${error.message}`, error.exitCode, { cause: error }) };
  }
}

async function followOne(
  client: IxClient,
  file: string,
  submitted: Answer<Job>,
  how: FollowOptions,
  { timeout = 0 }: ExtractOptions,
): Promise<Outcome> {
  const job = await follow(client, submitted, how);
  if (isTerminal(job.value.status)) return { file, job, failure: null };
  const { message, exitCode } = await late(client, job.value, timeout);
  return { file, job, failure: new CliError(`${file}: ${message}`, exitCode) };
}

/** What `--json` says of a job: always the same keys first, then the job's response as ix answers it. */
const ShownSchema = z.looseObject({ response: z.record(z.string(), z.unknown()).nullable() });

function shownOf({ file, job, failure }: Outcome): Readonly<Record<string, unknown>> {
  const about = { job_id: job?.value.job_id ?? null, file, status: job?.value.status ?? 'refused' };
  const response = job === null ? null : (ShownSchema.safeParse(job.json).data?.response ?? null);
  return { ...about, ...(failure === null ? {} : { error: failure.message }), ...response };
}

function print(outcomes: readonly Outcome[], options: ExtractOptions, fields: UseCaseFields): void {
  if (options.json) process.stdout.write(`${JSON.stringify(outcomes.map(shownOf), null, 2)}\n`);
  else if (!options.jsonl) {
    const done = outcomes.flatMap(({ job }) => (job?.value.response == null ? [] : [job.value]));
    const textOf = (job: Job): string => {
      const why = job.response === null ? '' : whyEmptyText(job.response);
      return `${resultText(job, fields, widthOf(process.stdout))}\n${why === '' ? '' : `\n${why}\n`}`;
    };
    process.stdout.write(done.map(textOf).join('\n'));
    if (!options.explain && done.some(isWanting)) process.stderr.write('--explain says why a field is empty\n');
  }
  for (const { failure } of outcomes) if (failure !== null) process.stderr.write(`ix: ${failure.message}\n`);
}

/** Fields of it are empty. */
const isWanting = ({ response }: Job): boolean => Object.values(response?.ix_result?.result ?? {}).includes(null);

function exitCodeOf(outcomes: readonly Outcome[], fields: UseCaseFields): ExitCode {
  const codes = outcomes.map(({ job, failure }): ExitCode => {
    if (failure !== null) return failure.exitCode;
    if (job?.value.status === 'error') return EXIT.failed;
    return job !== null && missingFields(job.value, fields).length > 0 ? EXIT.incomplete : EXIT.ok;
  });
  const worst = [EXIT.failed, EXIT.usage, EXIT.late, EXIT.incomplete] as const;
  return worst.find((code) => codes.includes(code)) ?? EXIT.ok;
}

function seconds(value: string): number {
  if (!/^\d{1,9}(\.\d+)?$/.test(value)) throw new InvalidArgumentError('expected seconds, 0 or more.');
  return Number(value);
}
