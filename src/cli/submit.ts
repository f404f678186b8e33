/** `ix submit`: documents in, job ids out; the work goes on without the command. */
import { type Command, InvalidArgumentError } from 'commander';
import type { SubmissionInput } from '../contracts/request.ts';
import { CliError, EXIT } from './failure.ts';
import { follow } from './follow.ts';
import { openInputs } from './inputs.ts';
import { submissionOf } from './submission.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface SubmitOptions extends TargetOptions {
  readonly useCase: string;
  readonly client?: string;
  readonly requestId?: string;
  readonly callbackUrl?: string;
  readonly priority?: number;
  readonly wait?: number;
  readonly together?: true;
  readonly json?: true;
}

export function register(program: Command): void {
  program
    .command('submit')
    .summary('submit documents as jobs and print the job ids')
    .description(
      'Submit documents as durable jobs and print the job ids, one a line. Each file is a job of its own unless --together.\n\n' +
        'The same --client and --request-id again is the same job again: it is safe to repeat a submission whose answer was lost.',
    )
    .argument('<file...>', 'PDF or text files, or URLs that ix fetches')
    .requiredOption('-u, --use-case <name>', 'what to extract')
    .option('--client <id>', 'whose job it is (default: "default")')
    .option('--request-id <id>', 'your name for the job, unique per client; one job only')
    .option('--callback-url <url>', 'where the finished job is sent')
    .option('--priority <n>', '-100 to 100; higher runs first', integer)
    .option('--wait <seconds>', 'wait up to so long for each job and print its status after its id', integer)
    .option('--together', 'the files are parts of one document: one job for all of them')
    .option('--json', 'print the whole jobs as JSON (several: a list of them)')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Exit codes: 0 submitted, 1 a job ended in error while waited for, 2 wrong usage or refused, 4 no ix answers

Examples:
  ix submit scan.pdf --use-case invoice --client acme --request-id 2026-0417
  ix submit *.pdf -u invoice --callback-url https://acme.example/hooks/ix
  ix jobs show $(ix submit scan.pdf -u invoice)`,
    )
    .action(async (files: string[], options: SubmitOptions) => {
      const inputs = await openInputs(files);
      const jobs = options.together ? [inputs] : inputs.map((input) => [input]);
      if (options.requestId !== undefined && jobs.length > 1) {
        throw new CliError('--request-id names one job: give one file, or --together', EXIT.usage);
      }
      const client = await runningIx(options);
      const json: unknown[] = [];
      for (const group of jobs) {
        const { submission, uploads } = submissionOf(group, restOf(options));
        const submitted = await client.submit(submission, uploads);
        const answer = await follow(client, submitted, { seconds: options.wait ?? 0 });
        const { job_id, status } = answer.value;
        if (submitted.replayed) process.stderr.write(`ix: ${job_id} had been submitted before; nothing new was started\n`);
        if (options.json) json.push(answer.json);
        else process.stdout.write(options.wait === undefined ? `${job_id}\n` : `${job_id}\t${status}\n`);
        if (status === 'error' && options.wait !== undefined) process.exitCode = EXIT.failed;
      }
      if (options.json) process.stdout.write(`${JSON.stringify(jobs.length === 1 ? json[0] : json, null, 2)}\n`);
    });
}

function restOf({ useCase, client, requestId, callbackUrl, priority }: SubmitOptions): SubmissionInput {
  return {
    use_case: useCase,
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
