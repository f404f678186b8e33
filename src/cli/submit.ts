/** `ix submit`: documents in, job ids out; the work goes on without the command. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Job } from '../contracts/job.ts';
import type { SubmissionInput } from '../contracts/request.ts';
import { type Answer, type IxClient, Refused } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import { follow, late } from './follow.ts';
import { FILES_ARGUMENT, type Input, openInputs } from './inputs.ts';
import { submissionOf } from './submission.ts';
import { printable } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';
import { addWanted, type Wanted, type WantedOptions, wantedOf } from './wanted.ts';

interface SubmitOptions extends TargetOptions, WantedOptions {
  readonly client?: string;
  readonly requestId?: string;
  readonly callbackUrl?: string;
  readonly priority?: number;
  readonly wait?: number;
  readonly together?: true;
  readonly json?: true;
}

export function register(program: Command): void {
  addWanted(
    program
      .command('submit')
      .summary('submit documents as jobs and print the job ids')
      .description(
        'Submit documents as durable jobs and print the job ids, one a line. Each file is a job of its own unless --together.\n\n' +
          'The same --client and --request-id again is the same job again: it is safe to repeat a submission whose answer was lost. ' +
          'With another request it is refused.',
      )
      .argument(...FILES_ARGUMENT),
  )
    .option('--client <id>', 'whose job it is (default: "default")')
    .option('--request-id <id>', 'your name for the job, unique per client; one job only')
    .option('--callback-url <url>', 'where the finished job is sent')
    .option('--priority <n>', '-100 to 100; higher runs first', integer)
    .option('--wait <seconds>', 'wait so long for each job and print its status after its id', seconds)
    .option('--together', 'the files are parts of one document: one job for all')
    .option('--json', 'print the whole jobs, always as a list')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Exit codes:
  0  submitted; with --wait: done
  1  a job ended in error while it was waited for
  2  wrong usage, or refused: an unknown use case, a --request-id that another
     request has
  4  no ix answers
  5  not done within --wait; the job goes on

Examples:
  ix submit scan.pdf --use-case invoice --client acme --request-id 2026-0417
  ix submit *.pdf -u invoice --callback-url https://acme.example/hooks/ix
  ix jobs show $(ix submit scan.pdf -u invoice)`,
    )
    .action(async (files: string[], options: SubmitOptions) => {
      const wanted = await wantedOf(options);
      const inputs = await openInputs(files);
      const jobs = options.together ? [inputs] : inputs.map((input) => [input]);
      if (options.requestId !== undefined && jobs.length > 1) {
        throw new CliError('--request-id names one job: give one file, or --together', EXIT.usage);
      }
      const client = await runningIx(options);
      await wanted.fields(client);
      const json: unknown[] = [];
      for (const group of jobs) {
        const answer = await submitOne(client, group, wanted, options);
        const { job_id, status } = answer.value;
        if (options.json) json.push(answer.json);
        else process.stdout.write(options.wait === undefined ? `${job_id}\n` : `${job_id}\t${status}\n`);
        if (options.wait !== undefined) await tellEnd(client, answer.value, options.wait);
      }
      if (options.json) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    });
}

/** Submits a job, and waits for it as long as it is asked to. */
async function submitOne(client: IxClient, inputs: readonly Input[], wanted: Wanted, options: SubmitOptions): Promise<Answer<Job>> {
  const { submission, uploads } = submissionOf(inputs, { ...wanted.request, ...restOf(options) });
  const submitted = await client.submit(submission, uploads).catch((error: unknown) => {
    if (!(error instanceof Refused && error.status === 409 && options.requestId !== undefined)) throw error;
    const whose = `client ${JSON.stringify(options.client ?? 'default')}`;
    const shown = error.jobId === null ? '' : ` (ix jobs show ${error.jobId})`;
    throw new CliError(
      `--request-id ${options.requestId}: ${whose} has submitted another request under it${shown}; nothing was started`,
      EXIT.usage,
      { cause: error },
    );
  });
  if (submitted.replayed) process.stderr.write(`ix: ${submitted.value.job_id} had been submitted before; nothing new was started\n`);
  return follow(client, submitted, { seconds: options.wait ?? 0 });
}

/** Why a job that was waited for is not done. */
async function tellEnd(client: IxClient, job: Job, waited: number): Promise<void> {
  if (job.status === 'done') return;
  const why = job.status === 'error' ? (job.response?.error ?? 'ended in error') : null;
  const failure = why === null ? await late(client, job, waited) : new CliError(why, EXIT.failed);
  process.stderr.write(`ix: ${job.job_id}: ${printable(failure.message)}\n`);
  // An error is worse than a wait that was too short, whichever comes last.
  if (process.exitCode !== EXIT.failed) process.exitCode = failure.exitCode;
}

function restOf({ client, requestId, callbackUrl, priority }: SubmitOptions): SubmissionInput {
  return {
    ...(client === undefined ? {} : { ix_client_id: client }),
    ...(requestId === undefined ? {} : { request_id: requestId }),
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
    ...(priority === undefined ? {} : { priority }),
  };
}

function integer(value: string): number {
  if (!/^[+-]?\d+$/.test(value)) throw new InvalidArgumentError('expected a whole number.');
  return Number(value);
}

function seconds(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('expected whole seconds, 0 or more.');
  return Number(value);
}
