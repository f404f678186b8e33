/** `ix jobs …`: what is there, what became of it, and what can be done about it. */
import type { Command } from 'commander';
import { NameSchema } from '../contracts/bounds.ts';
import { JobCallbacksSchema } from '../contracts/callback.ts';
import { JobIdSchema } from '../contracts/ids.ts';
import { type Job, JobSchema } from '../contracts/job.ts';
import type { Answer, IxClient, UseCaseFields } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import { storyText } from './job-story.ts';
import { jobText } from './job-text.ts';
import { registerArchive } from './jobs-archive.ts';
import { registerList } from './jobs-list.ts';
import { coloured, printable } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';
import { whyWaiting } from './waiting.ts';

interface Shared extends TargetOptions {
  readonly json?: true;
}

const JOB_ARGUMENT = 'a job id, or CLIENT/REQUEST_ID';

export function register(program: Command): void {
  const jobs = program
    .command('jobs')
    .summary('list, show, watch, cancel, resubmit, export, import jobs')
    .description('Jobs: what is there, what became of it, and what can be done about it.');
  registerList(jobs);
  registerArchive(jobs);

  jobs
    .command('show')
    .description('Show a job: where it stands, why it waits, and its answer once it has ended.')
    .argument('<job>', JOB_ARGUMENT)
    .option('--trace', 'show what has happened to it, a line for each thing')
    .option('--json', 'print the whole job as JSON')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  ix jobs show 019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e
  ix jobs show acme/2026-0417 --trace
  ix jobs show acme/2026-0417 --json`,
    )
    .action(async (id: string, options: Shared & { readonly trace?: true }) => {
      const path = pathOf(id);
      const client = await runningIx(options);
      const { value, json } = await client.job(path);
      if (options.json) return print(json);
      if (options.trace) {
        const { callbacks } = (await client.get(`/jobs/${value.job_id}/callbacks`, JobCallbacksSchema)).value;
        return void process.stdout.write(`${storyText(value, callbacks)}\n`);
      }
      const text = jobText(value, await fieldsOf(client, value), await whyWaiting(client, value));
      process.stdout.write(`${coloured(text, process.stdout)}\n`);
    });

  jobs
    .command('watch')
    .description('Follow a job until it has ended: a line for each thing that happens.')
    .argument('<job>', JOB_ARGUMENT)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 ended in error, 2 wrong usage, 4 no ix answers\n\nExample:\n  ix jobs watch acme/2026-0417',
    )
    .action(async (id: string, options: TargetOptions) => {
      const path = pathOf(id);
      const client = await runningIx(options);
      const { job_id } = (await client.job(path)).value;
      const { watchJob } = await import('./watch.ts');
      const status = await watchJob(client, job_id, (line) => process.stdout.write(`${coloured(printable(line), process.stdout)}\n`));
      if (status === 'done') return;
      const { value } = await client.job(`/jobs/${job_id}`);
      throw new CliError(printable(value.error ?? `job ${job_id} ended in error`), EXIT.failed);
    });

  jobs
    .command('cancel')
    .description('Cancel jobs: one that waits ends at once, one that runs when its worker hears of it.')
    .argument('<job...>', JOB_ARGUMENT)
    .option('--json', 'print the whole jobs as a list')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Prints the id of each job and its status.

Examples:
  ix jobs cancel acme/2026-0417
  ix jobs cancel $(ix jobs list --status pending -o jsonl | jq -r .job_id)`,
    )
    .action((ids: string[], options: Shared) =>
      each(ids, options, async (client, { job_id }) => {
        const answer = await client.post(`/jobs/${job_id}/cancel`, null, JobSchema);
        const { status, code } = answer.value;
        return {
          answer,
          line: `${job_id}\t${status === 'running' ? 'running, asked to stop' : code === CANCELLED ? 'cancelled' : status}`,
        };
      }),
    );

  jobs
    .command('resubmit')
    .description('Run jobs once more: each becomes a new job with the same request.')
    .argument('<job...>', JOB_ARGUMENT)
    .option('--json', 'print the whole new jobs as a list')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Prints the ids of the new jobs, one a line.

Examples:
  ix jobs resubmit acme/2026-0417
  ix jobs resubmit $(ix jobs list --code IX_000_007 -o jsonl | jq -r .job_id)`,
    )
    .action((ids: string[], options: Shared) =>
      each(ids, options, async (client, { job_id }) => {
        const answer = await client.post(`/jobs/${job_id}/resubmit`, null, JobSchema);
        return { answer, line: answer.value.job_id };
      }),
    );
}

const CANCELLED = 'IX_003_000';

const print = (json: unknown): void => void process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);

interface Done {
  readonly answer: Answer<Job>;
  readonly line: string;
}

/** Does the same to each job; one that ix refuses does not stop the others. */
async function each(ids: readonly string[], options: Shared, act: (client: IxClient, job: Job) => Promise<Done>): Promise<void> {
  const paths = ids.map(pathOf);
  const client = await runningIx(options);
  const json: unknown[] = [];
  for (const [i, path] of paths.entries()) {
    try {
      const { answer, line } = await act(client, (await client.job(path)).value);
      if (options.json) json.push(answer.json);
      else process.stdout.write(`${line}\n`);
    } catch (error) {
      if (!(error instanceof CliError) || error.exitCode === EXIT.unreachable) throw error;
      process.stderr.write(`ix: ${ids[i]}: ${printable(error.message)}\n`);
      process.exitCode = error.exitCode;
    }
  }
  if (options.json) print(json);
}

/** Null where the use case came as a JSON Schema, or is registered no more. */
async function fieldsOf(client: IxClient, { request }: Job): Promise<UseCaseFields | null> {
  if (request.use_case_inline !== null) return request.use_case_inline.fields ?? null;
  if (request.use_case === null) return null;
  return (await client.useCases()).get(request.use_case) ?? null;
}

function pathOf(id: string): string {
  const jobId = JobIdSchema.safeParse(id);
  if (jobId.success) return `/jobs/${jobId.data}`;
  const slash = id.indexOf('/');
  const [client, request] = [NameSchema.safeParse(id.slice(0, slash)), NameSchema.safeParse(id.slice(slash + 1))];
  if (slash <= 0 || !client.success || !request.success) {
    throw new CliError(`${id}: expected a job id (a UUID) or CLIENT/REQUEST_ID`, EXIT.usage);
  }
  return `/clients/${encodeURIComponent(client.data)}/jobs/${encodeURIComponent(request.data)}`;
}
