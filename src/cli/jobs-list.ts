/** `ix jobs list`: a page of jobs, or all of them, in the form that is asked for. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { IX_ERROR_CODES } from '../contracts/errors.ts';
import { JOB_STATUSES, type JobList, JobSummarySchema, LIST_LIMIT_MAX } from '../contracts/job.ts';
import type { IxClient } from './client.ts';
import { csvLine } from './csv.ts';
import { jobTable } from './job-text.ts';
import { coloured, widthOf } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

const FORMS = ['table', 'wide', 'json', 'jsonl', 'csv'] as const;

interface ListOptions extends TargetOptions {
  readonly status: readonly string[];
  readonly client?: string;
  readonly useCase?: string;
  readonly code?: string;
  readonly q?: string;
  readonly needsReview?: true;
  readonly createdAfter?: string;
  readonly createdBefore?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly all?: true;
  readonly output: (typeof FORMS)[number];
  readonly json?: true;
}

export function registerList(jobs: Command): void {
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
    .addOption(new Option('--code <code>', 'only jobs that ended in error with this code').argParser(code))
    .option('--q <text>', 'only jobs with this text in their file name, or that begins an id')
    .option('--needs-review', 'only jobs with values that a person should look at')
    .option('--created-after <time>', 'only jobs submitted after this time (ISO 8601)', time)
    .option('--created-before <time>', 'only jobs submitted before this time', time)
    .option('--limit <n>', `most jobs on a page, 1 to ${LIST_LIMIT_MAX}`, limit, 50)
    .option('--cursor <cursor>', 'the page that an earlier list named')
    .addOption(new Option('--all', 'all pages').conflicts('cursor'))
    .addOption(new Option('-o, --output <form>', 'how they are printed').choices(FORMS).default('table'))
    .option('--json', 'the same as -o json')
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      `
The table is cut to the terminal's width; -o wide, and whatever is read by a
program, is not.

Examples:
  ix jobs list --status error --status running
  ix jobs list --code IX_000_007 --created-after 2026-11-24 -o wide
  ix jobs list --client acme --all -o csv > jobs.csv
  ix jobs list --client acme -o jsonl | jq -r .job_id`,
    )
    .action(async (options: ListOptions) => {
      const client = await runningIx(options);
      await printPages(pagesOf(client, options), options.json ? 'json' : options.output, options.all === true);
    });
}

interface Page {
  readonly value: JobList;
  readonly json: unknown;
}

async function* pagesOf(client: IxClient, options: ListOptions): AsyncGenerator<Page> {
  for (let cursor = options.cursor; ; ) {
    const page = await client.jobs(queryOf(options, cursor));
    yield page;
    if (!options.all || page.value.next_cursor === null) return;
    cursor = page.value.next_cursor;
  }
}

function queryOf(options: ListOptions, cursor: string | undefined): URLSearchParams {
  const query = new URLSearchParams({ limit: String(options.all ? LIST_LIMIT_MAX : options.limit) });
  for (const status of options.status) query.append('status', status);
  const given = {
    client_id: options.client,
    use_case: options.useCase,
    code: options.code,
    q: options.q,
    needs_review: options.needsReview ? 'true' : undefined,
    created_after: options.createdAfter,
    created_before: options.createdBefore,
    cursor,
  };
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  return query;
}

const CSV_COLUMNS = JobSummarySchema.keyof().options;

/** What is printed row by row comes as it is read, however many there are. */
async function printPages(pages: AsyncIterable<Page>, form: ListOptions['output'], all: boolean): Promise<void> {
  const kept: Page[] = [];
  if (form === 'csv') process.stdout.write(csvLine(CSV_COLUMNS));
  for await (const page of pages) {
    if (form === 'jsonl') for (const job of page.value.jobs) process.stdout.write(`${JSON.stringify(job)}\n`);
    else if (form === 'csv') for (const job of page.value.jobs) process.stdout.write(csvLine(CSV_COLUMNS.map((name) => job[name])));
    else kept.push(page);
  }
  if (form === 'jsonl' || form === 'csv') return;
  const jobs = kept.flatMap(({ value }) => value.jobs);
  const last = kept.at(-1);
  if (last === undefined) return;
  if (form === 'json') {
    const whole = all ? { ...last.value, jobs, limit: jobs.length, prev_cursor: null } : last.json;
    process.stdout.write(`${JSON.stringify(whole, null, 2)}\n`);
    return;
  }
  if (jobs.length === 0) return void process.stdout.write('no jobs\n');
  const { total, total_relation, next_cursor } = last.value;
  const more = next_cursor === null ? '' : `; older ones: --cursor ${next_cursor}, or --all`;
  const text = jobTable(jobs, form, Date.now(), { width: widthOf(process.stdout) });
  process.stdout.write(`${coloured(text, process.stdout)}\n\n`);
  process.stdout.write(`${jobs.length} of ${total_relation === 'exact' ? '' : 'more than '}${total} jobs${more}\n`);
}

function collectStatus(value: string, earlier: readonly string[]): string[] {
  const statuses: readonly string[] = JOB_STATUSES;
  if (!statuses.includes(value)) throw new InvalidArgumentError(`expected ${JOB_STATUSES.join(', ')}.`);
  return [...earlier, value];
}

function code(value: string): string {
  const codes: readonly string[] = IX_ERROR_CODES;
  if (!codes.includes(value)) throw new InvalidArgumentError('expected a code as IX_000_007 (docs/jobs.md lists them).');
  return value;
}

function limit(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > LIST_LIMIT_MAX) throw new InvalidArgumentError(`expected a whole number from 1 to ${LIST_LIMIT_MAX}.`);
  return number;
}

function time(value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new InvalidArgumentError('expected a time, 2026-11-24 or 2026-11-24T12:00:00Z.');
  return new Date(at).toISOString();
}
