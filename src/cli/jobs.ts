/** `ix jobs list` and `ix jobs show`: what is there, and what became of it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { NameSchema } from '../contracts/bounds.ts';
import { JobIdSchema } from '../contracts/ids.ts';
import { JOB_STATUSES, type Job, type JobStatus, type JobSummary, LIST_LIMIT_MAX } from '../contracts/job.ts';
import type { IxClient, UseCaseFields } from './client.ts';
import { CliError, EXIT } from './failure.ts';
import { aheadOf, resultText } from './result.ts';
import { printable, table } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface ListOptions extends TargetOptions {
  readonly status: readonly string[];
  readonly client?: string;
  readonly useCase?: string;
  readonly q?: string;
  readonly needsReview?: true;
  readonly limit: number;
  readonly json?: true;
}

interface ShowOptions extends TargetOptions {
  readonly json?: true;
}

export function register(program: Command): void {
  const jobs = program.command('jobs').summary('list jobs, show one').description('List jobs, or show one with its answer.');

  jobs
    .command('list')
    .description('List jobs, newest first.')
    .addOption(
      new Option('--status <status>', 'only jobs in this status; may be repeated')
        .choices(JOB_STATUSES)
        .argParser(collectStatus)
        .default([], 'any'),
    )
    .option('--client <id>', 'only jobs of this client')
    .option('--use-case <name>', 'only jobs of this use case')
    .option('--q <text>', 'only jobs with this text in their file name or ids')
    .option('--needs-review', 'only jobs with values that a person should look at')
    .option('--limit <n>', `most jobs shown, 1 to ${LIST_LIMIT_MAX}`, limit, 50)
    .option('--json', "print ix's answer as JSON")
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  ix jobs list --status error --status running
  ix jobs list --client acme --q 2026-04 --json | jq '.jobs[].job_id'`,
    )
    .action(async (options: ListOptions) => {
      const client = await runningIx(options);
      const query = new URLSearchParams({ limit: String(options.limit) });
      for (const status of options.status) query.append('status', status);
      if (options.client !== undefined) query.set('client_id', options.client);
      if (options.useCase !== undefined) query.set('use_case', options.useCase);
      if (options.q !== undefined) query.set('q', options.q);
      if (options.needsReview) query.set('needs_review', 'true');
      const { value, json } = await client.jobs(query);
      process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${listText(value.jobs, value.total)}\n`);
    });

  jobs
    .command('show')
    .description('Show a job: where it stands, and its answer once it is finished.')
    .argument('<job>', 'a job id, or CLIENT/REQUEST_ID')
    .option('--json', 'print the whole job as JSON')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
Examples:
  ix jobs show 019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e
  ix jobs show acme/2026-0417 --json`,
    )
    .action(async (id: string, options: ShowOptions) => {
      const path = pathOf(id);
      const client = await runningIx(options);
      const { value, json } = await client.job(path);
      if (options.json) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
      else process.stdout.write(`${jobText(value, await fieldsOf(client, value))}\n`);
    });
}

const COLUMNS = ['CREATED', 'STATUS', 'JOB', 'CLIENT', 'USE CASE', 'REQUEST ID', 'FILE'];

function listText(jobs: readonly JobSummary[], total: number): string {
  if (jobs.length === 0) return 'no jobs';
  const rows = jobs.map((job) => [
    instant(job.created_at),
    job.status,
    job.job_id,
    job.client_id,
    job.use_case ?? '',
    job.request_id,
    job.display_name ?? '',
  ]);
  return `${table(COLUMNS, rows)}\n\n${jobs.length} of ${total} jobs`;
}

function jobText(job: Job, fields: UseCaseFields | null): string {
  const facts: [string, string | null][] = [
    ['job', job.job_id],
    ['client', job.client_id],
    ['request id', job.request_id],
    ['use case', job.use_case],
    ['file', job.display_name],
    ['status', job.status],
    ['place in line', job.queue === null ? null : `${aheadOf(job.queue)}, ${job.queue.total_active} pending or running in all`],
    ['priority', job.priority === 0 ? null : String(job.priority)],
    ['lost runs', job.attempts === 0 ? null : String(job.attempts)],
    ['worker', job.worker_id],
    ['created', instant(job.created_at)],
    ['started', job.started_at === null ? null : instant(job.started_at)],
    ['finished', job.finished_at === null ? null : instant(job.finished_at)],
    [
      'callback',
      job.callback_url === null ? null : `${job.callback_url}${job.callback_status === null ? '' : ` (${job.callback_status})`}`,
    ],
  ];
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(14)}${printable(value)}`]));
  return job.response === null ? known.join('\n') : `${known.join('\n')}\n\n${resultText(job, fields)}`;
}

/** Null where the use case came as a JSON Schema, or is registered no more. */
async function fieldsOf(client: IxClient, { request }: Job): Promise<UseCaseFields | null> {
  if (request.use_case_inline !== null) return request.use_case_inline.fields ?? null;
  if (request.use_case === null) return null;
  return (await client.useCases()).get(request.use_case) ?? null;
}

/** Seconds are enough for people; UTC, as everywhere. */
const instant = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;

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

function collectStatus(value: string, earlier: readonly string[]): string[] {
  const statuses: readonly string[] = JOB_STATUSES satisfies readonly JobStatus[];
  if (!statuses.includes(value)) throw new InvalidArgumentError(`expected ${JOB_STATUSES.join(', ')}.`);
  return [...earlier, value];
}

function limit(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > LIST_LIMIT_MAX) throw new InvalidArgumentError(`expected a whole number from 1 to ${LIST_LIMIT_MAX}.`);
  return number;
}
